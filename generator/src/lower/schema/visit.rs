//! All schemas of a document, once where they stand.

use openapiv3::{AdditionalProperties, OpenAPI, Schema};

use crate::lower::schema::definitions::MAX_DEPTH;
use crate::lower::schema::operation::{operations, roots};
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};

/// Shows every schema, here and there one more than once.
pub(in crate::lower) fn schemas<'a>(document: &'a OpenAPI, see: &mut dyn FnMut(&'a Schema)) {
    let definitions = document.components.iter().flat_map(|components| components.schemas.values()).map(SchemaRef::from);
    for slot in definitions.chain(roots(&operations(document))) {
        walk(slot, 0, see);
    }
}

fn walk<'a>(slot: SchemaRef<'a>, depth: usize, see: &mut dyn FnMut(&'a Schema)) {
    let SchemaRef::Inline(schema) = slot else { return };
    if depth > MAX_DEPTH {
        return;
    }
    see(schema);
    let object = |object: Object<'a>, see: &mut dyn FnMut(&'a Schema)| {
        object.properties.into_iter().flatten().for_each(|(_, schema)| walk(schema.into(), depth + 1, see));
        if let Some(AdditionalProperties::Schema(schema)) = object.additional {
            walk((&**schema).into(), depth + 1, see);
        }
    };
    match SchemaView::of(schema).kind {
        ViewKind::List(Some(items)) => walk(items, depth + 1, see),
        ViewKind::Object(own) => object(own, see),
        ViewKind::AllOf(parts, own) => {
            own.into_iter().for_each(|own| object(own, see));
            parts.iter().for_each(|part| walk(part.into(), depth + 1, see));
        }
        ViewKind::OneOf(parts) => parts.iter().for_each(|part| walk(part.into(), depth + 1, see)),
        _ => {}
    }
}
