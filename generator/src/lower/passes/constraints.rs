//! Which bodies and parameters have constraints in reach, in their types or in what these are made of: the others need no check.

use std::collections::HashSet;

use crate::ir::{self, Namespace, Rest, Shape, Type, TypeDef, TypeIndex};

/// Marks the bodies and the parameters, once all types are settled.
pub(in crate::lower) fn settle(api: &mut ir::Api) {
    let marks: Vec<Vec<bool>> = {
        let index = TypeIndex::new(api);
        let mut search = Search { index: &index, free: HashSet::new() };
        let endpoints = api.modules.iter().flat_map(|module| module.endpoints.iter().map(move |one| (one, module.namespace())));
        endpoints
            .map(|(endpoint, written)| values(endpoint).map(|(ty, own)| !own.is_empty() || search.has_any(ty, written)).collect())
            .collect()
    };
    let endpoints = api.modules.iter_mut().flat_map(|module| &mut module.endpoints);
    for (endpoint, marks) in endpoints.zip(marks) {
        let args = endpoint.args.iter_mut().chain(&mut endpoint.options).map(|arg| &mut arg.is_checked);
        let body = endpoint.body.iter_mut().map(|body| &mut body.is_checked);
        args.chain(body).zip(marks).for_each(|(is_checked, mark)| *is_checked = mark);
    }
}

/// The parameters of an operation and its body: the types of their values, and their own constraints.
fn values(endpoint: &ir::Endpoint) -> impl Iterator<Item = (Option<&Type>, &ir::Constraints)> {
    let args = endpoint.args.iter().chain(&endpoint.options);
    // A value that is one text has no other constraints.
    let args = args.map(|arg| (Some(&arg.ty).filter(|_| arg.by_reference), &arg.constraints));
    args.chain(endpoint.body.iter().map(|body| (body.kind.value_type(), &body.constraints)))
}

/// A search for constraints in types.
struct Search<'i, 'a> {
    index: &'i TypeIndex<'a>,
    /// The types that have none in reach.
    free: HashSet<*const TypeDef>,
}

impl<'a> Search<'_, 'a> {
    /// Whether a type, which is written in a namespace, has constraints in reach.
    fn has_any(&mut self, ty: Option<&Type>, written: Namespace<'_>) -> bool {
        let mut seen: HashSet<*const TypeDef> = HashSet::new();
        let mut open: Vec<(&'a TypeDef, Namespace<'_>)> = Vec::new();
        let first = ty.and_then(|ty| self.definition(ty, written));
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
        Shape::Tuple(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}
