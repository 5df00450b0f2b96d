//! What can be called after an operation, with values of its response.

use openapiv3::{Link, LinkOperation, ReferenceOr};
use serde_json::Value;

use crate::hints;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::docs;
use crate::lower::schema::operation::Op;
use crate::pointer::Pointer;

impl<'a> OperationLowering<'a> {
    /// The links of an operation's responses, each once. Which methods they lead to is known when all have names.
    pub(in crate::lower) fn next_operations(&mut self, op: &Op<'a>) -> Vec<ir::Link> {
        let responses = &op.operation.responses;
        let all = responses.responses.values().chain(&responses.default).filter_map(ReferenceOr::as_item);
        let mut found: Vec<ir::Link> = Vec::new();
        for (name, link) in all.flat_map(|response| &response.links) {
            let Some(link) = link.as_item() else { continue };
            let at = hints::at(&link.extensions);
            let Some(target) = self.target(&link.operation) else {
                self.warn(at, format!("the link `{name}` leads to no operation of this document"));
                continue;
            };
            let link = ir::Link {
                name: name.clone(),
                doc: docs::of_text(link.description.as_deref()),
                target,
                method: None,
                values: values(link),
                at,
            };
            if !found.contains(&link) {
                found.push(link);
            }
        }
        found
    }

    /// Where the operation stands that a link names.
    fn target(&self, operation: &LinkOperation) -> Option<Pointer> {
        match operation {
            LinkOperation::OperationId(id) => self.by_id.get(id.as_str()).map(Op::at),
            LinkOperation::OperationRef(reference) => Pointer::parse(reference.strip_prefix('#')?),
        }
    }
}

/// The values that the other operation takes, each with where it comes from.
fn values(link: &Link) -> Vec<(String, String)> {
    let parameters = link.parameters.iter().map(|(name, value)| {
        let place = ["path.", "query.", "header.", "cookie."].into_iter().find_map(|place| name.strip_prefix(place));
        (format!("`{}`", place.unwrap_or(name)), source(value))
    });
    parameters.chain(link.request_body.iter().map(|value| ("the body".to_owned(), source(value)))).collect()
}

/// Where a value comes from, in words.
fn source(value: &Value) -> String {
    let Some(text) = value.as_str() else { return format!("`{value}`") };
    let part = |text: &str| text.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~");
    match text {
        "$response.body" => return "the response".to_owned(),
        "$request.body" => return "the body of the request".to_owned(),
        "$statusCode" => return "the status of the response".to_owned(),
        _ => {}
    }
    if let Some(place) = text.strip_prefix("$response.body#") {
        return format!("`{}` of the response", part(place));
    }
    if let Some(place) = text.strip_prefix("$request.body#") {
        return format!("`{}` of the request", part(place));
    }
    if let Some(name) = text.strip_prefix("$response.header.") {
        return format!("the header `{name}` of the response");
    }
    let of_request =
        ["path", "query", "header"].into_iter().find_map(|place| text.strip_prefix("$request.")?.strip_prefix(place)?.strip_prefix('.'));
    match of_request {
        Some(name) => format!("the same `{name}`"),
        None => format!("`{text}`"),
    }
}
