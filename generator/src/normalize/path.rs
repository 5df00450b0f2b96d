//! Paths and their items.

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints;
use crate::node::{Node, kind};
use indexmap::map::Entry;
use openapiv3::{Operation, PathItem, Paths, ReferenceOr};

use crate::normalize::context::document::Document;
use crate::normalize::context::given::merged;
use crate::normalize::context::template::Template;
use crate::normalize::context::vocabulary::{finish, renamed};
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions;
use crate::request::{METHODS, is_header_name};
use serde_json::json;

impl<'d> Document<'d> {
    /// All paths with their operations.
    pub(in crate::normalize) fn paths(&self, root: &Node<'d, '_>) -> Paths {
        let mut paths = Paths::default();
        match root.get("paths") {
            Some(list) if list.value().is_object() => self.add_paths(&list, &mut paths),
            Some(list) => list.error(format!("expected an object, found {}", kind(list.value()))),
            // From OpenAPI 3.1 on, a document may have nothing but webhooks.
            None if self.dialect.has_json_schema() && root.has("webhooks") => {}
            None if !root.has("paths") => {
                root.warn("the document has no `paths`: there is nothing to call");
                root.repair_at("paths", "the document has no `paths`", Change::Put(json!({})));
            }
            None => {}
        }
        // Swagger 2.0 leaves no room for paths that only their queries tell apart: Microsoft's documents list them here.
        if let Some(list) = root.get("x-ms-paths") {
            self.add_paths(&list, &mut paths);
        }
        paths
    }

    fn add_paths(&self, list: &Node<'d, '_>, paths: &mut Paths) {
        paths.paths.reserve(list.len());
        for entry in list.entries() {
            if entry.name().starts_with("x-") {
                entry.unused(Unused::Extension);
                continue;
            }
            let mut path = entry.name().to_owned();
            if !path.starts_with('/') {
                entry.warn("a path begins with `/`");
                path.insert(0, '/');
            }
            if entry.value().is_null() {
                entry.warn_repaired("a path without operations", Change::Put(json!({})));
                continue;
            }
            let template = self.template(&entry, path);
            let Some((item, further)) = self.path_item(&entry, &template) else {
                continue;
            };
            let mut path = template.path;
            if path != entry.name() && paths.paths.contains_key(&path) && entry.name().starts_with('/') {
                // No server sees the fragment: it tells paths apart that only the rules of their placeholders do.
                path += &format!("#{}", paths.paths.len());
            }
            if path != entry.name() {
                entry.repair(format!("the path is read as `{path}`"), Change::Rename(path.clone()));
            }
            // The model has no place for other methods: each is a path of its own, which only its fragment tells from others.
            for (number, (method, mut operation)) in further.into_iter().enumerate() {
                operation.extensions.insert(hints::METHOD.to_owned(), method.into());
                let extensions = extensions::at(&entry);
                let item = PathItem { get: Some(operation), extensions, ..PathItem::default() };
                paths.paths.insert(format!("{path}#{}-{number}", paths.paths.len()), ReferenceOr::Item(item));
            }
            match paths.paths.entry(path) {
                Entry::Occupied(mut first) => {
                    entry.warn("this path is declared twice: what its first declaration has is kept");
                    if let ReferenceOr::Item(first) = first.get_mut() {
                        complete(first, item);
                    }
                }
                Entry::Vacant(free) => {
                    free.insert(ReferenceOr::Item(item));
                }
            }
        }
    }

    /// A path item with what it refers to. Its own operations win.
    fn path_item(&self, entry: &Node<'d, '_>, template: &Template) -> Option<(PathItem, Vec<(String, Operation)>)> {
        if !entry.is_object() {
            return None;
        }
        let mut item = PathItem { extensions: extensions::at(entry), ..PathItem::default() };
        let mut further = Vec::new();
        self.operations(entry, template, &mut item, &mut further);
        if entry.raw("$ref").is_some() {
            let here = Node::start(entry.value(), entry.pointer(), self.sink);
            match self.follow(here, "its operations are left out") {
                Some(target) => {
                    self.operations(&target, template, &mut item, &mut further);
                    finish(&target, "path");
                }
                None => entry.repair_at("$ref", "the reference leads to no path", Change::Remove),
            }
        }
        if self.dialect.is_openapi3() {
            entry.skip(&["summary", "description"], Unused::Prose);
        }
        finish(entry, "path");
        Some((item, further))
    }

    fn operations(&self, node: &Node<'d, '_>, template: &Template, item: &mut PathItem, further: &mut Vec<(String, Operation)>) {
        let server = self.own_server(node);
        let shared = self.section(node, "parameters").map(|list| self.parameters(&list)).unwrap_or_default();
        let known = METHODS.into_iter().filter(|method| *method != "trace" || self.dialect.is_openapi3());
        for method in known {
            let Some(operation) = node.get(method).or_else(|| in_other_case(node, method)) else {
                continue;
            };
            let slot = slot(item, method);
            if slot.is_some() || !operation.is_object() {
                continue;
            }
            let here = Node::start(operation.value(), operation.pointer(), self.sink);
            let is_reference = operation.has("$ref");
            let operation = if is_reference { self.follow(here, "the operation is left out") } else { Some(operation) };
            let Some(operation) = operation else {
                node.repair_at(method, "the operation is left out", Change::Remove);
                continue;
            };
            if is_reference {
                node.repair_at(method, "a reference stands here in place of what it leads to", Change::Inline(operation.pointer()));
            }
            let own = self.section(&operation, "parameters").map(|list| self.parameters(&list)).unwrap_or_default();
            *slot = Some(self.operation(&operation, template, merged(&shared, own), server.clone()));
        }
        if self.dialect < Dialect::OpenApi32 {
            return;
        }
        let additional = node.get("additionalOperations");
        let query = node.get("query").map(|operation| ("QUERY".to_owned(), operation));
        let others = additional.iter().flat_map(Node::entries).map(|operation| (operation.name().to_owned(), operation));
        for (method, operation) in query.into_iter().chain(others).filter(|(_, operation)| operation.is_object()) {
            if !is_header_name(&method) || METHODS.iter().any(|known| known.eq_ignore_ascii_case(&method)) {
                let message = format!("`{method}` is no method that a path names by itself: the operation is left out");
                operation.warn_repaired(message, Change::Remove);
                continue;
            }
            let own = self.section(&operation, "parameters").map(|list| self.parameters(&list)).unwrap_or_default();
            further.push((method, self.operation(&operation, template, merged(&shared, own), server.clone())));
        }
    }
}

/// A method that is not written in small letters.
fn in_other_case<'d, 'n>(node: &'n Node<'d, '_>, method: &str) -> Option<Node<'d, 'n>> {
    let name = node.value().as_object()?.iter().find(|(name, value)| name.eq_ignore_ascii_case(method) && value.is_object())?.0;
    let operation = node.get(name)?;
    let found = Diagnostic::warning(operation.pointer(), format!("unknown method `{name}`, read as `{method}`"));
    operation.report_repaired(found.suggest(renamed(node, &operation, method)), Change::Rename(method.to_owned()));
    Some(operation)
}

/// Adds the operations of another declaration of the same path, for methods that the first one has not.
fn complete(first: &mut PathItem, mut other: PathItem) {
    for method in METHODS {
        let more = slot(&mut other, method).take();
        let slot = slot(first, method);
        *slot = slot.take().or(more);
    }
}

fn slot<'i>(item: &'i mut PathItem, method: &str) -> &'i mut Option<Operation> {
    match method {
        "get" => &mut item.get,
        "put" => &mut item.put,
        "post" => &mut item.post,
        "delete" => &mut item.delete,
        "options" => &mut item.options,
        "head" => &mut item.head,
        "trace" => &mut item.trace,
        _ => &mut item.patch,
    }
}
