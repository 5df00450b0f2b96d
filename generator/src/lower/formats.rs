//! Formats that decide nothing: what no type of its own stands for.

use openapiv3::{AdditionalProperties, OpenAPI, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};

use super::definitions::MAX_DEPTH;
use super::view::{Object, Seen, Slot, View, at, is_whole, text};
use super::{endpoints, modules};
use crate::ir;
use crate::ledger::{Entry, Unused};

/// An entry for each of them, here and there more than one.
pub(super) fn unused(document: &OpenAPI) -> Vec<Entry> {
    let mut found = Vec::new();
    let definitions = document.components.iter().flat_map(|components| components.schemas.values()).map(Slot::from);
    for slot in definitions.chain(endpoints::roots(&modules::operations(document))) {
        walk(slot, 0, &mut found);
    }
    found
}

fn walk(slot: Slot<'_>, depth: usize, into: &mut Vec<Entry>) {
    let Slot::Inline(schema) = slot else { return };
    if depth > MAX_DEPTH {
        return;
    }
    if is_ignored(schema) {
        into.push(Entry::new(at(schema).push("format"), Unused::Format));
    }
    let object = |object: Object<'_>, into: &mut Vec<Entry>| {
        object.properties.into_iter().flatten().for_each(|(_, schema)| walk(schema.into(), depth + 1, into));
        if let Some(AdditionalProperties::Schema(schema)) = object.additional {
            walk((&**schema).into(), depth + 1, into);
        }
    };
    match Seen::of(schema).view {
        View::List(Some(items)) => walk(items, depth + 1, into),
        View::Object(own) => object(own, into),
        View::AllOf(parts, own) => {
            own.into_iter().for_each(|own| object(own, into));
            parts.iter().for_each(|part| walk(part.into(), depth + 1, into));
        }
        View::OneOf(parts) => parts.iter().for_each(|part| walk(part.into(), depth + 1, into)),
        _ => {}
    }
}

fn is_ignored(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => is_unknown(&string.format, |format| text(format) == ir::Type::String),
        SchemaKind::Type(Type::Integer(integer)) => is_unknown(&integer.format, |format| !is_whole(format)),
        SchemaKind::Type(Type::Number(number)) => is_unknown(&number.format, |format| !is_whole(format)),
        _ => false,
    }
}

fn is_unknown<T>(format: &VariantOrUnknownOrEmpty<T>, says_nothing: impl Fn(&str) -> bool) -> bool {
    matches!(format, VariantOrUnknownOrEmpty::Unknown(format) if says_nothing(format))
}
