//! Operations by tag: which module each one goes to.
//!
//! The first tag decides. Tags whose names give the same module are one module, so that a
//! second spelling of a tag moves nothing. Operations without a tag go to `api`.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Operation, PathItem, ReferenceOr, Tag};

use super::docs;
use super::hints;
use crate::ir::Doc;
use crate::names::{Case, Ident, Reserved, Scope};
use crate::pointer::Pointer;

/// The module of operations without a tag.
const UNTAGGED: &str = "api";

/// Features that every crate has.
const FEATURES: &[&str] = &[
    "all",
    "chrono-04",
    "default",
    "default-tls",
    "drift",
    "jiff-02",
    "native-tls",
    "rustls",
    "time-03",
    "tokio-1",
    "tracing",
    crate::ir::markup::PART,
    super::reach::UNUSED,
];

/// An operation and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Op<'a> {
    pub path: &'a str,
    /// In upper case.
    pub method: &'static str,
    pub item: &'a PathItem,
    pub operation: &'a Operation,
}

impl Op<'_> {
    /// The operation id, or `GET /path` where there is none.
    pub(super) fn id(&self) -> String {
        match self.operation.operation_id.as_deref().map(str::trim) {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => format!("{} {}", self.method, self.path),
        }
    }

    pub(super) fn at(&self) -> Pointer {
        let at = hints::at(&self.operation.extensions);
        if at != Pointer::root() {
            return at;
        }
        Pointer::root().push("paths").push(self.path).push(self.method.to_ascii_lowercase())
    }
}

/// A module in the making.
#[derive(Debug)]
pub(super) struct Tagged<'a> {
    pub name: Ident,
    pub handle: Ident,
    pub feature: String,
    pub tag: String,
    pub doc: Doc,
    /// The names of the resource: the tag's, and the module's where a hint gives another one.
    pub resource: Vec<String>,
    /// Sorted by path and method.
    pub ops: Vec<Op<'a>>,
}

/// All operations, sorted by path and method.
pub(super) fn operations(document: &OpenAPI) -> Vec<Op<'_>> {
    let mut ops = Vec::new();
    for (path, item) in &document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let methods = [
            ("DELETE", &item.delete),
            ("GET", &item.get),
            ("HEAD", &item.head),
            ("OPTIONS", &item.options),
            ("PATCH", &item.patch),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("TRACE", &item.trace),
        ];
        for (method, operation) in methods {
            ops.extend(operation.as_ref().map(|operation| Op { path, method, item, operation }));
        }
    }
    ops.sort_by_key(|op| (op.path, op.method));
    ops
}

/// The modules, sorted by name.
pub(super) fn modules<'a>(document: &'a OpenAPI, ops: &[Op<'a>]) -> Vec<Tagged<'a>> {
    let tags: BTreeMap<&str, &Tag> = document.tags.iter().map(|tag| (tag.name.as_str(), tag)).collect();
    let scope = Scope::new(Reserved::Modules);
    let mut modules: BTreeMap<String, Tagged<'a>> = BTreeMap::new();
    let mut sorted: BTreeMap<&str, Vec<Op<'a>>> = BTreeMap::new();
    for op in ops {
        let tag = op.operation.tags.iter().map(|tag| tag.trim()).find(|tag| !tag.is_empty());
        sorted.entry(tag.unwrap_or_default()).or_default().push(*op);
    }
    for (tag, ops) in sorted {
        let known = tags.get(tag).copied();
        let wish = known.and_then(|tag| hints::name(&tag.extensions));
        let word = wish.unwrap_or(if tag.is_empty() { UNTAGGED } else { tag });
        let module = modules.entry(scope.natural(word, Case::Snake)).or_insert_with(|| Tagged {
            name: Scope::new(Reserved::Modules).claim(word, Case::Snake),
            handle: Scope::new(Reserved::Handles).claim(word, Case::Camel),
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
        module.resource.extend(wish.map(str::to_owned));
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
    if FEATURES.contains(&name.as_str()) { format!("{name}-api") } else { name }
}
