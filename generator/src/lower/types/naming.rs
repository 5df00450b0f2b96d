//! Who gets which name among the types: definitions, and what stands inside them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Types;
use crate::diagnostic::Diagnostic;
use crate::lower::schema::definitions::Definition;
use crate::lower::types::draft::NamePath;
use crate::names::{Case, Ident, NameScope, Styles};
use crate::pointer::Pointer;

/// Definitions that are named together: those that operations need, or all others.
#[derive(Debug, Clone, Default)]
pub(super) struct Phase {
    /// The names of the definitions.
    claimed: HashSet<String>,
    /// Names that types inside these definitions have, and that the definitions yield.
    yielded: BTreeSet<String>,
    /// Names that types inside these definitions were to have, had a definition not had them.
    renamed: BTreeSet<String>,
}

/// How far all types were made before a phase, so that it can be made again.
struct Mark {
    drafts: usize,
    diagnostics: usize,
    late: usize,
    scope: Option<NameScope>,
    bases: HashMap<usize, Ident>,
}

impl Types<'_> {
    /// Names and makes definitions. One whose name a type inside a definition has yields it: whoever adds a definition
    /// sees that one get a number, and nothing else change. Which names those are shows while the types are made, so that
    /// a phase in which a name was lost is made again.
    pub(super) fn define_phase(&mut self, indices: &[usize]) {
        self.phase = Phase::default();
        let mark = self.mark();
        // Each time round a definition has yielded the name it had, so that no more are needed.
        for _ in 0..=indices.len() {
            self.claim_names(indices);
            indices.iter().for_each(|index| self.define(*index));
            let renamed = std::mem::take(&mut self.phase.renamed);
            if renamed.is_subset(&self.phase.yielded) {
                return;
            }
            self.phase.yielded.extend(renamed);
            self.back_to(&mark, indices);
        }
        self.claim_names(indices);
        indices.iter().for_each(|index| self.define(*index));
        for name in std::mem::take(&mut self.phase.renamed) {
            let message = format!("a type inside a definition would be called `{name}` like a definition, and has another name");
            self.diagnostics.push(Diagnostic::warning(Pointer::root().push("definitions"), message).help("choose a name with `x-name`"));
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            drafts: self.drafts.len(),
            diagnostics: self.diagnostics.len(),
            late: self.late.len(),
            scope: self.spaces.first().cloned(),
            bases: self.bases.clone(),
        }
    }

    fn back_to(&mut self, mark: &Mark, indices: &[usize]) {
        for draft in self.drafts.drain(mark.drafts..) {
            if let Some(names) = self.by_name.get_mut(draft.space) {
                names.remove(&draft.name);
            }
        }
        self.diagnostics.truncate(mark.diagnostics);
        self.late.truncate(mark.late);
        if let (Some(scope), Some(before)) = (self.spaces.first_mut(), &mark.scope) {
            scope.clone_from(before);
        }
        self.bases.clone_from(&mark.bases);
        for index in indices {
            self.idents[*index] = None;
            self.done[*index] = None;
        }
    }

    /// Names definitions: first those with a name by a hint, then all that no type inside another has a name of.
    fn claim_names(&mut self, indices: &[usize]) {
        let styles = Styles::of(self.definitions.all.iter().map(Definition::preferred_name));
        self.phase.claimed.clear();
        let (hinted, others): (Vec<usize>, Vec<usize>) = indices.iter().partition(|index| self.definitions.all[**index].hinted.is_some());
        self.claim_some(hinted, &styles);
        if let Some(scope) = self.spaces.first_mut() {
            scope.hold(self.phase.yielded.iter());
        }
        self.claim_some(others, &styles);
    }

    fn claim_some(&mut self, mut indices: Vec<usize>, styles: &Styles) {
        indices.sort_unstable();
        let preferred: Vec<&str> = indices.iter().map(|index| self.definitions.all[*index].preferred_name()).collect();
        let Some(scope) = self.spaces.first_mut() else {
            return;
        };
        let naturals: Vec<_> = preferred.iter().map(|name| scope.natural(name, Case::Camel)).collect();
        let idents = scope.claim_among(&preferred, Case::Camel, styles);
        self.phase.claimed.extend(idents.iter().map(|ident| ident.as_str().to_owned()));
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
    pub(in crate::lower) fn claim(&mut self, name_path: &NamePath) -> Ident {
        let Some(scope) = self.spaces.get_mut(name_path.space) else {
            return NameScope::default().claim(&name_path.name, Case::Camel);
        };
        let ident = scope.claim(&name_path.name, Case::Camel);
        let natural = scope.natural(&name_path.name, Case::Camel);
        if name_path.space == 0 && ident.as_str() != natural && self.phase.claimed.contains(&natural) {
            self.phase.renamed.insert(natural);
        }
        ident
    }
}
