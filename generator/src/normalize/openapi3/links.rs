//! Links: what can be called after a response, with values of it.

use indexmap::IndexMap;
use openapiv3::{Link, LinkOperation, ReferenceOr};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::files::percent_decoded;
use crate::node::Node;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::finish;
use crate::normalize::extensions;

impl<'d> Document<'d> {
    /// The links of a response. They are documentation.
    pub(in crate::normalize) fn links(&self, list: &Node<'d, '_>) -> IndexMap<String, ReferenceOr<Link>> {
        let own = list.entries().filter(|entry| !entry.name().starts_with("x-"));
        own.filter_map(|entry| Some((entry.name().to_owned(), ReferenceOr::Item(self.link(&entry)?)))).collect()
    }

    fn link(&self, entry: &Node<'d, '_>) -> Option<Link> {
        let Some(node) = self.follow(Node::start(entry.value(), entry.pointer(), self.sink), "the link is left out") else {
            entry.repair("the link is left out", Change::Remove);
            return None;
        };
        if !node.is_object() {
            return None;
        }
        let operation = match (node.text_of("operationId"), node.text_of("operationRef")) {
            (Some(id), reference) => {
                if reference.is_some() {
                    let message = "`operationRef` has no effect beside `operationId`";
                    node.warn(message);
                    node.repair_at("operationRef", message, Change::Remove);
                }
                LinkOperation::OperationId(id)
            }
            (None, Some(reference)) => LinkOperation::OperationRef(percent_decoded(&reference)),
            (None, None) => {
                let found = Diagnostic::warning(node.pointer(), "a link without an operation is left out");
                node.report_repaired(found.help("`operationId`, or `operationRef`"), Change::Remove);
                return None;
            }
        };
        node.skip(&["server"], Unused::NoEffect);
        let parameters = node.raw("parameters").and_then(|list| list.value().as_object());
        let link = Link {
            description: node.text_of("description"),
            operation,
            request_body: node.raw("requestBody").map(|body| body.value().clone()),
            parameters: parameters.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect(),
            server: None,
            extensions: extensions::at(&node),
        };
        finish(&node, "link");
        Some(link)
    }
}
