//! Paths and their items.

use openapiv3::{Operation, PathItem, Paths, ReferenceOr};
use serde_json::Value;

use crate::coverage::Unused;
use crate::node::Node;

use crate::normalize::context::document::Document;
use crate::normalize::context::given::merged;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions;

/// The methods of Swagger 2.0.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl<'d> Document<'d> {
    /// All paths with their operations.
    pub(in crate::normalize) fn paths(&self, root: &Node<'d, '_>) -> Paths {
        let mut paths = Paths::default();
        match root.get("paths") {
            Some(list) => self.add_paths(&list, &mut paths),
            None if !root.has("paths") => root.warn("the document has no `paths`: there is nothing to call"),
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
                entry.warn("a path without operations");
                continue;
            }
            if let Some(item) = self.path_item(&entry, &path)
                && paths.paths.insert(path, ReferenceOr::Item(item)).is_some()
            {
                entry.error("this path is declared twice");
            }
        }
    }

    /// A path item with what it refers to. Its own operations win.
    fn path_item(&self, entry: &Node<'d, '_>, path: &str) -> Option<PathItem> {
        if !entry.is_object() {
            return None;
        }
        let mut item = PathItem { extensions: extensions::at(entry), ..PathItem::default() };
        self.operations(entry, path, &mut item);
        if entry.raw("$ref").is_some() {
            let here = Node::start(entry.value(), entry.pointer(), self.sink);
            let target = self.follow(here)?;
            self.operations(&target, path, &mut item);
            finish(&target, "path");
        }
        finish(entry, "path");
        Some(item)
    }

    fn operations(&self, node: &Node<'d, '_>, path: &str, item: &mut PathItem) {
        let shared = node.get("parameters").map(|list| self.parameters(&list)).unwrap_or_default();
        for method in METHODS {
            let Some(operation) = node.get(method) else {
                continue;
            };
            let slot = slot(item, method);
            if slot.is_some() || !operation.is_object() {
                continue;
            }
            let own = operation.get("parameters").map(|list| self.parameters(&list)).unwrap_or_default();
            *slot = Some(self.operation(&operation, path, merged(&shared, own)));
        }
        // What an overlay or a person left: methods are lower case.
        for other in node.unread() {
            let lower = other.name().to_ascii_lowercase();
            if METHODS.contains(&lower.as_str()) && matches!(other.value(), Value::Object(_)) {
                other.error_with_help(format!("unknown method `{}`", other.name()), format!("write `{lower}`"));
                node.skip(&[other.name()], Unused::Unknown);
            }
        }
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
        _ => &mut item.patch,
    }
}
