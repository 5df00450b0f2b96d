//! The chapter that lists every endpoint with a link to its method.

use crate::emit::doc;
use crate::ir;

/// The module.
pub(super) const MODULE: &str = "endpoints";

/// The chapter: a table for each resource.
pub(super) fn docs(api: &ir::Api) -> Vec<String> {
    let count = api.modules.iter().map(|module| module.endpoints.len()).sum::<usize>();
    let mut lines = vec![
        doc::plain("Every endpoint: method, path, and the method of the client that calls it."),
        String::new(),
        doc::plain(format!("{count} endpoints, by resource. Searching the page for a part of a path finds its row.")),
    ];
    for module in &api.modules {
        let (name, handle) = (module.name.as_str(), module.handle.as_str());
        lines.extend([String::new(), doc::plain(format!("# [`{name}`](super::{name}::{handle})")), String::new()]);
        lines.extend([doc::plain("| endpoint | method |"), doc::plain("|---|---|")]);
        lines.extend(module.endpoints.iter().map(|endpoint| {
            let method = endpoint.name.as_str();
            let line = doc::code(&format!("{} {}", endpoint.method, endpoint.path)).replace('|', "\\|");
            doc::plain(format!("| {line} | [`{name}().{method}`](super::{name}::{handle}::{method}) |"))
        }));
    }
    lines
}
