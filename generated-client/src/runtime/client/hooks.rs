//! What looks at each attempt.

use std::sync::Arc;

use http::{HeaderMap, Method};

/// What is known of an attempt that is about to be made.
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
    /// The request's method.
    pub method: &'a Method,
    /// The request's path with the names of its parameters, not their values.
    pub path: &'a str,
    /// 1 for the first attempt.
    pub number: u32,
}

/// Who looks at each attempt, and may add headers to it.
pub(crate) type OnAttempt = Arc<dyn Fn(AttemptInfo<'_>, &mut HeaderMap) + Send + Sync>;
