//! Where hints are kept: beside the model, since its extensions hold nothing but JSON.

use indexmap::IndexMap;
use serde_json::Value;

use crate::hints::values::{BodyHints, DiscriminatorHints, DocumentHints, OperationHints, ParameterHints, SchemaHints, TagHints};
use crate::hints::webhooks::Webhook;

/// What the model keeps beside its own fields.
pub type Extensions = IndexMap<String, Value>;

/// The number of its hints, among the extensions of what has some.
pub const HINTS: &str = "x-hints";

/// The hints of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// Of the document as a whole.
    pub document: DocumentHints,
    /// Of tags.
    pub tags: Table<TagHints>,
    /// Of operations.
    pub operations: Table<OperationHints>,
    /// Of parameters in path, query or header.
    pub parameters: Table<ParameterHints>,
    /// Of request bodies.
    pub bodies: Table<BodyHints>,
    /// Of discriminators.
    pub discriminators: Table<DiscriminatorHints>,
    /// Of schemas, those of parameters included.
    pub schemas: Table<SchemaHints>,
    /// The requests that the API sends, in the document's order.
    pub webhooks: Vec<Webhook>,
}

/// The hints of all things of one kind. Most things have none, and no row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table<T> {
    rows: Vec<T>,
    /// What has no row.
    none: T,
}

impl<T: Default + PartialEq> Table<T> {
    /// Keeps the hints of the bearer of these extensions.
    pub fn keep(&mut self, hints: T, extensions: &mut Extensions) {
        if hints != self.none {
            extensions.insert(HINTS.to_owned(), self.rows.len().into());
            self.rows.push(hints);
        }
    }

    /// Returns the hints of the bearer of these extensions.
    pub fn of(&self, extensions: &Extensions) -> &T {
        self.index(extensions).and_then(|index| self.rows.get(index)).unwrap_or(&self.none)
    }

    /// Returns the hints of the bearer of these extensions, to be changed: a new row where it had none.
    pub fn of_mut(&mut self, extensions: &mut Extensions) -> &mut T {
        let index = self.index(extensions).unwrap_or(self.rows.len());
        if index == self.rows.len() {
            extensions.insert(HINTS.to_owned(), index.into());
            self.rows.push(T::default());
        }
        &mut self.rows[index]
    }

    /// Returns the hints of the bearer of these extensions, to be changed: none where it has none.
    pub fn existing(&mut self, extensions: &Extensions) -> Option<&mut T> {
        let index = self.index(extensions)?;
        self.rows.get_mut(index)
    }

    /// The row of the bearer, if it has one.
    fn index(&self, extensions: &Extensions) -> Option<usize> {
        let index = usize::try_from(extensions.get(HINTS)?.as_u64()?).ok()?;
        (index < self.rows.len()).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bearer_has_its_own_hints_and_most_have_none() {
        let mut table = Table::<SchemaHints>::default();
        let (mut plain, mut named, mut wrapped) = (Extensions::new(), Extensions::new(), Extensions::new());
        table.keep(SchemaHints::default(), &mut plain);
        table.keep(SchemaHints { name: Some("a".to_owned()), ..SchemaHints::default() }, &mut named);
        table.of_mut(&mut wrapped).is_wrapped = true;
        table.of_mut(&mut named).allow_empty = true;
        assert!(plain.is_empty(), "{plain:?}");
        assert_eq!(*table.of(&plain), SchemaHints::default());
        assert_eq!(*table.of(&named), SchemaHints { name: Some("a".to_owned()), allow_empty: true, ..SchemaHints::default() });
        assert_eq!(*table.of(&wrapped), SchemaHints { is_wrapped: true, ..SchemaHints::default() });
        assert_eq!(table.rows.len(), 2);
    }
}
