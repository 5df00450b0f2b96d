//! The methods that start a call.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::Call;
use super::untyped::Raw;
use crate::runtime::client::Client;
use crate::runtime::request::Request;
use crate::runtime::response::Json;

impl Client {
    /// Starts a call of an operation that the definition does not have.
    ///
    /// The path is a template. Parameters that the client is bound to are filled in, others are set with
    /// [`path`](Call::path). Credentials, retries and errors work as in any other call.
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call<Json<Value>, Raw> {
        Request::new(self.clone(), method, path.into()).into()
    }

    /// Starts the request of a generated method.
    pub(crate) fn call(&self, method: Method, path: &'static str) -> Request {
        Request::new(self.clone(), method, Cow::Borrowed(path))
    }
}
