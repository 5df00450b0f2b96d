//! Boxes large optional properties: absent, as most of them are in most responses, they cost a pointer and not their size.

use crate::ir;
use crate::lower::passes::recursion::{Target, enclose, targets};
use crate::lower::types::Types;
use crate::lower::types::draft::DraftShape;

/// More bytes than this are large: about ten strings.
const LARGE: usize = 256;

/// Boxes every optional property whose type is a large object. Recursive places are boxed already.
pub(in crate::lower) fn box_large(types: &mut Types<'_>) {
    let all: Vec<Vec<Target>> = types.drafts.iter().map(|draft| targets(types, draft)).collect();
    let mut sizes = vec![0; all.len()];
    for index in inner_first(&all) {
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
            DraftShape::Struct { .. } | DraftShape::Other(ir::Shape::Alias(_)) => taken.iter().sum::<usize>() + 8,
            DraftShape::Other(_) => taken.into_iter().max().unwrap_or(16) + 8,
        };
    }
}

/// All drafts, each after those that it contains.
fn inner_first(all: &[Vec<Target>]) -> Vec<usize> {
    let (mut order, mut seen) = (Vec::new(), vec![false; all.len()]);
    for start in 0..all.len() {
        let mut stack = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((node, next)) = stack.pop() {
            match all[node].get(next) {
                None => order.push(node),
                Some(target) => {
                    stack.push((node, next + 1));
                    if let Some(target) = target.draft.filter(|target| !std::mem::replace(&mut seen[*target], true)) {
                        stack.push((target, 0));
                    }
                }
            }
        }
    }
    order
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
