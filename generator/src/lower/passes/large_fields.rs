//! Boxes large optional properties: absent, as most of them are in most responses, they cost a pointer and not their size.

use crate::ir;
use crate::lower::graph::needed_first;
use crate::lower::passes::recursion::{Target, enclose, targets};
use crate::lower::types::Types;
use crate::lower::types::draft::DraftShape;

/// More bytes than this are large: about ten strings.
const LARGE: usize = 256;

/// Boxes every optional property whose type is a large object. Recursive places are boxed already.
pub(in crate::lower) fn box_large(types: &mut Types<'_>) {
    let all: Vec<Vec<Target>> = types.drafts.iter().map(|draft| targets(types, draft)).collect();
    let mut sizes = vec![0; all.len()];
    for index in needed_first(all.len(), 0..all.len(), |index| all[index].iter().filter_map(|target| target.draft).collect()) {
        let Some(draft) = types.drafts.get_mut(index) else {
            continue;
        };
        let is_object = matches!(draft.shape, DraftShape::Struct { .. });
        let mut taken = Vec::new();
        for (ty, target) in draft.shape.types_mut().into_iter().zip(&all[index]) {
            let size = target.draft.map_or_else(|| size(ty), |draft| sizes[draft]);
            if is_object && !target.required && matches!(ty, ir::Type::Named { .. }) && size > LARGE {
                enclose(ty);
            }
            taken.push(if matches!(ty, ir::Type::Boxed(_)) { 8 } else { size });
        }
        sizes[index] = match &draft.shape {
            DraftShape::Struct { .. } | DraftShape::Other(ir::Shape::Alias(_) | ir::Shape::Tuple(_)) => taken.iter().sum::<usize>() + 8,
            DraftShape::Other(_) => taken.into_iter().max().unwrap_or(16) + 8,
        };
    }
}

/// The bytes of an optional value, about.
fn size(ty: &ir::Type) -> usize {
    match ty {
        ir::Type::Bool => 1,
        ir::Type::I32 | ir::Type::U32 | ir::Type::F32 | ir::Type::Boxed(_) => 8,
        ir::Type::I64 | ir::Type::U64 | ir::Type::F64 => 16,
        ir::Type::Nullable(inner) => size(inner),
        _ => 24,
    }
}
