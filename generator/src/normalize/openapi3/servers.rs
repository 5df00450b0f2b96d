//! Servers and their variables.

use indexmap::IndexMap;
use iri_string::types::{UriReferenceStr, UriString};
use openapiv3::{Server, ServerVariable};

use serde_json::{Map, Value, json};

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::hints::values::ServerHint;
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
        if !servers.iter().any(|server| is_whole(&server.url)) {
            let base = servers.first().map(|server| server.url.trim_matches('/').to_owned()).filter(|base| !base.is_empty());
            let end = base.map(|base| format!(", with `/{base}` at its end")).unwrap_or_default();
            let hinted = self.hints.borrow().document.client.base_url.clone();
            let is_called = root.get("paths").is_some_and(|paths| paths.entries().next().is_some());
            if hinted.is_none() && is_called {
                root.warn_with_help("the document has no address of a server", format!("applications give the base URL{end}"));
            }
            self.base.replace(hinted.unwrap_or_default());
            return Vec::new();
        }
        servers.retain(|server| is_whole(&server.url));
        let list = root.get("servers");
        let relative = list.iter().flat_map(Node::items).filter(|server| address(server).is_some_and(|url| !is_whole(&url)));
        relative.for_each(|server| server.unused(Unused::NoEffect));
        if let Some(first) = servers.first() {
            self.base.borrow_mut().clone_from(&first.url);
        }
        servers
    }
}

impl<'d> Document<'d> {
    /// The name of the server that a path or an operation has of its own; it becomes one of the client's servers. None where it is
    /// the document's.
    pub(in crate::normalize) fn own_server(&self, node: &Node<'d, '_>) -> Option<String> {
        let list = node.get("servers").filter(|_| self.dialect.is_openapi3())?;
        let mut items = list.items();
        let first = items.next()?;
        items.for_each(|other| other.unused(Unused::NoEffect));
        let name = first.text_of("name");
        let server = server(&first)?;
        let variables = server.variables.unwrap_or_default();
        // What has no default stays a placeholder: applications give such an address as a whole.
        let known = variables.iter().filter(|(_, variable)| !variable.default.is_empty());
        let filled = known.fold(server.url, |url, (name, variable)| url.replace(&format!("{{{name}}}"), &variable.default));
        let base = self.base.borrow().clone();
        let url = if is_whole(&filled) { Some(filled) } else { resolved(&filled, &base) };
        let Some(url) = url else {
            first.warn_with_help(
                "a relative address of a server, and nothing says of what: the document's server is used",
                "a whole address, or one of the document in `x-client`",
            );
            return None;
        };
        if url == base {
            return None;
        }
        let mut hints = self.hints.borrow_mut();
        let servers = &mut hints.document.client.servers;
        if let Some(known) = servers.iter().find(|known| known.url == url) {
            return Some(known.name.clone());
        }
        let name = name.unwrap_or_else(|| name_of(&url, &base));
        let mut names = std::iter::once(name.clone()).chain((2..).map(|number: usize| format!("{name} {number}")));
        let name = names.find(|name| servers.iter().all(|known| known.name != *name))?;
        servers.push(ServerHint { name: name.clone(), url, env: None });
        servers.sort_by(|one, other| one.name.cmp(&other.name));
        Some(name)
    }
}

/// An address relative to that of the document's server, which stands for where the document is.
fn resolved(address: &str, base: &str) -> Option<String> {
    let base = UriString::try_from(format!("{base}/")).ok()?;
    let address = UriReferenceStr::new(address).ok()?.resolve_against(base.to_absolute()).to_string();
    Some(address.trim_end_matches('/').to_owned())
}

/// A name for a server: what its host has before that of the other one, or else the end of its path.
fn name_of(url: &str, base: &str) -> String {
    let parts = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest).to_owned();
        let (host, path) = rest.split_once('/').map_or((rest.clone(), String::new()), |(host, path)| (host.to_owned(), path.to_owned()));
        (host.split(':').next().unwrap_or_default().to_owned(), path)
    };
    let ((host, path), (known, _)) = (parts(url), parts(base));
    let is_word = |word: &&str| !word.is_empty() && !word.contains(['{', '}']);
    let last = path.rsplit('/').find(is_word).unwrap_or("other").to_owned();
    if host == known {
        return last;
    }
    let mut words = host.split('.').skip_while(|word| !is_word(word));
    words.next().filter(|word| *word != "www").map_or(host.replace(['{', '}'], ""), str::to_owned)
}

/// Whether an address needs no other one to be relative to.
fn is_whole(url: &str) -> bool {
    url.contains("://") || url.starts_with('{')
}

/// The address of a server.
fn address(node: &Node) -> Option<String> {
    let url = node.text_of("url")?;
    let url = url.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    // Without a scheme it has that of the document, which comes by https wherever it can.
    Some(if url.starts_with("//") { format!("https:{url}") } else { url })
}

fn server(node: &Node) -> Option<Server> {
    if !node.is_object() {
        return None;
    }
    let url = address(node)?;
    if let Some(given) = node.get("url").filter(|given| given.text().is_some_and(|text| text.contains(['?', '#']))) {
        given.warn_with_help(
            "a server's address has no query and no fragment: this one's is not sent",
            "a parameter in the query for all operations, or the header that says the same",
        );
    }
    let mut variables: IndexMap<String, ServerVariable> = IndexMap::new();
    if let Some(list) = node.get("variables") {
        let names = placeholders(&url);
        for entry in list.entries().filter(|entry| entry.is_object()) {
            if names.contains(&entry.name()) {
                variables.insert(entry.name().to_owned(), variable(&entry));
            } else {
                let message = format!("the address has no `{{{}}}`: this variable has no effect", entry.name());
                entry.warn_repaired(message, Change::Remove);
            }
        }
    }
    let mut missing: Vec<(String, Value)> = Vec::new();
    for name in placeholders(&url) {
        if !variables.contains_key(name) {
            let message = format!("the address has `{{{name}}}`, but no variable is called so: applications give it");
            match node.raw("variables").filter(|list| list.value().is_object()) {
                Some(list) => list.repair_at(name, message.as_str(), Change::Put(json!({"default": ""}))),
                None => missing.push((name.to_owned(), json!({"default": ""}))),
            }
            node.warn(message);
            variables.insert(name.to_owned(), ServerVariable::default());
        }
    }
    if !missing.is_empty() {
        let why = "placeholders of the address are variables";
        node.repair_at("variables", why, Change::Put(missing.into_iter().collect::<Map<_, _>>().into()));
    }
    node.skip(&["name", "description"], Unused::Prose);
    let server = Server {
        url,
        // The name first: it is what a server is called by.
        description: Some([node.text_of("name"), node.text_of("description")].into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
            .filter(|text| !text.is_empty()),
        variables: (!variables.is_empty()).then_some(variables),
        extensions: extensions::at(node),
    };
    finish(node, "server");
    Some(server)
}

fn variable(node: &Node) -> ServerVariable {
    if !node.has("default") {
        node.repair_at("default", "a variable has a default", Change::Put("".into()));
    }
    if node.value().get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        node.repair_at("enum", "an `enum` without values has no effect", Change::Remove);
    }
    let mut read = ServerVariable {
        enumeration: node.get("enum").map(|list| list.texts()).unwrap_or_default(),
        default: node.text_of("default").unwrap_or_default(),
        description: node.text_of("description"),
        extensions: IndexMap::new(),
    };
    finish(node, "server variable");
    if !read.enumeration.is_empty() && !read.default.is_empty() && !read.enumeration.contains(&read.default) {
        let message = format!("the default `{}` is not among the values of `enum`: it is taken for one of them", read.default);
        node.repair_at("enum", message.as_str(), Change::Append(read.default.as_str().into()));
        node.warn(message);
        read.enumeration.push(read.default.clone());
    }
    read
}
