//! What watches attempts.

use std::future::{Future, ready};
use std::pin::Pin;

use http::{HeaderMap, Method};

use super::outcome::AttemptOutcome;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send};

/// An attempt: a request that is sent once.
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
    /// The number of the attempt within its call; 1 for the first. Retries count, and so do redirects and requests with
    /// another token.
    pub number: u32,
}

/// Watches the attempts of all calls: it is called when one starts, and once when it has ended.
///
/// A client may have several hooks. When an attempt starts, they are called in the order in which they were added, one after
/// the other; when it ends, in reverse. So the last one is next to the connection. Calls do not wait for the hooks of other
/// calls. A panic in a hook does not fail the call: the other hooks are called as if it had returned.
///
/// # Examples
///
/// ```
/// use tallyfy::{AttemptEnd, AttemptInfo, AttemptOutcome, Client, HeaderMap, Hook, HookFuture};
///
/// struct Metrics;
///
/// impl Hook for Metrics {
///     fn before_attempt<'h>(&'h self, attempt: AttemptInfo<'h>, headers: &'h mut HeaderMap) -> HookFuture<'h> {
///         Box::pin(async move {
///             headers.insert("x-attempt", attempt.number.into());
///         })
///     }
///
///     fn after_attempt(&self, attempt: AttemptInfo<'_>, outcome: &AttemptOutcome) {
///         let operation = attempt.operation.unwrap_or("other");
///         match (outcome.end, outcome.status) {
///             (AttemptEnd::Received, Some(status)) => println!("{operation}: {status} after {:?}", outcome.elapsed),
///             (AttemptEnd::Failed(kind), _) => println!("{operation}: {kind:?}, next attempt: {:?}", outcome.next_attempt_in),
///             _ => println!("{operation}: dropped after {} bytes", outcome.bytes_received),
///         }
///     }
/// }
///
/// let client = Client::builder().base_url("https://api.example.com").hook(Metrics).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Hook: MaybeSend + MaybeSync + 'static {
    /// Called before a request is sent. It can add headers, which replace those of the same name; it is shown only those that
    /// earlier hooks have added. To another host than that of the API, where a redirect may lead, only `Accept`, `Accept-Language` and
    /// `User-Agent` are sent of them: any other may be a secret.
    ///
    /// The request waits for it. The time that it takes counts towards the timeout of the attempt and the deadline of the call.
    fn before_attempt<'h>(&'h self, attempt: AttemptInfo<'h>, headers: &'h mut HeaderMap) -> HookFuture<'h> {
        let _ = (attempt, headers);
        Box::pin(ready(()))
    }

    /// Called when the attempt has ended, exactly once for each attempt that `before_attempt` was called for.
    ///
    /// It is also called when the caller drops the call, where nothing could be awaited any more: hand what takes long to another
    /// task.
    fn after_attempt(&self, attempt: AttemptInfo<'_>, outcome: &AttemptOutcome) {
        let _ = (attempt, outcome);
    }
}

/// The future of a hook.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::HookFuture;
///
/// fn pause() -> HookFuture<'static> {
///     Box::pin(tokio::time::sleep(Duration::from_millis(5)))
/// }
/// ```
pub type HookFuture<'h> = Pin<Box<maybe_send!(dyn Future<Output = ()> + 'h)>>;
