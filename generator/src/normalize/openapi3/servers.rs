//! Servers and their variables.

use indexmap::IndexMap;
use openapiv3::{Server, ServerVariable};

use crate::coverage::Unused;
use crate::node::Node;
use crate::request::placeholders;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions;

impl<'d> Document<'d> {
    /// The servers of a document, a path or an operation. The first one is called.
    pub(in crate::normalize) fn servers(&self, node: &Node<'d, '_>) -> Vec<Server> {
        let Some(list) = node.get("servers") else {
            return Vec::new();
        };
        list.items().filter_map(|server| self::server(&server)).collect()
    }

    /// The servers of the document.
    pub(in crate::normalize) fn servers_of_root(&self, root: &Node<'d, '_>) -> Vec<Server> {
        let mut servers = self.servers(root);
        // A relative address is relative to where the document came from, which nobody knows here.
        let is_whole = |server: &Server| server.url.contains("://") || server.url.starts_with('{');
        if !servers.iter().any(is_whole) {
            let base = servers.first().map(|server| server.url.trim_matches('/').to_owned()).filter(|base| !base.is_empty());
            let end = base.map(|base| format!(", with `/{base}` at its end")).unwrap_or_default();
            root.warn_with_help("the document has no address of a server", format!("applications give the base URL{end}"));
            return Vec::new();
        }
        servers.sort_by_key(|server| !is_whole(server));
        servers
    }
}

fn server(node: &Node) -> Option<Server> {
    if !node.is_object() {
        return None;
    }
    node.skip(&["name"], Unused::Prose);
    let url = node.text_of("url")?;
    let url = url.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    let mut variables: IndexMap<String, ServerVariable> = IndexMap::new();
    if let Some(list) = node.get("variables") {
        let names = placeholders(&url);
        for entry in list.entries().filter(|entry| entry.is_object()) {
            if names.contains(&entry.name()) {
                variables.insert(entry.name().to_owned(), variable(&entry));
            } else {
                entry.warn(format!("the address has no `{{{}}}`: this variable has no effect", entry.name()));
            }
        }
    }
    for name in placeholders(&url) {
        if !variables.contains_key(name) {
            node.warn(format!("the address has `{{{name}}}`, but no variable is called so: applications give it"));
            variables.insert(name.to_owned(), ServerVariable::default());
        }
    }
    let server = Server {
        url,
        description: node.text_of("description"),
        variables: (!variables.is_empty()).then_some(variables),
        extensions: extensions::at(node),
    };
    finish(node, "server");
    Some(server)
}

fn variable(node: &Node) -> ServerVariable {
    let read = ServerVariable {
        enumeration: node.get("enum").map(|list| list.texts()).unwrap_or_default(),
        default: node.text_of("default").unwrap_or_default(),
        description: node.text_of("description"),
        extensions: IndexMap::new(),
    };
    finish(node, "server variable");
    read
}
