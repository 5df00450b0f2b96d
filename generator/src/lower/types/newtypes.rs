//! Places whose type `x-newtype` names.

use openapiv3::Schema;

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::lower::schema::newtypes::newtype_base;
use crate::lower::schema::view::{SchemaView, at};
use crate::lower::types::Types;
use crate::lower::types::draft::Lowered;

impl<'a> Types<'a> {
    /// The type that `x-newtype` names for a place. Reports where that cannot be.
    pub(super) fn newtype(&mut self, schema: &'a Schema, view: &SchemaView<'a>) -> Option<Lowered> {
        let key = self.definitions.hints_of(schema).newtype.as_deref()?;
        let reference = hints::reference(key);
        let index = self.definitions.find(&reference)?;
        let Some(own) = newtype_base(view) else {
            let message = "`x-newtype` is for strings and integers without a type of their own: the hint is left out";
            let found = Diagnostic::warning(at(schema), message);
            // What no definition is was made of the first place.
            if !self.diagnostics.contains(&found) {
                self.diagnostics.push(found);
            }
            return None;
        };
        let there = &self.definitions.all[index].at;
        let message = match self.definitions.newtype(index) {
            Some(shared) if shared == own => return Some(self.reference(&reference)),
            Some(shared) => {
                format!("`x-newtype` is shared with `{there}`, but the types differ: {} here, {} there", words(&own), words(&shared))
            }
            None => format!("`{there}` is not a string or an integer, so other places cannot have its type"),
        };
        self.diagnostics.push(Diagnostic::error(at(schema), message).help("make the places agree, or give them different names"));
        None
    }
}

fn words(base: &ir::Type) -> &'static str {
    match base {
        ir::Type::I32 => "an integer of 32 bits",
        ir::Type::U32 => "an unsigned integer of 32 bits",
        ir::Type::U64 => "an unsigned integer",
        ir::Type::I64 => "an integer",
        _ => "a string",
    }
}
