//! The address of the server, and what applications say of it.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaKind, Server, ServerVariable, Type};
use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::node::Node;
use crate::request::placeholders;

use crate::normalize::context::document::Document;
use crate::normalize::context::given::Content;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions;

impl<'d> Document<'d> {
    /// The one server: `https` where there is a choice. None without a host.
    pub(in crate::normalize) fn server(&self, root: &Node<'d, '_>) -> Option<Server> {
        let schemes = root.get("schemes").map(|schemes| schemes.texts()).unwrap_or_default();
        let known = |scheme: &&String| matches!(scheme.as_str(), "http" | "https");
        let secure = schemes.iter().any(|scheme| scheme == "https");
        let scheme = if secure { "https" } else { schemes.iter().find(known).map_or("https", String::as_str) };
        let base = root.text_of("basePath").unwrap_or_default();
        let base = base.trim().trim_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("/{base}") };
        if root.value().get("basePath").and_then(Value::as_str).is_some_and(|given| !given.starts_with('/')) {
            root.repair_at("basePath", "`basePath` begins with `/`", Change::Put(if base.is_empty() { "/" } else { &base }.into()));
        }
        if let Some(host) = root.get("x-ms-parameterized-host").filter(Node::is_object) {
            root.skip(&["host"], Unused::NoEffect);
            return self.parameterized(&host, scheme, &base);
        }
        let Some(host) = root.get("host") else {
            let url = if base.is_empty() { String::new() } else { format!(", with `{base}` at its end") };
            root.warn_with_help("the document has no `host`", format!("applications give the base URL{url}"));
            return None;
        };
        let text = host.text()?;
        let text = text.trim().trim_end_matches('/');
        let (scheme, bare) = match text.split_once("://") {
            Some((scheme, bare)) => {
                host.warn_repaired("`host` must not have a scheme", Change::Put(bare.into()));
                (scheme, bare)
            }
            None => {
                if text != host.value() {
                    host.repair("`host` is a name and a port", Change::Put(text.into()));
                }
                (scheme, text)
            }
        };
        if bare.is_empty() {
            host.warn_repaired("`host` is empty: applications give the base URL", Change::Remove);
            return None;
        }
        if bare.contains(['{', '}', ' ', '\\']) {
            host.repair("Swagger 2.0 has the name of a host here, and nothing else", Change::Remove);
        } else if let Some((name, path)) = bare.split_once('/') {
            let message = "a path in `host` belongs into `basePath`";
            host.repair(message, Change::Put(name.into()));
            root.repair_at("basePath", message, Change::Put(format!("/{path}{base}").into()));
        }
        Some(with_variables(format!("{scheme}://{bare}{base}"), IndexMap::new(), &host))
    }

    /// What Microsoft's documents say of an address that applications know a part of.
    fn parameterized(&self, node: &Node<'d, '_>, scheme: &str, base: &str) -> Option<Server> {
        let Some(template) = node.text_of("hostTemplate") else {
            node.warn("`x-ms-parameterized-host` needs a `hostTemplate`: applications give the base URL");
            return None;
        };
        let template = template.trim().trim_end_matches('/');
        let prefixed = node.get("useSchemePrefix").and_then(|prefix| prefix.flag()).unwrap_or(true);
        let prefix = if prefixed { format!("{scheme}://") } else { String::new() };
        let given = node.get("parameters").map(|list| self.parameters(&list)).unwrap_or_default();
        let names = placeholders(template);
        let mut variables = IndexMap::new();
        for one in given {
            match &one.content {
                Content::Plain(parameter) if names.contains(&one.name.as_str()) => {
                    variables.insert(one.name.clone(), variable(parameter));
                }
                _ => node.warn(format!("the host has no `{{{}}}`: this parameter has no effect", one.name)),
            }
        }
        node.skip(&["positionInOperation"], Unused::NoEffect);
        finish(node, "host with parameters");
        Some(with_variables(format!("{prefix}{template}{base}"), variables, node))
    }
}

/// A server, with a variable for each name in its address.
fn with_variables(url: String, mut variables: IndexMap<String, ServerVariable>, at: &Node) -> Server {
    for name in placeholders(&url) {
        variables.entry(name.to_owned()).or_default();
    }
    Server { variables: (!variables.is_empty()).then_some(variables), url, extensions: extensions::at(at), ..Server::default() }
}

/// A parameter as a variable. One without a default has an empty one.
fn variable(parameter: &Parameter) -> ServerVariable {
    let data = parameter.parameter_data_ref();
    let mut variable = ServerVariable { description: data.description.clone(), ..ServerVariable::default() };
    if let ParameterSchemaOrContent::Schema(ReferenceOr::Item(Schema { schema_data, schema_kind })) = &data.format {
        variable.default = match &schema_data.default {
            Some(Value::String(text)) => text.clone(),
            Some(value) if !value.is_null() => value.to_string(),
            _ => String::new(),
        };
        if let SchemaKind::Type(Type::String(text)) = schema_kind {
            variable.enumeration = text.enumeration.iter().flatten().cloned().collect();
        }
    }
    variable
}
