//! How calls begin.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::Call;
use super::untyped::Raw;
use crate::runtime::client::Client;
use crate::runtime::request::Request;
use crate::runtime::response::{Json, Reply};

impl Client {
    /// Starts a request that the definition has no method for.
    ///
    /// The path is a template: parameters that the client is bound to fill themselves in, others are given with
    /// [`path`](Call::path). Everything else (credentials, retries, errors) is as in any other call.
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call<Json<Value>, Raw> {
        Request::new(self.clone(), method, path.into()).into_call()
    }

    /// Starts the request of a generated method.
    pub(crate) fn call(&self, method: Method, path: &'static str) -> Request {
        Request::new(self.clone(), method, Cow::Borrowed(path))
    }
}

impl Request {
    /// Makes a call of it, which knows what comes back.
    pub fn into_call<K: Reply, O, H>(self) -> Call<K, O, H> {
        Call::new(self)
    }
}
