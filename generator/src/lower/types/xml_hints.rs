//! What schemas say of XML, through references and compositions.

use openapiv3::{OpenAPI, Schema};

use crate::coverage::{Entry, Unused};
use crate::hints::Hints;
use crate::hints::values::XmlHint;
use crate::ir;
use crate::lower::schema::definitions::{Class, of_schema};
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, at};
use crate::lower::schema::visit::schemas;
use crate::lower::types::Types;
use crate::pointer::Pointer;

/// How a value looks in XML, as far as its schema says it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::lower) struct XmlHints {
    /// What its schema declares, or those that it is made of.
    pub declared: XmlHint,
    /// The definition that it is, by its name in the document.
    pub definition: Option<String>,
    /// The same of the items of a list, or of the values of a map.
    pub inner: Option<Box<XmlHints>>,
    /// Where all this is declared, the nearest place first.
    pub places: Vec<Pointer>,
}

impl XmlHints {
    /// What a schema says itself.
    pub(in crate::lower) fn of(schema: &Schema, hints: &Hints) -> Self {
        let Some(declared) = of_schema(hints, schema).xml.clone() else {
            return Self::default();
        };
        Self { declared, definition: None, inner: None, places: vec![at(schema).push("xml")] }
    }

    /// What is said here, and what is said there of what is not said here.
    pub(in crate::lower) fn over(mut self, there: Self) -> Self {
        self.declared = self.declared.over(there.declared);
        self.definition = self.definition.or(there.definition);
        self.inner = self.inner.or(there.inner);
        self.places.extend(there.places);
        self
    }

    /// What is said of the items, or of the values.
    pub(in crate::lower) fn inner(&self) -> Self {
        self.inner.as_deref().cloned().unwrap_or_default()
    }

    /// The name of its element or attribute: the one that is declared, or that of its definition.
    pub(in crate::lower) fn name(&self) -> Option<&str> {
        self.declared.name.as_deref().or(self.definition.as_deref())
    }

    /// Where a key is declared; `otherwise` where nothing is.
    pub(in crate::lower) fn place(&self, key: &str, otherwise: &Pointer) -> Pointer {
        self.places.first().map_or_else(|| otherwise.clone(), |place| place.push(key))
    }
}

/// How many references are followed to what a value holds: they may lead back. What stands inside a schema ends by itself.
const MAX_DEPTH: usize = 48;

impl<'a> Types<'a> {
    /// What is said of the value of a schema.
    pub(in crate::lower) fn xml_hints(&self, slot: SchemaRef<'a>, depth: usize) -> XmlHints {
        if depth > MAX_DEPTH {
            return XmlHints::default();
        }
        let schema = match slot {
            SchemaRef::Inline(schema) => schema,
            SchemaRef::Reference(reference) => {
                let Some(definition) = self.definitions.find(reference).and_then(|index| self.definitions.all.get(index)) else {
                    return XmlHints::default();
                };
                let declared = match (definition.class, definition.slot) {
                    (Class::Named, SchemaRef::Inline(schema)) => XmlHints::of(schema, self.definitions.hints),
                    (_, slot) => self.xml_hints(slot, depth + 1),
                };
                return XmlHints { definition: Some(definition.name.to_owned()), ..declared };
            }
        };
        let own = XmlHints::of(schema, self.definitions.hints);
        let view = SchemaView::of(schema).kind;
        let inner = match &view {
            ViewKind::List(Some(items)) => Some(*items),
            ViewKind::Object(object) => match object.additional {
                Some(openapiv3::AdditionalProperties::Schema(values)) => Some(SchemaRef::from(&**values)),
                _ => None,
            },
            _ => None,
        };
        match (inner, self.definitions.only_part(&view)) {
            (Some(inner), _) => XmlHints { inner: Some(Box::new(self.xml_hints(inner, depth))), ..own },
            (None, Some(part)) => own.over(self.xml_hints(part, depth)),
            (None, None) => own,
        }
    }
}

/// What is said of XML of what never is XML.
pub(in crate::lower) fn unused(document: &OpenAPI, hints: &Hints, api: &ir::Api) -> Vec<Entry> {
    let mut found = Vec::new();
    schemas(document, hints, &mut |schema| {
        let places = XmlHints::of(schema, hints).places.into_iter().filter(|place| !api.xml.places.contains(place));
        found.extend(places.map(|place| Entry::new(place, Unused::Xml)));
    });
    found
}
