//! The alternatives of unions, errors and responses by status: what lies in a `Box`, and what becomes a union by itself.

use crate::ir::{self, Conversion, Namespace, Shape, TypeIndex};
use crate::lower::passes::recursion::enclose;

/// What is decided about an alternative.
#[derive(Clone, Copy)]
struct VariantForm {
    is_boxed: bool,
    from: Conversion,
}

/// Decides it for all alternatives, once all types are settled.
///
/// Objects lie in boxes, so that a union is no larger than its smaller alternatives need. Each alternative of a union that
/// is sent becomes the union, unless an earlier one of the same type does.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let decided: Vec<Vec<VariantForm>> = {
        let index = TypeIndex::new(api);
        api.all_types().map(|(def, written)| alternatives(&index, def, written)).collect()
    };
    for (def, decided) in api.all_types_mut().zip(decided) {
        apply(&mut def.shape, &decided);
    }
}

/// The alternatives of a type, in their order.
fn alternatives(index: &TypeIndex<'_>, def: &ir::TypeDef, written: Namespace<'_>) -> Vec<VariantForm> {
    let (types, is_union): (Vec<Option<&ir::Type>>, bool) = match &def.shape {
        Shape::Union(variants) => (variants.iter().map(|one| Some(&one.ty)).collect(), true),
        Shape::Tagged { variants, .. } => (variants.iter().map(|one| Some(&one.ty)).collect(), true),
        Shape::Errors { variants, .. } => (variants.iter().map(|one| Some(&one.ty)).collect(), false),
        Shape::ByStatus(variants) => (variants.iter().map(|one| one.ty.as_ref()).collect(), false),
        _ => return Vec::new(),
    };
    let mut known = Vec::new();
    let mut from = |ty: &ir::Type| {
        let inner = if let ir::Type::Boxed(inner) = ty { &**inner } else { ty };
        let expanded = index.expand(inner, written);
        if !is_union || !def.sent || known.contains(&expanded) {
            return Conversion::None;
        }
        let is_string = expanded == ir::Type::String;
        known.push(expanded);
        if is_string { Conversion::String } else { Conversion::Value }
    };
    let is_object = |ty: &ir::Type| {
        let (ty, written) = index.resolve(ty, written);
        index.definition(ty, written).is_some_and(|(def, _)| matches!(def.shape, Shape::Struct(_)))
    };
    let alternative =
        |ty: Option<&ir::Type>| VariantForm { is_boxed: ty.is_some_and(is_object), from: ty.map_or(Conversion::None, &mut from) };
    types.into_iter().map(alternative).collect()
}

fn apply(shape: &mut Shape, decided: &[VariantForm]) {
    let settle = |ty: &mut ir::Type, from: &mut Conversion, decided: &VariantForm| {
        *from = decided.from;
        if decided.is_boxed {
            enclose(ty);
        }
    };
    match shape {
        Shape::Union(variants) | Shape::Errors { variants, .. } => {
            variants.iter_mut().zip(decided).for_each(|(one, decided)| settle(&mut one.ty, &mut one.from, decided));
        }
        Shape::Tagged { variants, .. } => {
            variants.iter_mut().zip(decided).for_each(|(one, decided)| settle(&mut one.ty, &mut one.from, decided));
        }
        Shape::ByStatus(variants) => {
            let boxed = variants.iter_mut().zip(decided).filter(|(_, decided)| decided.is_boxed);
            boxed.filter_map(|(one, _)| one.ty.as_mut()).for_each(enclose);
        }
        _ => {}
    }
}
