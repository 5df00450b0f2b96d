//! Who gets which name among the types: definitions first, and then what stands inside them.

use super::Types;
use crate::diagnostic::Diagnostic;
use crate::lower::schema::definitions::NameOrigin;
use crate::lower::types::draft::NamePath;
use crate::names::{Case, Ident, NameScope, Styles};
use crate::pointer::Pointer;

impl Types<'_> {
    /// Names all definitions, before anything that is named after something else. Those that no operation needs come after the
    /// others, so that adding one renames none; and last those whose names are derived.
    pub(super) fn name_definitions(&mut self) {
        let styles = Styles::of(self.definitions.all.iter().map(|definition| definition.preferred_name.as_ref()));
        let (own, derived) = ([NameOrigin::Hint, NameOrigin::Document], [NameOrigin::Derived]);
        for origins in [own.as_slice(), derived.as_slice()] {
            for (reached, origin) in [true, false].into_iter().flat_map(|reached| origins.iter().map(move |origin| (reached, *origin))) {
                let all = self.definitions.all.iter().enumerate();
                let some = all.filter(|(_, definition)| definition.reached == reached && definition.name_origin == origin);
                let indices: Vec<usize> = some.map(|(index, _)| index).collect();
                self.claim_some(&indices, &styles);
            }
        }
        self.of_definitions = self.idents.iter().flatten().map(|ident| ident.as_str().to_owned()).collect();
    }

    fn claim_some(&mut self, indices: &[usize], styles: &Styles) {
        let preferred: Vec<&str> = indices.iter().map(|index| self.definitions.all[*index].preferred_name.as_ref()).collect();
        let Some(scope) = self.spaces.first_mut() else {
            return;
        };
        let naturals: Vec<_> = preferred.iter().map(|name| scope.natural(name, Case::Camel)).collect();
        let idents = scope.claim_among(&preferred, Case::Camel, styles);
        for ((index, natural), ident) in indices.iter().copied().zip(naturals).zip(idents) {
            if ident.as_str() != natural {
                let definition = &self.definitions.all[index];
                let message =
                    format!("`{}` would be named `{natural}` like another type, and becomes `{}`", definition.name, ident.as_str());
                self.diagnostics.push(Diagnostic::warning(definition.at.clone(), message).help("choose a name with `x-name`"));
            }
            self.idents[index] = Some(ident);
        }
    }

    /// Claims the name of a type that the document does not name; `at` is where it stands. A definition of that name keeps it.
    pub(in crate::lower) fn claim(&mut self, name_path: &NamePath, at: &Pointer) -> Ident {
        let Some(scope) = self.spaces.get_mut(name_path.space) else {
            return NameScope::default().claim(&name_path.name, Case::Camel);
        };
        let natural = scope.natural(&name_path.name, Case::Camel);
        let ident = scope.claim_natural(natural.clone(), Case::Camel);
        if name_path.space == 0 && ident.as_str() != natural && self.of_definitions.contains(&natural) {
            let message = format!("the type of this place would be named `{natural}` like a definition, and becomes `{}`", ident.as_str());
            self.diagnostics.push(Diagnostic::warning(at.clone(), message).help("choose a name with `x-name`"));
        }
        ident
    }
}
