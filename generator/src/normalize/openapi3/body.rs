//! Request bodies.

use openapiv3::{ReferenceOr, RequestBody};

use crate::diagnostic::repair::Change;
use crate::hints::values::BodyHints;
use crate::node::Node;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::{beside_reference, finish};
use crate::normalize::extensions;

impl<'d> Document<'d> {
    /// The body of an operation, or the one that it refers to.
    pub(in crate::normalize) fn declared_body(&self, operation: &Node<'d, '_>) -> Option<ReferenceOr<RequestBody>> {
        let node = operation.get("requestBody")?;
        let node = Node::start(node.value(), node.pointer(), self.sink);
        let described = self.described_here(&node);
        beside_reference(&node);
        const INSTEAD: &str = "the body is left out, and calls cannot send it";
        let Some(node) = self.follow(node, INSTEAD) else {
            operation.repair_at("requestBody", INSTEAD, Change::Remove);
            return None;
        };
        let mut extensions = extensions::at(&node);
        let read = BodyHints { name: extensions::name(&node), parameter: "body".to_owned(), is_by_media: true };
        self.hints.borrow_mut().bodies.keep(read, &mut extensions);
        let content = match node.get("content") {
            Some(content) => self.content(&content),
            None => {
                node.warn(format!("a body without `content`: {INSTEAD}"));
                operation.repair_at("requestBody", format!("a body without `content`: {INSTEAD}"), Change::Remove);
                return None;
            }
        };
        let body =
            RequestBody { description: described.or(node.text_of("description")), content, required: node.flag_of("required"), extensions };
        finish(&node, "request body");
        Some(ReferenceOr::Item(body))
    }
}
