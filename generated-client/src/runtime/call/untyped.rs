//! Calls of operations that the definition does not have.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::Call;
use crate::runtime::body::File;
use crate::runtime::response::Json;
use crate::runtime::text::Param;

/// Marks a call of an operation that the definition does not have: see [`Client::request`](crate::runtime::Client::request).
///
/// # Examples
///
/// ```
/// use tallyfy::Method;
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// # let client = tallyfy::Client::builder().base_url("https://api.example.com").transport(Server).build()?;
/// let user = client.request(Method::PUT, "/users/{id}").path("id", 7).query("notify", false).json(&["admin"]).await?;
/// assert_eq!(user["name"], "Ada");
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub enum Raw {}

/// Parameters and bodies of operations that the definition does not have.
impl<M> Call<Json<Value>, Raw, (), M> {
    /// Sets a path parameter.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request = self.request.path(name, value);
        self
    }

    /// Sets a query parameter.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    /// Sets the body to a value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Sets the body to a file: bytes, a file on disk, or a stream. The media type is this one, unless the file has its own.
    pub fn body_from(mut self, media: impl Into<Cow<'static, str>>, file: impl Into<File>) -> Self {
        self.request = self.request.file(media, file);
        self
    }

    /// Sets the body to bytes of this media type.
    pub fn body(mut self, media: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        self.request = self.request.bytes(media, bytes);
        self
    }
}
