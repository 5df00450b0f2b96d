//! The client.

use std::borrow::Cow;
use std::fmt;

use http::Method;
use serde_json::Value;

use crate::runtime::api::Api;
use crate::runtime::call::{Call, Raw};
use crate::runtime::client::{self, CallMode, ClientBuilder, ClientRef};
use crate::runtime::error::Error;
use crate::runtime::mode::Blocking;
use crate::runtime::response::Json;
use crate::runtime::worker::wait;

/// A client of the API whose calls return when the response is there. It is cheap to clone: clones share their connections and
/// their thread.
///
/// # Examples
///
/// ```
/// use tallyfy::{Method, blocking};
///
/// let client = blocking::Client::builder().token("a token").base_url("https://api.example.com").build()?;
/// let other = client.clone(); // shares the connections
/// let line = other.request(Method::GET, "/users/{id}").path("id", "a/b").preview()?;
/// assert!(line.starts_with("curl -X GET 'https://api.example.com/users/a%2Fb'"), "{line}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Client(pub(super) client::Client);

impl Client {
    /// Starts a call of an operation that the definition does not have. See [`Client::request`](crate::runtime::Client::request).
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call<Json<Value>, Raw, (), Blocking> {
        self.0.call(method, path).into()
    }

    /// Returns a client that is bound to another value of a parameter, or of a variable of the base URL. It shares the
    /// connections. A value that is not valid is an error of the calls.
    #[must_use]
    pub fn bind(&self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Self(self.0.bind(name, value))
    }

    /// Shuts the client down: waits until the calls that are running on other threads have ended. A call that is begun later is an
    /// error, with any clone.
    ///
    /// # Errors
    ///
    /// Returns an error if it is called by a callback on the client's own thread, which would wait for itself.
    ///
    /// # Examples
    ///
    /// ```
    /// let client = tallyfy::blocking::Client::builder().base_url("https://api.example.com").build()?;
    /// client.shutdown()?;
    /// # Ok::<(), tallyfy::Error>(())
    /// ```
    pub fn shutdown(&self) -> Result<(), Error> {
        let runtime = self.0.core().worker.runtime().map_err(Error::argument)?;
        wait(&runtime, self.0.shutdown());
        Ok(())
    }
}

/// Starts a client with the description of an API.
pub(crate) fn builder(api: &'static Api) -> ClientBuilder<Blocking> {
    client::builder(api)
}

impl CallMode for Blocking {
    type Client = Client;

    fn client(client: client::Client) -> Client {
        Client(client)
    }
}

impl<'c> From<&'c Client> for ClientRef<'c, Blocking> {
    #[inline]
    fn from(client: &'c Client) -> Self {
        Self::new(&client.0)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
