//! Requests that the API sends: webhooks of the document, and callbacks of operations.

use openapiv3::{Operation, Parameter, ReferenceOr};

use crate::coverage::Unused;
use crate::hints::{self, CallbackSource, Webhook};
use crate::node::Node;
use crate::request::METHODS;

use crate::normalize::context::document::Document;
use crate::normalize::context::external_docs::external_docs;
use crate::normalize::context::given::{Content, ReadParameter, merged};
use crate::normalize::context::media_types::media_types;
use crate::normalize::context::vocabulary::{beside_reference, finish};
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions;
use crate::normalize::operation::body::FormField;

impl<'d> Document<'d> {
    /// The webhooks of the document.
    pub(in crate::normalize) fn webhooks(&self, root: &Node<'d, '_>) {
        let own = root.get("webhooks");
        if let Some(list) = &own
            && !self.dialect.has_json_schema()
        {
            list.warn_with_help("`webhooks` is a keyword of OpenAPI 3.1", format!("write `{}`", hints::WEBHOOKS));
        }
        for list in own.into_iter().chain(root.get(hints::WEBHOOKS)) {
            for entry in list.entries().filter(|entry| !is_extension(entry)) {
                let known = self.hints.borrow().webhooks.iter().any(|known| known.callback.is_none() && known.name == entry.name());
                if known {
                    entry.warn(format!("the webhook `{}` is declared twice: the first one is used", entry.name()));
                    continue;
                }
                self.requests(&entry, entry.name(), None);
            }
        }
    }

    /// The callbacks that an operation asks for.
    pub(in crate::normalize) fn callbacks(&self, operation: &Node<'d, '_>) {
        let Some(list) = self.section(operation, "callbacks") else { return };
        for entry in list.entries().filter(|entry| !is_extension(entry)) {
            let here = Node::start(entry.value(), entry.pointer(), self.sink);
            beside_reference(&here);
            let Some(callback) = self.follow(here, "the callback is left out") else { continue };
            for item in callback.entries() {
                if is_extension(&item) {
                    item.unused(Unused::Extension);
                    continue;
                }
                let source = CallbackSource { operation: operation.pointer(), expression: item.name().to_owned() };
                self.requests(&item, entry.name(), Some(&source));
            }
        }
    }

    /// The requests of a path item.
    fn requests(&self, entry: &Node<'d, '_>, name: &str, source: Option<&CallbackSource>) {
        let here = Node::start(entry.value(), entry.pointer(), self.sink);
        let Some(item) = self.follow(here, "its requests are left out") else { return };
        let shared = self.section(&item, "parameters").map(|list| self.parameters(&list)).unwrap_or_default();
        item.skip(&["servers"], Unused::NoEffect);
        item.skip(&["summary", "description"], Unused::Prose);
        let mut methods: Vec<(String, Node<'d, '_>)> = Vec::new();
        methods.extend(METHODS.into_iter().filter_map(|method| Some((method.to_uppercase(), item.get(method)?))));
        let (query, additional) = (item.get("query"), item.get("additionalOperations"));
        if self.dialect >= Dialect::OpenApi32 {
            methods.extend(query.map(|operation| ("QUERY".to_owned(), operation)));
            methods.extend(additional.iter().flat_map(Node::entries).map(|operation| (operation.name().to_owned(), operation)));
        }
        if methods.is_empty() {
            entry.warn(format!("`{name}` has no operation: nothing is known of its requests"));
        }
        for (method, operation) in methods {
            let here = Node::start(operation.value(), operation.pointer(), self.sink);
            let Some(operation) = self.follow(here, "the request is left out") else { continue };
            let at = operation.pointer();
            let known = |known: &Webhook| known.at == at && known.callback.as_ref() == source;
            // A path item that several paths refer to is read once for each.
            if self.hints.borrow().webhooks.iter().any(known) {
                continue;
            }
            let own = self.section(&operation, "parameters").map(|list| self.parameters(&list)).unwrap_or_default();
            let rust_name = extensions::name(&operation);
            let read = self.received(&operation, merged(&shared, own));
            let webhook = Webhook { name: name.to_owned(), rust_name, method, callback: source.cloned(), operation: read, at };
            self.hints.borrow_mut().webhooks.push(webhook);
        }
        finish(&item, "path");
    }

    /// What a request has that others send.
    fn received(&self, node: &Node<'d, '_>, given: Vec<ReadParameter>) -> Operation {
        // What receivers answer, and how they are reached, is theirs to know.
        node.skip(&["responses", "security", "servers", "schemes", "produces", "callbacks"], Unused::NoEffect);
        let (mut parameters, mut bodies, mut fields) = (Vec::new(), Vec::new(), Vec::new());
        for one in given {
            match one.content {
                Content::Plain(parameter) if matches!(*parameter, Parameter::Header { .. }) => {
                    parameters.push(ReferenceOr::Item(*parameter))
                }
                Content::Plain(_) => {}
                Content::Body(body) => bodies.push((one.at, *body)),
                Content::Field { required, schema } => fields.push(FormField { name: one.name, required, schema: *schema }),
            }
        }
        let request_body = if self.dialect.is_openapi3() {
            self.declared_body(node)
        } else {
            let consumes = media_types(node, "consumes");
            self.request_body(node, bodies, fields, consumes.as_deref().unwrap_or(&self.consumes))
        };
        let operation = Operation {
            tags: node.get("tags").map(|list| list.texts()).unwrap_or_default(),
            summary: node.text_of("summary"),
            description: node.text_of("description"),
            external_docs: external_docs(node),
            operation_id: node.text_of("operationId"),
            parameters,
            request_body,
            deprecated: node.flag_of("deprecated"),
            extensions: extensions::at(node),
            ..Operation::default()
        };
        finish(node, "operation");
        operation
    }
}

fn is_extension(entry: &Node<'_, '_>) -> bool {
    entry.name().starts_with("x-")
}
