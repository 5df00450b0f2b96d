//! Objects that have no value before they are read: a property of theirs is always there, and its type has none.
//!
//! The types that a document names need no `Default`, so that they are such. What an object must have of an object without a
//! default is without one as well. Lists, maps, unions and optional properties begin empty.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir::{self, Namespace, Presence, Shape, Type, TypeIndex};

/// Finds them, once all types are settled. Changes to such an object cannot be written into an empty one, which is reported.
pub(in crate::lower) fn settle(api: &mut ir::Api, diagnostics: &mut Vec<Diagnostic>) {
    let late = late_fields(api);
    for (def, late) in api.all_types_mut().zip(late) {
        let Shape::Struct(object) = &mut def.shape else { continue };
        object.fields.iter_mut().zip(late).for_each(|(field, late)| field.late = late);
        if object.is_late() && def.changes.take().is_some() {
            let message = "`x-changes` has no effect: the body has a required property of a type that has no default";
            diagnostics.push(Diagnostic::warning(def.at.push(hints::CHANGES), message));
        }
    }
}

/// Whether a type has no value before it is read, once that is settled.
pub(super) fn has_no_default(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>) -> bool {
    is_late(index, ty, written, &|def| matches!(&def.shape, Shape::Struct(object) if object.is_late()))
}

/// Which fields of each type are such.
fn late_fields(api: &ir::Api) -> Vec<Vec<bool>> {
    let index = TypeIndex::new(api);
    let all: Vec<(&ir::TypeDef, Namespace<'_>)> = api.all_types().collect();
    let mut late: Vec<Vec<bool>> = all.iter().map(|(def, _)| vec![false; fields(def).len()]).collect();
    // Every round finds those that contain what the one before has found.
    loop {
        let known = all.iter().zip(&late).filter(|(_, late)| late.contains(&true)).map(|((def, _), _)| std::ptr::from_ref(*def));
        let known: HashSet<*const ir::TypeDef> = known.collect();
        let is_late = |ty: &Type, written: Namespace<'_>| is_late(&index, ty, written, &|def| known.contains(&std::ptr::from_ref(def)));
        let always = |field: &ir::Field| matches!(field.presence, Presence::Required | Presence::Tag);
        let found =
            all.iter().map(|(def, written)| fields(def).iter().map(|field| always(field) && is_late(&field.ty, *written)).collect());
        let found: Vec<Vec<bool>> = found.collect();
        if found == late {
            return late;
        }
        late = found;
    }
}

fn fields(def: &ir::TypeDef) -> &[ir::Field] {
    match &def.shape {
        Shape::Struct(object) => &object.fields,
        _ => &[],
    }
}

fn is_late(index: &TypeIndex<'_>, ty: &Type, written: Namespace<'_>, is_known: &dyn Fn(&ir::TypeDef) -> bool) -> bool {
    let (mut ty, mut written) = index.resolve(ty, written);
    while let Type::Boxed(inner) = ty {
        (ty, written) = index.resolve(inner, written);
    }
    match ty {
        Type::Own(_) => true,
        named => index.definition(named, written).is_some_and(|(def, written)| match &def.shape {
            Shape::Tuple(items) => items.iter().any(|item| is_late(index, item, written, is_known)),
            _ => is_known(def),
        }),
    }
}
