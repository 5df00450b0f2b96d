//! Finds the methods that links lead to.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::ir;
use crate::names::Ident;
use crate::pointer::Pointer;

/// Gives every link its method, and leaves out those that lead to none.
pub(in crate::lower) fn settle(api: &mut ir::Api, diagnostics: &mut Vec<Diagnostic>) {
    let all = api.modules.iter().flat_map(|module| module.endpoints.iter().map(move |endpoint| (module, endpoint)));
    let first = all.filter(|(_, endpoint)| endpoint.is_first());
    let methods: HashMap<Pointer, (Ident, Ident)> =
        first.map(|(module, endpoint)| (endpoint.at.clone(), (module.name.clone(), endpoint.name.clone()))).collect();
    for endpoint in api.modules.iter_mut().flat_map(|module| &mut module.endpoints) {
        let is_first = endpoint.is_first();
        endpoint.links.retain_mut(|link| {
            link.method = methods.get(&link.target).cloned();
            if link.method.is_none() && is_first {
                let message = format!("the link `{}` leads to no operation of this document", link.name);
                diagnostics.push(Diagnostic::warning(link.at.clone(), message));
            }
            link.method.is_some()
        });
    }
}
