//! Who extends whom: trees of definitions that a property tells apart.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, OpenAPI, ReferenceOr, Schema};

use crate::lower::schema::definitions::{Choosing, Definition, Definitions, alternatives};
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind};
use crate::lower::schema::visit;

impl<'a> Definitions<'a> {
    /// Finds who extends the definitions that have a discriminator, and those between them.
    pub(in crate::lower) fn find_subtypes(&mut self) {
        let mut children = vec![Vec::new(); self.all.len()];
        for (index, definition) in self.all.iter().enumerate() {
            for parent in self.parents(definition.slot) {
                children[parent].push(index);
            }
        }
        for base in 0..self.all.len() {
            let Some(discriminator) = self.all[base].discriminator() else {
                continue;
            };
            self.all[base].subtypes = descendants(base, &children);
            for subtype in self.all[base].subtypes.clone() {
                let further = descendants(subtype, &children);
                let definition = &mut self.all[subtype];
                definition.is_subtype = true;
                if definition.discriminator().is_none() {
                    definition.subtypes = further;
                    definition.base_discriminator.get_or_insert(discriminator);
                }
            }
        }
    }

    /// Finds the definitions that a property chooses among the alternatives of a union. What two unions choose by different values
    /// has none.
    pub(in crate::lower) fn find_chosen(&mut self, document: &'a OpenAPI) {
        let mut found: Vec<(usize, Choosing)> = Vec::new();
        visit::schemas(document, self.hints, &mut |schema| {
            let (Some(discriminator), ViewKind::OneOf(parts)) = (&schema.schema_data.discriminator, SchemaView::of(schema).kind) else {
                return;
            };
            let otherwise = self.hints.discriminators.of(&discriminator.extensions).otherwise.as_deref();
            for part in parts {
                let ReferenceOr::Reference { reference } = part else { continue };
                let Some(index) = self.find(reference) else { continue };
                let mapped = discriminator.mapping.iter().find(|(_, to)| self.find(to) == Some(index));
                let value = mapped.map(|(value, _)| value.clone());
                let is_default = otherwise == Some(self.all[index].name);
                found.push((index, Choosing { property: discriminator.property_name.clone(), value, is_default }));
            }
        });
        for (index, choosing) in found {
            let chosen = &mut self.all[index].chosen;
            match chosen.iter_mut().find(|known| known.property == choosing.property) {
                // Where it is chosen by nothing else, nothing needs to be sent.
                Some(known) if known.value != choosing.value => known.is_default = true,
                Some(known) => known.is_default |= choosing.is_default,
                None => chosen.push(choosing),
            }
        }
    }

    /// The definitions that a definition extends.
    pub(in crate::lower) fn parents(&self, slot: SchemaRef<'a>) -> Vec<usize> {
        let SchemaRef::Inline(schema) = slot else {
            return Vec::new();
        };
        let ViewKind::AllOf(parts, _) = SchemaView::of(schema).kind else {
            return Vec::new();
        };
        let references = parts.iter().filter_map(|part| match part {
            ReferenceOr::Reference { reference } => self.find(reference),
            ReferenceOr::Item(_) => None,
        });
        references.collect()
    }
}

impl<'a> Definitions<'a> {
    /// Whether a definition extends another one, on any level.
    pub(in crate::lower) fn extends(&self, index: usize, base: usize) -> bool {
        let (mut seen, mut queue) = (BTreeSet::from([index]), vec![index]);
        while let Some(next) = queue.pop() {
            for parent in self.parents(self.all[next].slot) {
                if parent == base {
                    return true;
                }
                if seen.insert(parent) {
                    queue.push(parent);
                }
            }
        }
        false
    }

    /// The alternatives beside the properties of an object. Those that extend it are its subtypes where a property tells them apart.
    pub(in crate::lower) fn choices(&self, object: &Object<'a>) -> Vec<SchemaRef<'a>> {
        let mut choices = alternatives(object.choices);
        if choices.is_empty() {
            return choices;
        }
        let own = self.all.iter().position(|definition| definition.at.as_str() == object.at);
        if let Some(own) = own.filter(|own| self.all[*own].discriminator().is_some()) {
            choices.retain(|choice| match choice {
                SchemaRef::Reference(reference) => {
                    self.find(reference).is_none_or(|index| self.all[own].subtypes.binary_search(&index).is_err())
                }
                SchemaRef::Inline(_) => true,
            });
        }
        choices
    }

    /// The alternatives of a definition that is a union of objects. None where one of them extends it: those are its subtypes.
    pub(in crate::lower) fn choices_of(&self, index: usize) -> Option<(&'a Schema, Vec<SchemaRef<'a>>)> {
        let schema = self.resolved(self.all[index].slot, 0)?;
        let ViewKind::OneOf(parts) = SchemaView::of(schema).kind else {
            return None;
        };
        let parts = alternatives(parts);
        let extends = |slot: &SchemaRef<'a>| match slot {
            SchemaRef::Reference(reference) => self.find(reference).is_some_and(|one| one == index || self.ancestors(one).contains(&index)),
            SchemaRef::Inline(_) => self.parents(*slot).contains(&index),
        };
        let is_union = parts.iter().any(|part| self.is_object(*part)) && !parts.iter().any(extends);
        is_union.then_some((schema, parts))
    }
}

impl<'a> Definition<'a> {
    /// The property that tells the subtypes of this definition apart.
    pub(in crate::lower) fn discriminator(&self) -> Option<&'a Discriminator> {
        let SchemaRef::Inline(schema) = self.slot else {
            return None;
        };
        let alternatives = matches!(SchemaView::of(schema).kind, ViewKind::OneOf(_));
        schema.schema_data.discriminator.as_ref().filter(|_| !alternatives)
    }

    /// The property that tells apart what this definition can be, where that is more than one thing.
    pub(in crate::lower) fn variant_discriminator(&self) -> Option<&'a Discriminator> {
        self.discriminator().or(self.base_discriminator).filter(|_| !self.subtypes.is_empty())
    }
}

/// All that extend a definition, on any level; sorted.
fn descendants(base: usize, children: &[Vec<usize>]) -> Vec<usize> {
    let mut found = BTreeSet::new();
    let mut queue = children[base].clone();
    while let Some(subtype) = queue.pop() {
        if subtype != base && found.insert(subtype) {
            queue.extend(&children[subtype]);
        }
    }
    found.into_iter().collect()
}
