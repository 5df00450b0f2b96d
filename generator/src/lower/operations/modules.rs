//! Operations by tag: which module each one goes to.
//!
//! The first tag decides. Tags whose names give the same module are one module, so that a
//! second spelling of a tag moves nothing. Operations without a tag go to `api`.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Tag};

use crate::hints::Hints;
use crate::ir::{self, Doc};
use crate::lower::schema::docs;
use crate::lower::schema::operation::{Op, Tagged, UNTAGGED};
use crate::names::{Case, Ident, NameScope, Reserved};

/// Features that every crate has.
const FEATURES: &[&str] = &[
    "all",
    "blocking",
    "chrono-04",
    "constraints",
    "default",
    "default-tls",
    "drift",
    "fetch",
    "gzip",
    "http2",
    "hyper-1",
    "jiff-02",
    "jiff-1",
    "native-tls",
    "oauth",
    "opentelemetry-033",
    "reqwest-013",
    "rustls",
    "rustls-023",
    "strict",
    "test-util",
    "time-03",
    "tokio-1",
    "tracing",
    ir::UNUSED,
    ir::WEBHOOK,
];

/// The modules, sorted by name.
pub(in crate::lower) fn modules<'a>(document: &'a OpenAPI, hints: &Hints, ops: &[Op<'a>]) -> Vec<Tagged<'a>> {
    let tags: BTreeMap<&str, &Tag> = document.tags.iter().map(|tag| (tag.name.as_str(), tag)).collect();
    let scope = NameScope::new(Reserved::Modules);
    let mut modules: BTreeMap<String, Tagged<'a>> = BTreeMap::new();
    let mut by_tag: BTreeMap<&str, Vec<Op<'a>>> = BTreeMap::new();
    for op in ops {
        let tag = op.operation.tags.iter().map(|tag| tag.trim()).find(|tag| !tag.is_empty());
        by_tag.entry(tag.unwrap_or_default()).or_default().push(*op);
    }
    for (tag, ops) in by_tag {
        let known = tags.get(tag).copied();
        let preferred = known.and_then(|tag| hints.tags.of(&tag.extensions).name.as_deref());
        let word = preferred.unwrap_or(if tag.is_empty() { UNTAGGED } else { tag });
        let module = modules.entry(scope.natural(word, Case::Snake)).or_insert_with(|| Tagged {
            name: NameScope::new(Reserved::Modules).claim(word, Case::Snake),
            handle: NameScope::new(Reserved::Handles).claim(word, Case::Camel),
            feature: String::new(),
            tag: tag.to_owned(),
            doc: Doc::default(),
            resource: Vec::new(),
            ops: Vec::new(),
        });
        module.feature = feature(&module.name);
        if module.doc.0.is_empty() {
            module.doc = known.map(doc).unwrap_or_default();
        }
        module.resource.extend(preferred.map(str::to_owned));
        module.resource.push(tag.to_owned());
        module.ops.extend(ops);
    }
    let mut modules: Vec<_> = modules.into_values().collect();
    for module in &mut modules {
        module.ops.sort_by_key(|op| (op.path, op.method));
    }
    modules
}

fn doc(tag: &Tag) -> Doc {
    docs::doc([tag.description.as_deref(), None], tag.external_docs.as_ref())
}

/// The Cargo feature of a module.
fn feature(module: &Ident) -> String {
    let name = module.as_str().trim_matches('_').replace('_', "-");
    let is_taken = FEATURES.contains(&name.as_str()) || ir::PARTS.contains(&name.as_str());
    if is_taken { format!("{name}-api") } else { name }
}
