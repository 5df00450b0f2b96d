//! The alternatives of unions, errors and responses by status: what lies in a `Box`, and what becomes a union by itself.

use crate::ir;
use crate::lower::passes::recursion::enclose;
use crate::lower::types::Types;
use crate::lower::types::draft::DraftShape;

/// Puts objects into boxes, so that a union is no larger than its smaller alternatives need.
pub(in crate::lower) fn box_objects(types: &mut Types<'_>) {
    let is_object = |ty: &ir::Type, space: usize| {
        let (resolved, space) = resolve(types, ty, space);
        types.draft(resolved, space).is_some_and(|draft| matches!(types.drafts[draft].shape, DraftShape::Struct { .. }))
    };
    let boxed: Vec<Vec<bool>> = types
        .drafts
        .iter()
        .map(|draft| match &draft.shape {
            DraftShape::Other(ir::Shape::Union(_) | ir::Shape::Tagged { .. } | ir::Shape::Failures { .. } | ir::Shape::ByStatus(_)) => {
                draft.shape.types().into_iter().map(|ty| is_object(ty, draft.space)).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    for (draft, boxed) in types.drafts.iter_mut().zip(boxed) {
        for (ty, _) in draft.shape.types_mut().into_iter().zip(boxed).filter(|(_, boxed)| *boxed) {
            enclose(ty);
        }
    }
}

/// Lets each alternative of a union that is sent become the union, unless an earlier one of the same type does.
pub(in crate::lower) fn convert(types: &mut Types<'_>, sent: &[bool]) {
    let all: Vec<Vec<ir::Conversion>> = types
        .drafts
        .iter()
        .zip(sent)
        .map(|(draft, sent)| match &draft.shape {
            DraftShape::Other(ir::Shape::Union(_) | ir::Shape::Tagged { .. }) if *sent => {
                conversions(types, &draft.shape.types(), draft.space)
            }
            _ => Vec::new(),
        })
        .collect();
    for (draft, found) in types.drafts.iter_mut().zip(all) {
        match &mut draft.shape {
            DraftShape::Other(ir::Shape::Union(variants)) => {
                variants.iter_mut().zip(found).for_each(|(variant, found)| variant.from = found);
            }
            DraftShape::Other(ir::Shape::Tagged { variants, .. }) => {
                variants.iter_mut().zip(found).for_each(|(variant, found)| variant.from = found);
            }
            _ => {}
        }
    }
}

fn conversions(types: &Types<'_>, variants: &[&ir::Type], space: usize) -> Vec<ir::Conversion> {
    let mut known = Vec::new();
    let conversion = |ty: &&ir::Type| {
        let inner: &ir::Type = match ty {
            ir::Type::Boxed(inner) => inner,
            ty => ty,
        };
        let expanded = expand(types, inner, space);
        if known.contains(&expanded) {
            return ir::Conversion::None;
        }
        let is_string = expanded == ir::Type::String;
        known.push(expanded);
        if is_string { ir::Conversion::String } else { ir::Conversion::Value }
    };
    variants.iter().map(conversion).collect()
}

/// A type behind its other names, and the namespace that it is written in.
fn resolve<'t>(types: &'t Types<'_>, ty: &'t ir::Type, space: usize) -> (&'t ir::Type, usize) {
    let (mut ty, mut space) = (ty, space);
    // Aliases of aliases end; the bound only keeps a wrong draft from hanging us.
    for _ in 0..64 {
        match types.draft(ty, space).map(|draft| &types.drafts[draft]) {
            Some(draft) if matches!(draft.shape, DraftShape::Other(ir::Shape::Alias(_))) => {
                let DraftShape::Other(ir::Shape::Alias(target)) = &draft.shape else { break };
                (ty, space) = (target, draft.space);
            }
            _ => break,
        }
    }
    (ty, space)
}

/// A type without the other names in it: what Rust compares.
fn expand(types: &Types<'_>, ty: &ir::Type, space: usize) -> ir::Type {
    let (ty, space) = resolve(types, ty, space);
    let inner = |ty: &ir::Type| Box::new(expand(types, ty, space));
    match ty {
        ir::Type::List(item) => ir::Type::List(inner(item)),
        ir::Type::Map(value) => ir::Type::Map(inner(value)),
        ir::Type::Boxed(ty) => ir::Type::Boxed(inner(ty)),
        ir::Type::Nullable(ty) => ir::Type::Nullable(inner(ty)),
        ir::Type::Named { name, .. } if space == 0 => ir::Type::Named { name: name.clone(), home: ir::Home::Types },
        other => other.clone(),
    }
}
