//! Which bodies have constraints in reach, in their types or in what these are made of: the others need no check.

use std::collections::HashSet;

use crate::ir::{self, Namespace, Rest, Shape, Type, TypeDef, TypeIndex};

/// Marks the bodies, once all types are settled.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let marks: Vec<Vec<bool>> = {
        let index = TypeIndex::new(api);
        let mut search = Search { index: &index, free: HashSet::new() };
        let modules = api.modules.iter();
        modules.map(|module| module.endpoints.iter().map(|one| search.has_any(one.body.as_ref(), module.namespace())).collect()).collect()
    };
    for (module, marks) in api.modules.iter_mut().zip(marks) {
        for (endpoint, mark) in module.endpoints.iter_mut().zip(marks) {
            if let Some(body) = &mut endpoint.body {
                body.is_checked = mark;
            }
        }
    }
}

/// A search for constraints in types.
struct Search<'i, 'a> {
    index: &'i TypeIndex<'a>,
    /// The types that have none in reach.
    free: HashSet<*const TypeDef>,
}

impl<'a> Search<'_, 'a> {
    /// Whether a body, which is written in a namespace, has constraints in reach.
    fn has_any(&mut self, body: Option<&ir::Body>, written: Namespace<'_>) -> bool {
        let Some(body) = body else { return false };
        if !body.constraints.is_empty() {
            return true;
        }
        let mut seen: HashSet<*const TypeDef> = HashSet::new();
        let mut open: Vec<(&'a TypeDef, Namespace<'_>)> = Vec::new();
        let first = body.kind.value_type().and_then(|ty| self.definition(ty, written));
        open.extend(first);
        while let Some((def, written)) = open.pop() {
            if self.free.contains(&std::ptr::from_ref(def)) || !seen.insert(def) {
                continue;
            }
            if is_constrained(def) {
                return true;
            }
            open.extend(parts(def).into_iter().filter_map(|ty| self.definition(ty, written)));
        }
        self.free.extend(seen);
        false
    }

    fn definition<'m>(&self, ty: &Type, written: Namespace<'m>) -> Option<(&'a TypeDef, Namespace<'m>)> {
        self.index.definition(ty.innermost(), written)
    }
}

/// Whether a type has constraints on what it is made of.
fn is_constrained(def: &TypeDef) -> bool {
    match &def.shape {
        Shape::Struct(object) => {
            object.fields.iter().any(|field| !field.constraints.is_empty()) || !object.additional_constraints.is_empty()
        }
        Shape::Union(variants) => variants.iter().any(|one| !one.constraints.is_empty()),
        Shape::Tagged { variants, .. } => variants.iter().any(|one| !one.constraints.is_empty()),
        _ => false,
    }
}

/// The types that requests carry in a type.
fn parts(def: &TypeDef) -> Vec<&Type> {
    match &def.shape {
        Shape::Struct(object) => {
            let fields = object.fields.iter().filter(|field| field.presence != ir::Presence::ReadOnly).map(|field| &field.ty);
            let additional = match &object.rest {
                Rest::Typed { ty, .. } => Some(ty),
                Rest::Extra { .. } => None,
            };
            fields.chain(additional).collect()
        }
        Shape::Union(variants) => variants.iter().map(|one| &one.ty).collect(),
        Shape::Tagged { variants, .. } => variants.iter().map(|one| &one.ty).collect(),
        Shape::Alias(target) => vec![target],
        _ => Vec::new(),
    }
}
