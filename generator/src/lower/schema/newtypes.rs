//! Which definitions are strings and integers with a type of their own, as `x-newtype` says.

use crate::ir;
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};

impl Definitions<'_> {
    /// What a definition is a newtype of, where it is one.
    pub(in crate::lower) fn newtype(&self, index: usize) -> Option<ir::Type> {
        let definition = self.all.get(index)?;
        let SchemaRef::Inline(schema) = definition.slot else { return None };
        let is_own = self.hints_of(schema).newtype.as_deref() == Some(definition.name);
        if is_own { newtype_base(&SchemaView::of(schema)) } else { None }
    }
}

/// The type of a plain string or integer: what a newtype can be of.
pub(in crate::lower) fn newtype_base(view: &SchemaView<'_>) -> Option<ir::Type> {
    match &view.kind {
        ViewKind::Scalar(ty @ (ir::Type::String | ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64)) => Some(ty.clone()),
        _ => None,
    }
}
