//! Unions: one of several types, distinguished by a tag where the document names one.

use std::collections::HashMap;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::hints;
use crate::ir;
use crate::lower::schema::definitions::alternatives;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::Types;
use crate::lower::types::draft::{DraftShape, Lowered, NamePath};
use crate::names::{Case, Ident, NameScope, Reserved};

/// An alternative, before it has a name.
struct Alternative<'a> {
    slot: SchemaRef<'a>,
    name: String,
    ty: ir::Type,
    constraints: ir::Constraints,
}

/// An alternative that values of a property choose, before it has a name.
pub(super) struct TaggedAlternative {
    pub name: String,
    pub wire: Vec<String>,
    /// The values that the property lists there, which choose it where no other alternative lists them.
    pub listed: Vec<String>,
    pub ty: ir::Type,
    pub constraints: ir::Constraints,
}

impl<'a> Types<'a> {
    /// The union of a schema's alternatives.
    pub(in crate::lower) fn union(&mut self, schema: &'a Schema, parts: &'a [ReferenceOr<Schema>], name_path: &NamePath) -> DraftShape {
        let mut found: Vec<Alternative<'a>> = Vec::new();
        for slot in alternatives(parts) {
            let hinted = self.declared_name(slot);
            let word = hinted.clone().unwrap_or_else(|| self.kind(slot).to_owned());
            let Lowered { ty, .. } = self.lower(slot, &name_path.part(self.definitions.hinted(slot), &word));
            let name = hinted.unwrap_or_else(|| match (slot, &ty) {
                (SchemaRef::Inline(_), ir::Type::Named { .. }) => word,
                _ => name_of(&ty),
            });
            match found.iter_mut().find(|one| one.ty == ty) {
                // What one of them refuses, the other may allow.
                Some(same) => same.constraints = ir::Constraints::default(),
                None => found.push(Alternative { slot, name, ty, constraints: self.definitions.constraints(slot) }),
            }
        }
        match &schema.schema_data.discriminator {
            Some(discriminator) => self.tagged(schema, discriminator, &found),
            None => self.untagged_or_by_flag(&found),
        }
    }

    /// Alternatives without a discriminator: chosen by a boolean that each has its own of, or by trying.
    fn untagged_or_by_flag(&self, found: &[Alternative<'a>]) -> DraftShape {
        let slots: Vec<SchemaRef<'a>> = found.iter().map(|one| one.slot).collect();
        let Some((name, values)) = self.definitions.distinct_flag(&slots) else {
            return untagged(found);
        };
        let tags = found.iter().zip(values).map(|(one, value)| TaggedAlternative {
            name: one.name.clone(),
            wire: vec![value],
            listed: Vec::new(),
            ty: one.ty.clone(),
            constraints: one.constraints.clone(),
        });
        tagged(&name, tags.collect())
    }

    /// The name that the document gives an alternative: its `x-name`, a title that is a name, or its `x-newtype`.
    pub(in crate::lower) fn declared_name(&self, slot: SchemaRef<'a>) -> Option<String> {
        let SchemaRef::Inline(schema) = slot else {
            return None;
        };
        let title = schema.schema_data.title.as_deref().filter(|title| {
            let words = title.split_whitespace().count();
            (1..=3).contains(&words) && title.chars().all(|c| c.is_alphanumeric() || c == ' ')
        });
        let newtype = self.definitions.hints_of(schema).newtype.as_deref();
        self.definitions.hinted(slot).or(title).or(newtype).map(str::to_owned)
    }

    /// A word for an alternative that nobody named.
    fn kind(&self, slot: SchemaRef<'a>) -> &'static str {
        let SchemaRef::Inline(schema) = slot else {
            return "value";
        };
        match SchemaView::of(schema).kind {
            ViewKind::Object(_) | ViewKind::AllOf(..) => "object",
            ViewKind::StringEnum(_) => "string",
            ViewKind::IntegerEnum(_) => "integer",
            // No other list has a type of its own.
            ViewKind::List(_) => "tuple",
            _ => "value",
        }
    }

    /// Alternatives that a property tells apart.
    fn tagged(&mut self, schema: &'a Schema, discriminator: &Discriminator, found: &[Alternative<'a>]) -> DraftShape {
        let mut tags = Vec::new();
        for alternative in found {
            let SchemaRef::Reference(reference) = alternative.slot else {
                self.warn(schema, "an alternative without a name has no tag: they are distinguished by trying");
                return untagged(found);
            };
            let own = self.definitions.find(reference);
            let mapped = discriminator.mapping.iter().filter(|(_, to)| self.definitions.find(to) == own && own.is_some());
            let mut wire: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
            if wire.is_empty() {
                wire = own.map(|own| self.tags(own, &discriminator.property_name)).unwrap_or_default();
            } else {
                // A name of its own stands for it as well, unless it is mapped to another.
                let named = own.map(|own| self.definitions.tag_of(own, &discriminator.property_name).read).unwrap_or_default();
                wire.extend(named.into_iter().filter(|name| !discriminator.mapping.contains_key(name)));
            }
            let Alternative { name, ty, constraints, .. } = alternative;
            let listed = own.map(|own| self.definitions.listed_tags(own, &discriminator.property_name)).unwrap_or_default();
            tags.push(TaggedAlternative { name: name.clone(), wire, listed, ty: ty.clone(), constraints: constraints.clone() });
        }
        self.warn_of_others(schema, discriminator, found);
        let otherwise = self.definitions.hints.discriminators.of(&discriminator.extensions).otherwise.as_deref();
        let otherwise = otherwise.and_then(|name| self.definitions.find(&hints::reference(name)));
        let is_default = |alternative: &Alternative<'_>| match alternative.slot {
            SchemaRef::Reference(reference) => otherwise.is_some() && self.definitions.find(reference) == otherwise,
            SchemaRef::Inline(_) => false,
        };
        let place = found.iter().position(is_default);
        if otherwise.is_some() && place.is_none() {
            self.warn(schema, "the default of the discriminator is none of the alternatives: it has no effect");
        }
        let mut shape = tagged(&discriminator.property_name, tags);
        if let (DraftShape::Other(ir::Shape::Tagged { variants, otherwise, .. }), Some(place)) = (&mut shape, place) {
            *otherwise = variants.get(place).map(|variant| variant.name.clone());
        }
        shape
    }

    /// Reports values that stand for schemas which are none of the alternatives.
    fn warn_of_others(&mut self, schema: &'a Schema, discriminator: &Discriminator, found: &[Alternative<'a>]) {
        for (value, to) in &discriminator.mapping {
            let target = self.definitions.find(to);
            let is_one =
                found.iter().any(|one| matches!(one.slot, SchemaRef::Reference(reference) if self.definitions.find(reference) == target));
            if !is_one {
                let name = hints::component(to).unwrap_or(to);
                self.warn(schema, format!("`{value}` stands for `{name}`, which is none of the alternatives: it has no effect"));
            }
        }
    }

    /// The values that choose an alternative. Says where there are none.
    fn tags(&mut self, index: usize, property: &str) -> Vec<String> {
        let tag = self.definitions.tag_of(index, property);
        self.warn_without_tag(index, property, &tag);
        tag.read
    }

    /// A definition whose subtypes a property tells apart: one of those that extend it, or itself. Below the first of a tree
    /// an object with a tag that is not known is one of its own all the same.
    pub(in crate::lower) fn tagged_base(&mut self, index: usize, discriminator: &Discriminator) -> DraftShape {
        let tag = discriminator.property_name.clone();
        let own = &self.definitions.all[index];
        let (inner, subtypes) = (own.is_subtype, own.subtypes.clone());
        let (mut tags, mut places) = (Vec::new(), Vec::new());
        for one in [index].into_iter().chain(subtypes) {
            let definition = &self.definitions.all[one];
            // What is distinguished by the same property is distinguished here.
            let name = match definition.variant_discriminator() {
                Some(tree) if tree.property_name == tag => self.base_ident(one),
                _ => self.ident(one),
            };
            if let Some(name) = name {
                let ty = ir::Type::Named { name, home: ir::Home::Types };
                let wire = self.definitions.tag_under(one, discriminator).read;
                let definition = &self.definitions.all[one];
                let (name, constraints) = (definition.preferred_name.to_string(), self.definitions.constraints(definition.slot));
                let listed = self.definitions.listed_tags(one, &tag);
                tags.push(TaggedAlternative { name, wire, listed, ty, constraints });
                places.push(one);
            }
        }
        let default = self.definitions.hints.discriminators.of(&discriminator.extensions).otherwise.as_deref();
        let default = default.and_then(|name| self.definitions.find(&hints::reference(name)));
        let default = default.and_then(|default| places.iter().position(|place| *place == default)).or(inner.then_some(0));
        let mut shape = tagged(&tag, tags);
        if let DraftShape::Other(ir::Shape::Tagged { variants, otherwise, .. }) = &mut shape {
            *otherwise = default.and_then(|place| variants.get(place)).map(|variant| variant.name.clone());
        }
        shape
    }

    /// The name of the object that a definition with subtypes is by itself.
    pub(in crate::lower) fn base_ident(&mut self, index: usize) -> Option<Ident> {
        if let Some(known) = self.bases.get(&index) {
            return Some(known.clone());
        }
        let name_path = NamePath::new(0, self.ident(index)?.as_str()).child("base");
        let at = self.definitions.all[index].at.clone();
        let name = self.claim(&name_path, &at);
        self.bases.insert(index, name.clone());
        Some(name)
    }
}

fn untagged(found: &[Alternative<'_>]) -> DraftShape {
    if let [one] = found {
        return DraftShape::Other(ir::Shape::Alias(one.ty.clone()));
    }
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    let idents = NameScope::new(Reserved::Variants).claim_all(&names, Case::Camel);
    let variants = idents.into_iter().zip(found);
    let variants = variants.map(|(name, one)| ir::UnionVariant {
        name,
        ty: one.ty.clone(),
        constraints: one.constraints.clone(),
        from: ir::Conversion::None,
    });
    DraftShape::Other(ir::Shape::Union(variants.collect()))
}

pub(super) fn tagged(tag: &str, mut tags: Vec<TaggedAlternative>) -> DraftShape {
    let owners = owners(&tags);
    for (index, one) in tags.iter_mut().enumerate() {
        one.wire.retain(|value| owners.get(value) == Some(&index));
    }
    let mut listing: HashMap<String, usize> = HashMap::new();
    tags.iter().flat_map(|one| &one.listed).for_each(|value| *listing.entry(value.clone()).or_default() += 1);
    for one in &mut tags {
        let listed = std::mem::take(&mut one.listed).into_iter();
        one.wire.extend(listed.filter(|value| !owners.contains_key(value) && listing.get(value) == Some(&1)));
    }
    let names: Vec<&str> = tags.iter().map(|one| one.name.as_str()).collect();
    let idents = NameScope::new(Reserved::Variants).claim_all(&names, Case::Camel);
    let variants = idents.into_iter().zip(tags).map(|(name, TaggedAlternative { wire, ty, constraints, .. })| ir::TaggedVariant {
        name,
        wire,
        ty,
        constraints,
        from: ir::Conversion::None,
    });
    DraftShape::Other(ir::Shape::Tagged { tag: tag.to_owned(), variants: variants.collect(), otherwise: None })
}

/// Which alternative each value chooses: one whose own value it is comes before one that is only named so.
fn owners(tags: &[TaggedAlternative]) -> HashMap<String, usize> {
    let mut owners = HashMap::new();
    let longest = tags.iter().map(|one| one.wire.len()).max().unwrap_or_default();
    for place in 0..longest {
        for (index, one) in tags.iter().enumerate() {
            if let Some(value) = one.wire.get(place) {
                owners.entry(value.clone()).or_insert(index);
            }
        }
    }
    owners
}

/// The name of an alternative that is only known by its type.
pub(in crate::lower) fn name_of(ty: &ir::Type) -> String {
    match ty {
        ir::Type::Bool => "Bool".into(),
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => "Integer".into(),
        ir::Type::F32 | ir::Type::F64 | ir::Type::JsonNumber => "Number".into(),
        ir::Type::QuotedI64 | ir::Type::QuotedU64 => "String".into(),
        ir::Type::String => "String".into(),
        ir::Type::Bytes | ir::Type::BytesUrl => "Bytes".into(),
        ir::Type::Timestamp | ir::Type::HttpDate | ir::Type::UnixTime => "Timestamp".into(),
        ir::Type::Duration => "Duration".into(),
        ir::Type::Secret => "Secret".into(),
        ir::Type::Date => "Date".into(),
        ir::Type::File => "File".into(),
        ir::Type::Json => "Any".into(),
        ir::Type::List(item) => format!("{}List", name_of(item)),
        ir::Type::Map(value) => format!("{}Map", name_of(value)),
        ir::Type::Boxed(inner) | ir::Type::Nullable(inner) => name_of(inner),
        ir::Type::Named { name, .. } => name.as_str().to_owned(),
        ir::Type::Own(own) => own.last_name().to_owned(),
    }
}
