//! The schemas that free-form JSON stands for.

use std::collections::HashSet;

use openapiv3::Schema;
use serde_json::Value;

use crate::hints;
use crate::ir;
use crate::lower::types::Types;
use crate::lower::types::draft::{AdditionalType, Draft, DraftShape};
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Notes whether free-form JSON stands for a schema. What is made last decides: the alternatives of several types have the
    /// place of the whole.
    pub(super) fn note_free(&mut self, schema: &'a Schema, ty: &ir::Type) {
        let at = schema.schema_data.extensions.get(hints::AT).and_then(Value::as_str).unwrap_or_default();
        let is_free = |ty: &ir::Type| *ty == ir::Type::Json;
        if is_free(ty) || matches!(ty, ir::Type::Map(values) if is_free(values)) {
            self.free.insert(at);
        } else if !self.free.is_empty() {
            self.free.remove(at);
        }
    }

    /// The places of the schemas of which nothing but free-form JSON is left, sorted: also of objects without any property.
    pub(in crate::lower) fn free(&self) -> Vec<Pointer> {
        let is_untyped = |rest: &Option<AdditionalType>| rest.as_ref().is_none_or(|rest| rest.ty == ir::Type::Json);
        let is_empty = |shape: &DraftShape| match shape {
            DraftShape::Struct { properties, rest, .. } => properties.is_empty() && is_untyped(rest),
            DraftShape::Other(_) => false,
        };
        let (empty, others): (Vec<&Draft>, Vec<&Draft>) = self.drafts.iter().partition(|draft| is_empty(&draft.shape));
        let others: HashSet<&Pointer> = others.into_iter().map(|draft| &draft.at).collect();
        let empty = empty.into_iter().map(|draft| &draft.at).filter(|at| !others.contains(at)).cloned();
        let mut all: Vec<Pointer> = self.free.iter().filter_map(|at| Pointer::parse(at)).chain(empty).collect();
        all.sort();
        all.dedup();
        all
    }
}
