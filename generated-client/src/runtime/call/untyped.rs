//! Requests that the definition has no method for.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::Call;
use crate::runtime::body::File;
use crate::runtime::response::Json;
use crate::runtime::text::Param;

/// Marks a request that the definition has no method for.
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

/// What takes the place of arguments where there is no method.
impl Call<Json<Value>, Raw> {
    /// Fills in a parameter of the path.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request.set_path(name, value);
        self
    }

    /// Sets a parameter of the query.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Param) -> Self {
        self.request.set_query(name, value);
        self
    }

    /// Sets the body to a value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.request.set_json(body);
        self
    }

    /// Sets the body to a file of this media type, unless it says another one itself: bytes, one on disk, or a stream.
    pub fn body_from(mut self, media: impl Into<Cow<'static, str>>, file: impl Into<File>) -> Self {
        self.request.set_file(media, file);
        self
    }

    /// Sets the body to bytes of this media type.
    pub fn body(mut self, media: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        self.request.set_bytes(media, bytes);
        self
    }
}
