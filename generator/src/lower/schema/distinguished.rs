//! Alternatives beside the properties of an object of which a property chooses one: by a discriminator, or because each allows one
//! value of it that no other does.

use openapiv3::{Discriminator, Schema};

use crate::hints;
use crate::lower::schema::definitions::{Definitions, alternatives};
use crate::lower::schema::tags::Tag;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at, inline, only_value};

/// Alternatives that a property chooses among.
pub(in crate::lower) struct Distinguished<'a> {
    /// The property.
    pub property: &'a str,
    /// Where the object stands beside whose properties they are.
    pub at: &'a str,
    /// The definition that the schema is.
    pub definition: Option<usize>,
    pub alternatives: Vec<(SchemaRef<'a>, Tag)>,
    /// The one of them that is chosen where no value does.
    pub otherwise: Option<usize>,
}

impl<'a> Definitions<'a> {
    /// The alternatives beside the properties of a schema, where a property chooses one of them. None where they belong to a tree of
    /// definitions that extend one another: those are its subtypes.
    pub(in crate::lower) fn distinguished(&self, schema: &'a Schema) -> Option<Distinguished<'a>> {
        let object = beside(schema)?;
        let parts = alternatives(object.choices);
        if parts.len() < 2 || !parts.iter().all(|part| self.is_object(*part)) {
            return None;
        }
        let place = at(schema);
        let definition = self.all.iter().position(|definition| definition.at == place);
        if definition.is_some_and(|index| self.is_of_a_tree(index, &parts)) {
            return None;
        }
        let whole = SchemaRef::Inline(schema);
        let (property, tags, otherwise) = match &schema.schema_data.discriminator {
            Some(discriminator) => {
                let tags = parts.iter().map(|part| self.tag_beside(whole, *part, discriminator)).collect::<Option<Vec<_>>>()?;
                let otherwise = self.hints.discriminators.of(&discriminator.extensions).otherwise.as_deref();
                let otherwise = otherwise.and_then(|name| self.find(&hints::reference(name)));
                let is_default = |part: &SchemaRef<'a>| otherwise.is_some() && self.index_of(*part) == otherwise;
                (discriminator.property_name.as_str(), tags, parts.iter().position(is_default))
            }
            None => {
                let (property, values) = self.distinct_value(whole, &parts)?;
                let tags = values.into_iter().map(|value| Tag { sent: Some(value.clone()), read: vec![value] });
                (property, tags.collect(), None)
            }
        };
        let mut seen: Vec<&String> = Vec::new();
        for value in tags.iter().flat_map(|tag| &tag.read) {
            if seen.contains(&value) {
                return None;
            }
            seen.push(value);
        }
        let alternatives = parts.into_iter().zip(tags).collect();
        Some(Distinguished { property, at: object.at, definition, alternatives, otherwise })
    }

    /// Whether a definition, or one of the alternatives beside its properties, extends or is extended where a property tells apart who.
    fn is_of_a_tree(&self, own: usize, parts: &[SchemaRef<'a>]) -> bool {
        let definition = &self.all[own];
        let extends = |part: &SchemaRef<'a>| self.index_of(*part).is_some_and(|index| index == own || self.ancestors(index).contains(&own));
        definition.is_subtype || !definition.subtypes.is_empty() || parts.iter().any(extends)
    }

    fn index_of(&self, slot: SchemaRef<'a>) -> Option<usize> {
        match slot {
            SchemaRef::Reference(reference) => self.find(reference),
            SchemaRef::Inline(_) => None,
        }
    }

    /// The value of a discriminator beside alternatives that chooses one of them: what is mapped to it, its own, or its name.
    fn tag_beside(&self, whole: SchemaRef<'a>, part: SchemaRef<'a>, discriminator: &Discriminator) -> Option<Tag> {
        let property = discriminator.property_name.as_str();
        let Some(index) = self.index_of(part) else {
            let value = self.value_of(part, property)?;
            return Some(Tag { sent: Some(value.clone()), read: vec![value] });
        };
        let own = self.tag_beside_properties(whole, index, property);
        let mapped = discriminator.mapping.iter().filter(|(_, to)| self.find(to) == Some(index)).map(|(value, _)| value.clone());
        let mut read: Vec<String> = mapped.collect();
        let sent = read.iter().find_map(|value| self.mapped_tag_beside(whole, index, property, value)).or(own.sent);
        for value in own.read {
            if !discriminator.mapping.contains_key(&value) && !read.contains(&value) {
                read.push(value);
            }
        }
        Some(Tag { sent: Some(sent?), read })
    }

    /// The property that is always there and of which each alternative allows one value, no two the same, with these values in the
    /// order of the alternatives.
    fn distinct_value(&self, whole: SchemaRef<'a>, parts: &[SchemaRef<'a>]) -> Option<(&'a str, Vec<String>)> {
        let required = |slot: SchemaRef<'a>| {
            let mut names = Vec::new();
            self.required_of(slot, &mut names, 0);
            names
        };
        let always = required(whole);
        let of_parts: Vec<Vec<&'a str>> = parts.iter().map(|part| required(*part)).collect();
        let mut names = always.iter().chain(of_parts.first()?).copied();
        names.find_map(|name| {
            let mut values = Vec::with_capacity(parts.len());
            for (part, required) in parts.iter().zip(&of_parts) {
                let is_required = always.contains(&name) || required.contains(&name);
                values.push(self.value_of(*part, name).filter(|value| is_required && !values.contains(value))?);
            }
            Some((name, values))
        })
    }

    /// The one value that an object allows for a property, as text.
    fn value_of(&self, slot: SchemaRef<'a>, property: &str) -> Option<String> {
        only_value(self.resolved(self.property_of(slot, property, 0)?, 0)?)
    }
}

/// The object beside whose properties a schema has alternatives: itself, or what an `allOf` has beside its parts.
fn beside(schema: &Schema) -> Option<Object<'_>> {
    let has_choices = |object: &Object<'_>| object.choices.len() > 1;
    match SchemaView::of(schema).kind {
        ViewKind::Object(object) => Some(object).filter(has_choices),
        ViewKind::AllOf(_, Some(object)) => Some(object).filter(has_choices),
        ViewKind::AllOf(parts, None) => match SchemaView::of(inline(parts.last().map(SchemaRef::from))?).kind {
            ViewKind::Object(object) if Some(object.at) == schema.schema_data.extensions.get(hints::AT)?.as_str() => {
                Some(object).filter(has_choices)
            }
            _ => None,
        },
        _ => None,
    }
}
