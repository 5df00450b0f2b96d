//! Definitions without a value of the property that tells them apart.

use crate::diagnostic::Diagnostic;
use crate::lower::schema::tags::Tag;
use crate::lower::types::Types;

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
}
