//! A value's schemas, with all that they refer to and compose, as one.

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use crate::hints;
use crate::lower::example_values::facets::Facets;
use crate::lower::schema::definitions::{Definitions, alternatives};
use crate::lower::schema::view::SchemaRef;

/// Alternatives, of which a value fits one.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'a> {
    pub parts: Vec<SchemaRef<'a>>,
    discriminator: Option<&'a Discriminator>,
    /// The property that chooses one of them beside which they stand, and its values in their order.
    chosen_by: Option<(&'a str, Vec<Option<String>>)>,
}

impl<'a> Alternatives<'a> {
    /// Whether a value of these definitions is of one of the alternatives.
    pub(super) fn has_any(&self, definitions: &Definitions<'a>, open: &[usize]) -> bool {
        self.parts.iter().any(|part| match part {
            SchemaRef::Reference(reference) => definitions.find(reference).is_some_and(|index| open.contains(&index)),
            SchemaRef::Inline(_) => false,
        })
    }
}

/// Whether two alternatives are the same one.
fn is_same(one: SchemaRef<'_>, other: SchemaRef<'_>) -> bool {
    match (one, other) {
        (SchemaRef::Reference(one), SchemaRef::Reference(other)) => one == other,
        (SchemaRef::Inline(one), SchemaRef::Inline(other)) => std::ptr::eq(one, other),
        _ => false,
    }
}

/// What a value must be like by all its schemas.
#[derive(Debug, Clone, Default)]
pub(super) struct Whole<'a> {
    pub facets: Facets<'a>,
    /// Whether any schema has been added.
    has_facets: bool,
    pub choices: Vec<Alternatives<'a>>,
    /// Whether it may be null.
    pub nullable: bool,
    /// The examples that the schemas give, and then their defaults.
    pub examples: Vec<&'a Value>,
    pub defaults: Vec<&'a Value>,
    /// The definitions that it is of.
    pub open: Vec<usize>,
    /// The values of properties that tell what it is.
    pub tags: Vec<(&'a str, String)>,
}

impl<'a> Whole<'a> {
    pub(super) fn of(definitions: &Definitions<'a>, slots: &[SchemaRef<'a>]) -> Self {
        let mut whole = Self { nullable: true, ..Self::default() };
        slots.iter().for_each(|slot| whole.add(definitions, *slot));
        whole
    }

    /// Adds a schema that the value fits besides.
    pub(super) fn add(&mut self, definitions: &Definitions<'a>, slot: SchemaRef<'a>) {
        let nullable = self.include(definitions, slot);
        self.nullable &= nullable;
    }

    /// Adds a definition, and says whether it allows null.
    pub(super) fn add_definition(&mut self, definitions: &Definitions<'a>, index: usize) -> bool {
        self.open.push(index);
        let nullable = definitions.all.get(index).is_none_or(|definition| self.include(definitions, definition.slot));
        self.add_tag(definitions, index);
        nullable
    }

    /// Adds the alternative of a choice, with the value of the property that tells it.
    pub(super) fn choose(&mut self, definitions: &Definitions<'a>, choice: &Alternatives<'a>, part: SchemaRef<'a>) {
        self.add(definitions, part);
        if let Some((property, values)) = &choice.chosen_by {
            let place = choice.parts.iter().position(|one| is_same(*one, part));
            let value = place.and_then(|place| values.get(place)?.clone());
            self.tags.retain(|(name, _)| name != property);
            self.tags.extend(value.map(|value| (*property, value)));
            return;
        }
        if let (Some(discriminator), SchemaRef::Reference(reference)) = (choice.discriminator, part) {
            let Some(index) = definitions.find(reference) else { return };
            let names = [Some(reference), hints::component(reference)];
            let mapped = discriminator.mapping.iter().find(|(_, target)| names.contains(&Some(target.as_str())));
            let tag = mapped.map(|(tag, _)| tag.clone()).or_else(|| definitions.tag_of(index, &discriminator.property_name).sent);
            self.tags.extend(tag.map(|tag| (discriminator.property_name.as_str(), tag)));
        }
    }

    /// Whether null is allowed by what is added.
    fn include(&mut self, definitions: &Definitions<'a>, slot: SchemaRef<'a>) -> bool {
        let schema = match slot {
            SchemaRef::Inline(schema) => schema,
            SchemaRef::Reference(reference) => {
                let Some(index) = definitions.find(reference).filter(|index| !self.open.contains(index)) else { return true };
                return self.add_definition(definitions, index);
            }
        };
        self.examples.extend(schema.schema_data.example.as_ref().filter(|example| !example.is_null()));
        self.defaults.extend(schema.schema_data.default.as_ref().filter(|default| !default.is_null()));
        let facets = Facets::of(schema);
        if std::mem::replace(&mut self.has_facets, true) {
            self.facets.add(facets);
        } else {
            self.facets = facets;
        }
        let discriminator = schema.schema_data.discriminator.as_ref();
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => self.include_all(definitions, all_of),
            SchemaKind::OneOf { one_of } => self.offer(one_of, discriminator),
            SchemaKind::AnyOf { any_of } => self.offer(any_of, discriminator),
            SchemaKind::Any(any) => {
                self.include_all(definitions, &any.all_of);
                self.offer(&any.one_of, discriminator);
                self.offer(&any.any_of, discriminator);
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } => {}
        }
        if let Some(found) = definitions.distinguished(schema)
            && let Some(choice) = self.choices.last_mut().filter(|choice| choice.parts.len() == found.alternatives.len())
        {
            choice.chosen_by = Some((found.property, found.alternatives.into_iter().map(|(_, tag)| tag.sent).collect()));
        }
        schema.schema_data.nullable
    }

    fn include_all(&mut self, definitions: &Definitions<'a>, parts: &'a [ReferenceOr<Schema>]) {
        for part in definitions.with_effect(parts) {
            self.include(definitions, part);
        }
    }

    fn offer(&mut self, parts: &'a [ReferenceOr<Schema>], discriminator: Option<&'a Discriminator>) {
        let parts = alternatives(parts);
        if !parts.is_empty() {
            self.choices.push(Alternatives { parts, discriminator, chosen_by: None });
        }
    }

    /// The value of the property that tells a subtype from others. The last definition is the most special one.
    fn add_tag(&mut self, definitions: &Definitions<'a>, index: usize) {
        let Some(definition) = definitions.all.get(index) else { return };
        if let Some(discriminator) = definition.discriminator().or(definition.base_discriminator) {
            let property = discriminator.property_name.as_str();
            self.tags.retain(|(name, _)| *name != property);
            self.tags.extend(definitions.tag_of(index, property).sent.map(|tag| (property, tag)));
        }
    }
}
