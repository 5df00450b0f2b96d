//! The properties that tell definitions apart: enums that narrow them, and definitions without a value of them.

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::lower::schema::tags::Tag;
use crate::lower::types::Types;
use crate::lower::types::draft::DraftShape;
use crate::lower::types::enums;

impl Types<'_> {
    /// Says that a definition has no value of a discriminator, and what that means.
    pub(in crate::lower) fn warn_without_tag(&mut self, index: usize, property: &str, tag: &Tag) {
        if tag.sent.is_some() {
            return;
        }
        let definition = &self.definitions.all[index];
        let what = self.definitions.tag_name(definition.slot, property);
        let lost = if tag.read.is_empty() { "it is not recognized when it is read, and " } else { "" };
        let message = format!(
            "`{}` has no value of the discriminator `{property}` ({what}): {lost}whoever sends it gives the value",
            definition.name
        );
        let found = Diagnostic::warning(definition.at.clone(), message).help("say the value with `x-discriminator-value`");
        if !self.diagnostics.contains(&found) {
            self.diagnostics.push(found);
        }
    }

    /// Whether a type is an enum all of whose values another type has as well.
    pub(in crate::lower) fn narrows(&self, ty: &ir::Type, other: &ir::Type, space: usize) -> bool {
        let shape = |ty| match self.shape_of(ty, space) {
            Some(DraftShape::Other(shape)) => Some(shape),
            _ => None,
        };
        shape(ty).is_some_and(|listed| enums::narrows(listed, other, shape(other)))
    }
}
