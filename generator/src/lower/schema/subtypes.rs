//! Who extends whom: trees of definitions that a member tells apart.

use std::collections::BTreeSet;

use crate::lower::schema::definitions::{Definition, Definitions};
use crate::lower::schema::view::{Seen, Slot, View};

use openapiv3::{Discriminator, ReferenceOr};

impl<'a> Definitions<'a> {
    /// Finds who extends the definitions that have a discriminator, and those between them.
    pub(in crate::lower) fn find_heirs(&mut self) {
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
            self.all[base].heirs = descendants(base, &children);
            for heir in self.all[base].heirs.clone() {
                let heir_heirs = descendants(heir, &children);
                let definition = &mut self.all[heir];
                definition.is_heir = true;
                if definition.discriminator().is_none() {
                    definition.heirs = heir_heirs;
                    definition.inherited.get_or_insert(discriminator);
                }
            }
        }
    }

    /// The definitions that a definition extends.
    pub(in crate::lower) fn parents(&self, slot: Slot<'a>) -> Vec<usize> {
        let Slot::Inline(schema) = slot else {
            return Vec::new();
        };
        let View::AllOf(parts, _) = Seen::of(schema).view else {
            return Vec::new();
        };
        let references = parts.iter().filter_map(|part| match part {
            ReferenceOr::Reference { reference } => self.find(reference),
            ReferenceOr::Item(_) => None,
        });
        references.collect()
    }
}

impl<'a> Definition<'a> {
    /// The member that tells the heirs of this definition apart.
    pub(in crate::lower) fn discriminator(&self) -> Option<&'a Discriminator> {
        let Slot::Inline(schema) = self.slot else {
            return None;
        };
        let alternatives = matches!(Seen::of(schema).view, View::OneOf(_));
        schema.schema_data.discriminator.as_ref().filter(|_| !alternatives)
    }

    /// The member that tells apart what this definition can be, where that is more than one thing.
    pub(in crate::lower) fn tree(&self) -> Option<&'a Discriminator> {
        self.discriminator().or(self.inherited).filter(|_| !self.heirs.is_empty())
    }
}

/// All that extend a definition, on any level; sorted.
fn descendants(base: usize, children: &[Vec<usize>]) -> Vec<usize> {
    let mut found = BTreeSet::new();
    let mut queue = children[base].clone();
    while let Some(heir) = queue.pop() {
        if heir != base && found.insert(heir) {
            queue.extend(&children[heir]);
        }
    }
    found.into_iter().collect()
}
