//! The methods that start a call.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::Call;
use super::untyped::Raw;
use crate::runtime::client::{Client, ClientRef};
use crate::runtime::request::Request;
use crate::runtime::response::{Json, Operation, method_of};

impl Client {
    /// Starts a call of an operation that the definition does not have.
    ///
    /// The path is a template. Parameters that the client is bound to are filled in, others are set with
    /// [`path`](Call::path). Credentials, retries and errors work as in any other call.
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call<Json<Value>, Raw> {
        self.call(method, path).into()
    }

    /// Begins a request that is no operation's.
    pub(crate) fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Request {
        Request::new(self.clone(), method, path.into(), None)
    }

    /// Begins the request of an operation.
    pub(crate) fn begin<O: Operation>(&self) -> Request {
        let request = Request::new(self.clone(), method_of::<O>(), Cow::Borrowed(O::PATH), Some(O::ID));
        #[cfg(feature = "constraints")]
        let request = request.constrained(O::CONSTRAINTS);
        request
    }
}

impl<M, A> ClientRef<'_, M, A> {
    /// Begins the request of an operation.
    pub(crate) fn begin<O: Operation>(self) -> Request {
        self.client().begin::<O>()
    }
}
