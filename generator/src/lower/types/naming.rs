//! Who gets which name among the types: definitions, and what stands inside them.

use std::collections::{BTreeSet, HashSet};

use super::Types;
use crate::diagnostic::Diagnostic;
use crate::lower::schema::definitions::Definition;
use crate::lower::types::draft::Spot;
use crate::names::{Case, Ident, Scope, Styles};

/// Names that types inside definitions have, and definitions may not: of those that operations need, and of the others.
#[derive(Debug, Clone, Default)]
pub(in crate::lower) struct Held([BTreeSet<String>; 2]);

impl Held {
    fn of(&mut self, reached: bool) -> &mut BTreeSet<String> {
        &mut self.0[usize::from(reached)]
    }

    /// Adds the names of another, and tells whether there were new ones.
    pub(in crate::lower) fn add(&mut self, other: &Self) -> bool {
        let count = |held: &Self| held.0.iter().map(BTreeSet::len).sum::<usize>();
        let before = count(self);
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| own.extend(other.iter().cloned()));
        count(self) > before
    }
}

impl Types<'_> {
    /// Names the definitions: first those with a name by a hint, then all that no type inside another has a name of.
    pub(super) fn claim_names(&mut self, reached: bool) {
        let styles = Styles::of(self.definitions.all.iter().map(Definition::wish));
        self.named = (HashSet::new(), reached);
        self.claim_some(|one| one.reached == reached && one.is_hinted(), &styles);
        if let Some(scope) = self.spaces.first_mut() {
            scope.hold(self.held.of(reached).iter());
        }
        self.claim_some(|one| one.reached == reached && !one.is_hinted(), &styles);
    }

    fn claim_some(&mut self, which: impl Fn(&Definition<'_>) -> bool, styles: &Styles) {
        let all = self.definitions.all.iter().enumerate();
        let (indices, wishes): (Vec<_>, Vec<_>) = all.filter(|(_, one)| which(one)).map(|(index, one)| (index, one.wish())).unzip();
        let Some(scope) = self.spaces.first_mut() else {
            return;
        };
        let naturals: Vec<_> = wishes.iter().map(|wish| scope.natural(wish, Case::Camel)).collect();
        let idents = scope.claim_among(&wishes, Case::Camel, styles);
        self.named.0.extend(idents.iter().map(|ident| ident.as_str().to_owned()));
        for ((index, natural), ident) in indices.into_iter().zip(naturals).zip(idents) {
            if ident.as_str() != natural {
                let definition = &self.definitions.all[index];
                let message =
                    format!("`{}` would be named `{natural}` like another type, and becomes `{}`", definition.name, ident.as_str());
                self.diagnostics.push(Diagnostic::warning(definition.at.clone(), message).help("choose a name with `x-name`"));
            }
            self.idents[index] = Some(ident);
        }
    }

    /// Claims the name of a type that the document does not name.
    pub(in crate::lower) fn claim(&mut self, spot: &Spot) -> Ident {
        let Some(scope) = self.spaces.get_mut(spot.space) else {
            return Scope::default().claim(&spot.name, Case::Camel);
        };
        let ident = scope.claim(&spot.name, Case::Camel);
        let natural = scope.natural(&spot.name, Case::Camel);
        let (names, reached) = &self.named;
        if spot.space == 0 && ident.as_str() != natural && names.contains(&natural) {
            self.lost.of(*reached).insert(natural);
        }
        ident
    }
}
