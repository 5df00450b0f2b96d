//! Requests that the API sends: webhooks, and callbacks of operations. The OpenAPI 3.0 model has no place for the former.

use openapiv3::{Operation, ReferenceOr, RequestBody};

use crate::pointer::Pointer;

/// A request that the API sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// Its name in the document; that of a callback.
    pub name: String,
    /// `x-name`
    pub rust_name: Option<String>,
    /// Its method, in upper case.
    pub method: String,
    /// Which operation asks for it, where one does.
    pub callback: Option<CallbackSource>,
    /// What is sent, in the words of operations. Of its parameters only headers are there.
    pub operation: Operation,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// Where a callback comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct CallbackSource {
    /// Where the operation stands that asks for it.
    pub operation: Pointer,
    /// The expression that gives the address (`{$request.body#/url}`).
    pub expression: String,
}

impl Webhook {
    /// Returns its body, if it has one.
    pub fn body(&self) -> Option<&RequestBody> {
        self.operation.request_body.as_ref().and_then(ReferenceOr::as_item)
    }
}
