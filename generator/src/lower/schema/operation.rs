//! Operations as the document has them: where they stand, what they name, and which of their responses are successes.

use indexmap::IndexMap;
use openapiv3::{MediaType, OpenAPI, Operation, Parameter, ParameterSchemaOrContent, PathItem, ReferenceOr, Response, StatusCode};
use serde_json::Value;

use crate::hints::{self, Hints, Webhook};
use crate::ir::{Doc, StatusPattern};
use crate::lower::schema::view::SchemaRef;
use crate::names::Ident;
use crate::pointer::Pointer;
use crate::request::is_redirect;

/// The module of operations without a tag.
pub(in crate::lower) const UNTAGGED: &str = "api";

/// An operation and where it stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct Op<'a> {
    pub path: &'a str,
    /// As it is sent.
    pub method: &'a str,
    /// The method that its path item has it by.
    pub slot: &'static str,
    pub item: &'a PathItem,
    pub operation: &'a Operation,
}

impl<'a> Op<'a> {
    /// The operation id, or `GET /path` where there is none.
    pub(in crate::lower) fn id(&self) -> String {
        match self.operation.operation_id.as_deref().map(str::trim) {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => format!("{} {}", self.method, self.path),
        }
    }

    pub(in crate::lower) fn at(&self) -> Pointer {
        let at = hints::at(&self.operation.extensions);
        if at != Pointer::root() {
            return at;
        }
        Pointer::root().push("paths").push(self.path).push(self.method.to_ascii_lowercase())
    }

    /// The parameters of the operation and of its path.
    pub(in crate::lower) fn parameters(&self) -> impl Iterator<Item = &'a Parameter> + use<'a> {
        self.operation.parameters.iter().chain(&self.item.parameters).filter_map(ReferenceOr::as_item)
    }

    /// The names of the parameters of the query.
    pub(in crate::lower) fn queries(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.parameters().filter(|one| matches!(one, Parameter::Query { .. })).map(|one| one.parameter_data_ref().name.as_str())
    }

    /// The bodies, by their media types: that of the request, and those of all responses.
    pub(in crate::lower) fn contents(&self) -> impl Iterator<Item = &'a IndexMap<String, MediaType>> + use<'a> {
        let request = self.operation.request_body.iter().filter_map(ReferenceOr::as_item).map(|body| &body.content);
        let responses = self.operation.responses.responses.values().chain(&self.operation.responses.default);
        request.chain(responses.filter_map(ReferenceOr::as_item).map(|response| &response.content))
    }
}

/// A module in the making.
#[derive(Debug)]
pub(in crate::lower) struct Tagged<'a> {
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
pub(in crate::lower) fn operations(document: &OpenAPI) -> Vec<Op<'_>> {
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
        for (slot, operation) in methods {
            ops.extend(operation.as_ref().map(|operation| {
                let method = operation.extensions.get(hints::METHOD).and_then(Value::as_str).unwrap_or(slot);
                Op { path, method, slot, item, operation }
            }));
        }
    }
    ops.sort_by_key(|op| (op.path, op.method));
    ops
}

/// The path of an operation. A fragment only tells two operations apart; no server sees it.
pub(in crate::lower) fn path_of(op: &Op<'_>) -> String {
    op.path.split('#').next().unwrap_or_default().to_owned()
}

/// The schemas that operations name anywhere.
pub(in crate::lower) fn roots<'a>(ops: &[Op<'a>]) -> Vec<SchemaRef<'a>> {
    let mut found = Vec::new();
    for op in ops {
        found.extend(op.parameters().filter_map(|parameter| match &parameter.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
            ParameterSchemaOrContent::Content(content) => content.first()?.1.schema.as_ref().map(SchemaRef::from),
        }));
        let media = op.contents().flat_map(IndexMap::values);
        found.extend(media.filter_map(|media| media.schema.as_ref()).map(SchemaRef::from));
    }
    found
}

/// The schemas of all requests that the API sends.
pub(in crate::lower) fn payloads(hints: &Hints) -> impl Iterator<Item = SchemaRef<'_>> {
    hints.webhooks.iter().flat_map(payloads_of)
}

/// The schemas of a request that the API sends.
pub(in crate::lower) fn payloads_of(webhook: &Webhook) -> impl Iterator<Item = SchemaRef<'_>> {
    let media = webhook.body().into_iter().flat_map(|body| body.content.values());
    media.filter_map(|media| media.schema.as_ref()).map(SchemaRef::from)
}

/// A success that an operation declares.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct DeclaredSuccess<'a> {
    /// Its status; of all of a hundred, the last one.
    pub status: u16,
    /// Whether it stands for all of the hundred that nothing else is declared for.
    pub is_range: bool,
    pub response: &'a Response,
}

impl DeclaredSuccess<'_> {
    /// What it is declared for.
    pub(in crate::lower) fn pattern(&self) -> StatusPattern {
        if self.is_range { StatusPattern::Hundred(self.status / 100) } else { StatusPattern::One(self.status) }
    }
}

/// The successes of an operation, by status: where it promises no other, the redirects.
pub(in crate::lower) fn successes<'a>(op: &Op<'a>) -> Vec<DeclaredSuccess<'a>> {
    let responses = op.operation.responses.responses.iter().filter(|(status, _)| is_success(op, status));
    let mut found: Vec<DeclaredSuccess<'a>> = responses
        .filter_map(|(status, response)| match status {
            StatusCode::Code(code) => Some(DeclaredSuccess { status: *code, is_range: false, response: response.as_item()? }),
            StatusCode::Range(hundred) => {
                Some(DeclaredSuccess { status: hundred * 100 + 99, is_range: true, response: response.as_item()? })
            }
        })
        .collect();
    found.sort_by_key(|success| (success.status, success.is_range));
    found
}

/// Whether a status that an operation declares is a success of it.
pub(in crate::lower) fn is_success(op: &Op<'_>, status: &StatusCode) -> bool {
    if is_ok(status) {
        return true;
    }
    leads_elsewhere(status) && !op.operation.responses.responses.keys().any(is_ok)
}

fn is_ok(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

fn leads_elsewhere(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => is_redirect(*code),
        StatusCode::Range(hundred) => *hundred == 3,
    }
}

/// The redirects that are an operation's successes, which are not followed; sorted.
pub(in crate::lower) fn redirects(op: &Op<'_>) -> Vec<u16> {
    const ALL: [u16; 6] = [300, 301, 302, 303, 307, 308];
    let successes = op.operation.responses.responses.keys().filter(|status| !is_ok(status) && is_success(op, status));
    let mut found: Vec<u16> = successes
        .flat_map(|status| match status {
            StatusCode::Code(code) => vec![*code],
            StatusCode::Range(_) => ALL.to_vec(),
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The success that stands for all: the first one with a body, by status.
pub(in crate::lower) fn success<'a>(op: &Op<'a>) -> Option<&'a Response> {
    let found = successes(op);
    let with_body = found.iter().find(|success| !success.response.content.is_empty());
    with_body.or(found.first()).map(|success| success.response).or_else(|| success_by_default(op))
}

/// A document that names no success may mean it by `default`, unless it promises a redirect.
pub(in crate::lower) fn success_by_default<'a>(op: &Op<'a>) -> Option<&'a Response> {
    let responses = &op.operation.responses;
    let default = responses.default.as_ref().and_then(ReferenceOr::as_item);
    default.filter(|_| !responses.responses.keys().any(leads_elsewhere))
}
