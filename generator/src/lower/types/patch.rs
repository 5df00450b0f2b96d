//! How changes are written: the hint, checked against the types that it names.

use openapiv3::Schema;

use crate::diagnostic::Diagnostic;
use crate::hints::values::ChangesHint;
use crate::ir;
use crate::lower::schema::view::at;
use crate::lower::types::Types;
use crate::lower::types::draft::DraftShape;

impl<'a> Types<'a> {
    /// How the object is made of a change to another, where a hint says so.
    pub(in crate::lower) fn changes(&mut self, schema: &'a Schema, shape: &DraftShape) -> Option<ir::Changes> {
        let ChangesHint { of, resend, merge, not_empty, keys } = self.definitions.hints_of(schema).changes.clone()?;
        let place = at(schema).push(crate::hints::CHANGES);
        let DraftShape::Struct { properties, .. } = shape else {
            self.diagnostics.push(Diagnostic::warning(place, "`x-changes` must be on an object: the hint is left out"));
            return None;
        };
        let named = resend.iter().chain(&merge).chain(&not_empty).chain(keys.iter().map(|(path, _)| path));
        let named = named.map(|path| path.split('/').next().unwrap_or_default());
        let unknown: Vec<&str> = named.filter(|name| properties.iter().all(|property| property.wire != *name)).collect();
        for name in &unknown {
            let message = format!("the object has no property `{name}`: the hint is left out");
            self.diagnostics.push(Diagnostic::warning(place.clone(), message));
        }
        let ty = self.definitions.find(&crate::hints::reference(&of)).map(|_| self.reference(&crate::hints::reference(&of)).ty);
        let Some(of @ ir::Type::Named { .. }) = ty else {
            self.diagnostics.push(Diagnostic::warning(place, format!("`{of}` is not the definition of an object: the hint is left out")));
            return None;
        };
        unknown.is_empty().then_some(ir::Changes { of, resend, merge, not_empty, keys })
    }
}
