//! Callbacks for attempts.

use std::sync::Arc;

use http::{HeaderMap, Method};

/// An attempt that is about to be made.
///
/// # Examples
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use tallyfy::{Client, Method};
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
/// let seen = Arc::new(Mutex::new(Vec::new()));
/// let log = Arc::clone(&seen);
/// let client = Client::builder()
///     .on_attempt(move |attempt, headers| {
///         headers.insert("x-attempt", attempt.number.into());
///         log.lock().unwrap().push(format!("{} {} {}", attempt.number, attempt.method, attempt.path));
///     })
/// #   .base_url("https://api.example.com")
/// #   .transport(Server)
///     .build()?;
/// client.request(Method::GET, "/users/{id}").path("id", 7).await?;
/// assert_eq!(*seen.lock().unwrap(), ["1 GET /users/{id}"]);
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// The method of the request.
    pub method: &'a Method,
    /// The path template of the request: it has the names of parameters, not their values.
    pub path: &'a str,
    /// The id of the operation; `None` for a request that the definition has no method for.
    pub operation: Option<&'a str>,
    /// The number of the attempt; 1 for the first.
    pub number: u32,
}

/// The callback that is called before each attempt, and can add headers to it.
pub(crate) type OnAttempt = Arc<dyn Fn(AttemptInfo<'_>, &mut HeaderMap) + Send + Sync>;
