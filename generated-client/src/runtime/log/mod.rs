//! The log of requests and responses.

mod attempt;
mod body;
mod entry;

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use self::attempt::AttemptLog;
use self::entry::{LogEntry, write_entry};
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_sync};
use crate::runtime::observer::observe;
use crate::runtime::secret::Secrets;

/// Where the log of all requests and responses goes: to standard error, or to a function.
///
/// An entry shows a request, the head of a response, or how an attempt ended; headers, and the first kilobyte of a body that is
/// text. It has several lines, which begin with the numbers of the call and of its attempt. Secrets are replaced by `[redacted]`
/// wherever they are: tokens and keys by their values, and by the names of headers, parameters and JSON properties. A stream is
/// passed on as it comes, and its entry follows when it has ended.
///
/// What else is in bodies and URLs may be personal data. The log is meant for development, and for the support of one user.
///
/// # Examples
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use tallyfy::{Client, Log, Method};
///
/// # struct Server;
/// # impl tallyfy::Transport for Server {
/// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
/// #         let response = http::Response::new(tallyfy::Body::from(r#"{"name": "Ada"}"#));
/// #         Box::pin(async { Ok(response) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let entries = Arc::new(Mutex::new(Vec::new()));
/// let keep = Arc::clone(&entries);
/// let client = Client::builder()
///     .token("a token")
///     .log(Log::new(move |entry| keep.lock().unwrap().push(entry.to_owned())))
/// #   .base_url("https://api.example.com")
/// #   .transport(Server)
///     .build()?;
/// client.request(Method::GET, "/users/7").await?;
/// let entries = entries.lock().unwrap();
/// assert!(entries[0].starts_with("[1.1] > GET https://api.example.com/users/7"), "{}", entries[0]);
/// assert!(entries[0].contains("authorization: [redacted]"));
/// assert!(entries[2].starts_with(r#"[1.1] < {"name": "Ada"}"#), "{}", entries[2]);
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Log {
    write: Arc<maybe_sync!(dyn Fn(&str))>,
    /// Writes an entry. It is a function pointer, so that only programs that use it contain it.
    format: fn(&str, &LogEntry<'_>, &Secrets) -> String,
    /// The number of calls so far.
    calls: Arc<AtomicU64>,
}

impl Log {
    /// Writes the log to standard error.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{Client, Log};
    ///
    /// let client = Client::builder().base_url("https://api.example.com").log(Log::stderr()).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn stderr() -> Self {
        Self::new(|entry| {
            // Where standard error is closed, there is nobody to say it to.
            let _ = writeln!(std::io::stderr().lock(), "{entry}");
        })
    }

    /// Passes each entry of the log to a function. A panic in it does not fail the call.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Log;
    ///
    /// let log = Log::new(|entry| println!("{entry}"));
    /// ```
    pub fn new(write: impl Fn(&str) + MaybeSend + MaybeSync + 'static) -> Self {
        Self { write: Arc::new(write), format: write_entry, calls: Arc::default() }
    }

    /// Returns the number of the next call.
    pub(crate) fn next_call(&self) -> u64 {
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Writes an entry. All that is shown goes through here, so that no secret can be forgotten elsewhere.
    fn record(&self, label: &str, entry: &LogEntry<'_>, secrets: &Secrets) {
        observe(|| (self.write)(&(self.format)(label, entry, secrets)));
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").finish_non_exhaustive()
    }
}
