//! Alternatives that are less than a union: null beside a schema, and values that are listed one by one.

use openapiv3::{IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type, VariantOrUnknownOrEmpty};

use crate::hints::values::EnumHints;

/// Whether null is among the alternatives, or in one of them.
pub(in crate::normalize) fn has_null(alternatives: &[ReferenceOr<Schema>]) -> bool {
    alternatives.iter().filter_map(ReferenceOr::as_item).any(|schema| schema.schema_data.nullable || is_null(schema))
}

/// Whether a schema allows nothing but null.
pub(in crate::normalize) fn is_null(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if any.typ.as_deref() == Some("null"))
}

/// The enum that alternatives are which list strings or integers, each its own, with what is said of the values. A string beside
/// listed ones says that there are others.
pub(in crate::normalize) fn listed(alternatives: &[ReferenceOr<Schema>]) -> Option<(SchemaKind, EnumHints)> {
    let mut hints = EnumHints::default();
    let (mut strings, mut integers) = (Vec::new(), Vec::new());
    for alternative in alternatives {
        let Schema { schema_data, schema_kind } = alternative.as_item()?;
        match schema_kind {
            _ if alternative.as_item().is_some_and(is_null) => {}
            SchemaKind::Type(Type::String(StringType { format: VariantOrUnknownOrEmpty::Empty, enumeration, .. })) => {
                if enumeration.is_empty() {
                    hints.open = Some(true);
                }
                let values: Vec<&String> = enumeration.iter().flatten().collect();
                describe(&values, schema_data, &mut hints);
                strings.extend(values.into_iter().cloned());
            }
            SchemaKind::Type(Type::Integer(IntegerType { format: VariantOrUnknownOrEmpty::Empty, enumeration, .. }))
                if !enumeration.is_empty() =>
            {
                let values: Vec<i64> = enumeration.iter().flatten().copied().collect();
                let texts: Vec<String> = values.iter().map(i64::to_string).collect();
                describe(&texts.iter().collect::<Vec<_>>(), schema_data, &mut hints);
                integers.extend(values);
            }
            _ => return None,
        }
    }
    let kind = match (strings.is_empty(), integers.is_empty()) {
        (false, true) => Type::String(StringType { enumeration: once(strings), ..StringType::default() }),
        (true, false) => Type::Integer(IntegerType { enumeration: once(integers), ..IntegerType::default() }),
        _ => return None,
    };
    Some((SchemaKind::Type(kind), hints))
}

/// Keeps the name and the meaning of a value that is an alternative of its own.
fn describe(values: &[&String], data: &SchemaData, hints: &mut EnumHints) {
    let [value] = values else { return };
    let title = data.title.as_deref().map(str::trim).filter(|title| title.chars().any(char::is_alphanumeric));
    let is_name = |title: &&str| title.split_whitespace().count() <= 3 && title.chars().all(|c| c.is_alphanumeric() || " _-".contains(c));
    hints.names.extend(title.filter(is_name).map(|title| ((*value).clone(), title.to_owned())));
    let text = data.description.as_deref().or(title.filter(|title| !is_name(title))).map(str::trim).filter(|text| !text.is_empty());
    hints.descriptions.extend(text.map(|text| ((*value).clone(), text.to_owned())));
}

fn once<T: PartialEq>(values: Vec<T>) -> Vec<Option<T>> {
    let mut once: Vec<Option<T>> = Vec::with_capacity(values.len());
    for value in values.into_iter().map(Some) {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}
