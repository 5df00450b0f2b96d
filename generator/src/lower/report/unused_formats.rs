//! Formats that decide nothing: what no type of its own stands for.

use openapiv3::{OpenAPI, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};

use crate::coverage::{Entry, Unused};
use crate::hints::Hints;
use crate::ir;
use crate::lower::schema::formats::format;
use crate::lower::schema::view::{at, integer_type, is_integer_format, number_type, string_type};
use crate::lower::schema::visit::schemas;

/// An entry for each of them, here and there more than one.
pub(in crate::lower) fn unused(document: &OpenAPI, hints: &Hints) -> Vec<Entry> {
    let mut found = Vec::new();
    schemas(document, hints, &mut |schema| {
        let is_own = hints.schemas.of(&schema.schema_data.extensions).own_type.is_some();
        let is_named = |format: &str| hints.document.formats.iter().any(|(known, _)| known.eq_ignore_ascii_case(format));
        if is_ignored(schema) && !is_own && !format(schema).is_some_and(is_named) {
            found.push(Entry::new(at(schema).push("format"), Unused::Format));
        }
    });
    found
}

fn is_ignored(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => is_unknown(&string.format, |format| string_type(format) == ir::Type::String),
        SchemaKind::Type(Type::Integer(integer)) => {
            is_unknown(&integer.format, |format| !is_integer_format(format) && integer_type(format) == ir::Type::I64)
        }
        SchemaKind::Type(Type::Number(number)) => is_unknown(&number.format, |format| number_type(format) == ir::Type::F64),
        _ => false,
    }
}

fn is_unknown<T>(format: &VariantOrUnknownOrEmpty<T>, says_nothing: impl Fn(&str) -> bool) -> bool {
    matches!(format, VariantOrUnknownOrEmpty::Unknown(format) if says_nothing(format))
}
