//! Whether two schemas that nobody named describe the same.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};

/// Whether two schemas describe the same body, whatever they say to its readers. Two that nobody named are compared part by part, as far as
/// their keywords are those of one kind.
pub(in crate::lower) fn same_body(a: SchemaRef<'_>, b: SchemaRef<'_>) -> bool {
    match (a, b) {
        (SchemaRef::Reference(a), SchemaRef::Reference(b)) => a == b,
        (SchemaRef::Inline(a), SchemaRef::Inline(b)) => {
            let (left, right) = (SchemaView::of(a), SchemaView::of(b));
            left.nullable == right.nullable && same_kind(&left.kind, &right.kind)
        }
        _ => false,
    }
}

fn same_kind(a: &ViewKind<'_>, b: &ViewKind<'_>) -> bool {
    match (a, b) {
        (ViewKind::Any, ViewKind::Any) | (ViewKind::List(None), ViewKind::List(None)) => true,
        (ViewKind::List(Some(a)), ViewKind::List(Some(b))) => same_body(*a, *b),
        (ViewKind::Scalar(a), ViewKind::Scalar(b)) => a == b,
        (ViewKind::StringEnum(a), ViewKind::StringEnum(b)) => a.strings() == b.strings(),
        (ViewKind::IntegerEnum(a), ViewKind::IntegerEnum(b)) => a.integers() == b.integers(),
        (ViewKind::Object(a), ViewKind::Object(b)) => same_object(a, b),
        (ViewKind::AllOf(a, own_a), ViewKind::AllOf(b, own_b)) => {
            let same_own = match (own_a, own_b) {
                (Some(a), Some(b)) => same_object(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            same_own && same_parts(a, b)
        }
        (ViewKind::OneOf(a), ViewKind::OneOf(b)) => same_parts(a, b),
        _ => false,
    }
}

fn same_parts(a: &[ReferenceOr<Schema>], b: &[ReferenceOr<Schema>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_body(a.into(), b.into()))
}

fn same_object(a: &Object<'_>, b: &Object<'_>) -> bool {
    let additional = match (a.additional, b.additional) {
        (Some(AdditionalProperties::Schema(a)), Some(AdditionalProperties::Schema(b))) => same_body((&**a).into(), (&**b).into()),
        (a, b) => a == b,
    };
    let required = |object: &Object<'_>| object.required.iter().cloned().collect::<BTreeSet<String>>();
    let count = |object: &Object<'_>| object.properties.map_or(0, IndexMap::len);
    let mut properties = a.properties.into_iter().flatten();
    let of_b = |name: &str| b.properties.and_then(|properties| properties.get(name));
    additional
        && same_parts(a.choices, b.choices)
        && required(a) == required(b)
        && count(a) == count(b)
        && properties.all(|(name, one)| of_b(name).is_some_and(|other| same_body(one.into(), other.into())))
}
