//! The formats of plain values, as the document writes them.

use openapiv3::{IntegerFormat, NumberFormat, Schema, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty};

/// The format of a string, a number or an integer, where it has one.
pub(in crate::lower) fn format(schema: &Schema) -> Option<&str> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => named(&string.format, |known| match known {
            StringFormat::Date => "date",
            StringFormat::DateTime => "date-time",
            StringFormat::Password => "password",
            StringFormat::Byte => "byte",
            StringFormat::Binary => "binary",
        }),
        SchemaKind::Type(Type::Number(number)) => named(&number.format, |known| match known {
            NumberFormat::Float => "float",
            NumberFormat::Double => "double",
        }),
        SchemaKind::Type(Type::Integer(integer)) => named(&integer.format, |known| match known {
            IntegerFormat::Int32 => "int32",
            IntegerFormat::Int64 => "int64",
        }),
        SchemaKind::Any(any) if any.typ.as_deref().is_some_and(|typ| ["string", "number", "integer"].contains(&typ)) => {
            any.format.as_deref()
        }
        _ => None,
    }
}

fn named<T>(format: &VariantOrUnknownOrEmpty<T>, known: impl Fn(&T) -> &'static str) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => Some(known(item)),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
