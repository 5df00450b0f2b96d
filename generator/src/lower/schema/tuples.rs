//! Lists whose first items have schemas of their own.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use crate::hints;
use crate::lower::schema::view::SchemaRef;

/// How many items a tuple of Rust has at most: more are hard to tell apart by their place.
const MOST: usize = 8;

/// A list whose first items have schemas of their own.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Tuple<'a> {
    /// The schemas of the first items.
    pub items: Vec<SchemaRef<'a>>,
    /// How many items there must be.
    pub least: usize,
    /// The schema of further items; none where there are no others.
    pub further: Option<SchemaRef<'a>>,
}

impl<'a> Tuple<'a> {
    /// The tuple that a schema is, if it is one.
    pub(in crate::lower) fn of(schema: &'a Schema) -> Option<Self> {
        let count = usize::try_from(schema.schema_data.extensions.get(hints::PREFIX)?.as_u64()?).ok()?;
        let SchemaKind::Type(Type::Array(list)) = &schema.schema_kind else { return None };
        let SchemaKind::OneOf { one_of } = &list.items.as_ref().and_then(ReferenceOr::as_item)?.schema_kind else { return None };
        let mut items: Vec<SchemaRef<'a>> = one_of.iter().map(SchemaRef::from).collect();
        let further = items.split_off(count.min(items.len())).into_iter().next();
        Some(Self { items, least: list.min_items.unwrap_or_default(), further })
    }

    /// Whether it has always the same items, and no more than a tuple of Rust should have.
    pub(in crate::lower) fn is_plain(&self) -> bool {
        self.further.is_none() && self.least == self.items.len() && self.items.len() <= MOST
    }

    /// The schema of an item, if the item is allowed.
    pub(in crate::lower) fn item(&self, at: usize) -> Option<SchemaRef<'a>> {
        self.items.get(at).copied().or(self.further)
    }
}
