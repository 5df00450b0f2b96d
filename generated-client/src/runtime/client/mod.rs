//! The client, and what all its calls share.

mod base_url;
mod builder;
mod call_mode;
mod client_ref;
#[cfg(feature = "test-util")]
mod completed;
mod credentials;
mod default_headers;
mod default_transport;
mod drift;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod from_env;
mod read_only;
mod remedy;
mod renewal;
mod renewing_token;
mod running_calls;
mod shared_future;
mod token_provider;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;

use self::base_url::BaseUrl;
use self::credentials::Credentials;
pub(crate) use self::drift::OnDrift;
use self::remedy::{of_parameter, remedy};
use self::running_calls::RunningCalls;
use crate::runtime::api::Api;
use crate::runtime::hooks::Hooks;
use crate::runtime::log::Log;
use crate::runtime::platform::{NO_RUNTIME, in_runtime};
use crate::runtime::policy::{Clock, RequestLimit, Retry, RetryBudget};
use crate::runtime::secret::{REDACTED, Secret, Secrets};
use crate::runtime::transport::Transport;
#[cfg(feature = "blocking")]
use crate::runtime::worker::Worker;

pub(crate) use self::base_url::{check_tls, is_ipv6, next_placeholder};
pub use self::builder::ClientBuilder;
#[cfg(feature = "blocking")]
pub(crate) use self::builder::builder;
pub use self::call_mode::CallMode;
pub(crate) use self::client_ref::ClientRef;
pub(crate) use self::credentials::{BEARER, CredentialPlaces, secret_header};
pub use self::drift::Drift;
pub use self::read_only::ReadOnlyClient;
pub use self::renewing_token::{Renewing, TokenSource, Tokens};
pub use self::token_provider::{Granting, TokenFuture, TokenProvider};

/// A client of the API. It is cheap to clone: clones share their connections.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Method};
///
/// let client = Client::builder().token("a token").base_url("https://api.example.com").build()?;
/// let other = client.clone(); // shares the connections
/// let line = other.request(Method::GET, "/users/{id}").path("id", "a/b").preview()?;
/// assert!(line.starts_with("curl -X GET 'https://api.example.com/users/a%2Fb'"), "{line}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
    bound: Arc<Bindings>,
    /// Whether calls ask the provider for a token. Those of the provider itself do not: it would wait for itself.
    asks_provider: bool,
}

/// What a client is bound to.
struct Bindings {
    /// The values of parameters, and of variables of the base URL.
    values: Vec<(Cow<'static, str>, String)>,
    /// The base URL with these values, or what is wrong with them.
    base_url: Result<String, String>,
}

impl Bindings {
    fn new(core: &Core, values: Vec<(Cow<'static, str>, String)>) -> Self {
        Self { base_url: core.base.with(&values), values }
    }
}

/// What clones of a client share.
pub(crate) struct Core {
    pub api: &'static Api,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<dyn Clock>,
    pub base: BaseUrl,
    pub servers: Vec<(&'static str, String)>,
    pub headers: HeaderMap,
    /// Whether the application sets the `Accept` header of all requests.
    pub sets_accept: bool,
    pub credentials: Credentials,
    pub secrets: Arc<Secrets>,
    pub hooks: Hooks,
    pub log: Option<Log>,
    /// The callback for drift.
    pub on_drift: Option<OnDrift>,
    pub drift_values: bool,
    /// Whether the input of calls is checked against the constraints of the definition.
    /// Whether what changes something is only shown.
    pub dry_run: bool,
    #[cfg(feature = "constraints")]
    pub check_constraints: bool,
    /// Whether the transport is the default one.
    pub own_transport: bool,
    /// Whether calls need a tokio runtime: the default transport and the default clock do.
    pub needs_runtime: bool,
    /// The provider of tokens.
    pub provider: Option<Arc<dyn TokenProvider>>,
    /// The last tokens of the provider, and the secrets that they are renewed with, which must not be shown.
    pub issued: Mutex<Vec<Secret>>,
    pub timeout: Duration,
    pub deadline: Option<Duration>,
    /// The most bytes of a body that is collected in memory.
    pub max_response_bytes: u64,
    pub retry: Retry,
    pub budget: RetryBudget,
    /// The limit that the caller sets.
    pub limit: Option<Arc<dyn RequestLimit>>,
    pub running: Arc<RunningCalls>,
    /// The runtime of a blocking client.
    #[cfg(feature = "blocking")]
    pub worker: Worker,
}

impl Client {
    pub(crate) fn new(core: Core, values: Vec<(Cow<'static, str>, String)>) -> Self {
        let bound = Bindings::new(&core, values);
        Self { core: Arc::new(core), bound: Arc::new(bound), asks_provider: true }
    }

    /// Shuts the client down: waits until the calls that are running have ended, with their downloads. A call that is begun
    /// later is an error, with any clone; a list that is being read ends with one at its next page.
    ///
    /// It waits as long as the calls take: [`ClientBuilder::deadline`] limits these, or `tokio::time::timeout` the wait.
    ///
    /// # Examples
    ///
    /// ```
    /// # struct Server;
    /// # impl tallyfy::Transport for Server {
    /// #     fn send(&self, _: http::Request<tallyfy::Body>) -> tallyfy::TransportFuture {
    /// #         let response = http::Response::new(tallyfy::Body::from("{}"));
    /// #         Box::pin(async { Ok(response) })
    /// #     }
    /// # }
    /// use tallyfy::{Client, Method};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
    /// # let client = Client::builder().base_url("https://api.example.com").transport(Server).build()?;
    /// let running = tokio::spawn(client.request(Method::GET, "/users").into_future());
    /// tokio::task::yield_now().await;
    /// client.shutdown().await;
    /// assert!(running.is_finished() && client.request(Method::GET, "/users").await.is_err());
    /// # Ok::<(), tallyfy::Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn shutdown(&self) {
        self.core.running.shut_down().await;
    }

    /// Returns the base URL, or why it is not known.
    pub(crate) fn base_url(&self) -> Result<&str, &str> {
        self.bound.base_url.as_deref().map_err(String::as_str)
    }

    /// Returns the provider of tokens, if calls ask one.
    pub(crate) fn token_provider(&self) -> Option<&dyn TokenProvider> {
        self.core.provider.as_deref().filter(|_| self.asks_provider)
    }

    /// Returns the client that a provider or a source of tokens can use: its calls send no token of the provider.
    pub(crate) fn without_token_provider(&self) -> Self {
        Self { asks_provider: false, ..self.clone() }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Returns the value of a bound parameter.
    pub(crate) fn bound(&self, name: &str) -> Option<&str> {
        self.bound.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns a client that is bound to another value of a parameter, or of a variable of the base URL. It shares the
    /// connections. A value that is not valid is an error of the calls.
    #[must_use]
    pub fn bind(&self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let name = name.into();
        let mut values = self.bound.values.clone();
        values.retain(|(known, _)| *known != name);
        values.push((name, value.into()));
        Self { bound: Arc::new(Bindings::new(&self.core, values)), ..self.clone() }
    }
}

/// Describes a parameter that a client is not bound to, and how to bind it.
pub(crate) fn describe_unbound(client: &Client, name: &str) -> String {
    let remedy = of_parameter(client.core.api, name).unwrap_or_else(|| remedy(&["path"], None));
    format!("the parameter `{name}` is not set: {remedy}")
}

/// Returns whether a client is that of a provider or a source of tokens.
pub(crate) fn is_for_tokens(client: &Client) -> bool {
    !client.asks_provider
}

/// Returns all that a client is bound to.
pub(crate) fn bound_values(client: &Client) -> &[(Cow<'static, str>, String)] {
    &client.bound.values
}

impl Core {
    /// Returns why no call can be made from here.
    pub(crate) fn check_runtime(&self) -> Result<(), &'static str> {
        if self.needs_runtime && !in_runtime() { Err(NO_RUNTIME) } else { Ok(()) }
    }

    /// Remembers a token, so that it is not shown. Only the last few are kept.
    pub(crate) fn note_issued(&self, token: &Secret) {
        const KEPT: usize = 16;
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if !issued.contains(token) {
            issued.truncate(KEPT - 1);
            issued.insert(0, token.clone());
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.core.secrets.places();
        let shown = |(name, value): &(Cow<'static, str>, String)| {
            (name.to_string(), if places.is_name(name) { REDACTED.to_owned() } else { value.clone() })
        };
        let bound: Vec<(String, String)> = self.bound.values.iter().map(shown).collect();
        let mut shown = f.debug_struct("Client");
        let base_url = self.bound.base_url.as_ref().map(|url| self.core.secrets.scrub(url, REDACTED));
        shown.field("api", &self.core.api.name).field("base_url", &base_url).field("bound", &bound).finish_non_exhaustive()
    }
}
