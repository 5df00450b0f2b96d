//! The builder of clients.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::header::{ACCEPT, HeaderMap, USER_AGENT};

use super::base_url::{BaseUrl, GivenBase, check_base_url, check_tls, next_placeholder};
use super::call_mode::CallMode;
use super::credentials::{Credentials, GivenCredentials, secrets};
use super::default_headers::default_headers;
use super::default_transport::{DefaultTransport, default_transport};
use super::drift::{Drift, OnDrift};
use super::remedy::{of_parameter, remedy};
use super::token_provider::TokenProvider;
use super::{Client, Core};
use crate::runtime::api::{Api, Server, Variable};
use crate::runtime::error::Error;
use crate::runtime::hooks::{AfterAttempt, AttemptInfo, AttemptOutcome, BeforeAttempt, Hook};
use crate::runtime::log::Log;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::mode::Async;
use crate::runtime::policy::{Clock, NewLimit, Retry, SystemClock, Throttle};
use crate::runtime::secret::{Secret, Secrets, in_header};
use crate::runtime::transport::Transport;
#[cfg(feature = "blocking")]
use crate::runtime::worker::Worker;

/// The default of [`ClientBuilder::max_response_bytes`]: a page or a value has a few megabytes at most.
const MAX_RESPONSE_BYTES: u64 = 64 * 1024 * 1024;

/// Builds a [`Client`].
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{Client, Retry};
///
/// let client = Client::builder()
///     .base_url("https://api.example.com")
///     .token("a token")
///     .timeout(Duration::from_secs(20)) // one attempt
///     .deadline(Duration::from_secs(60)) // all attempts together
///     .retry(Retry::default().retries(5))
///     .user_agent("my-service/1.0")
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<M = Async> {
    pub(super) api: &'static Api,
    pub(super) base_url: Option<GivenBase>,
    pub(super) servers: Vec<(Cow<'static, str>, String)>,
    pub(super) bound: Vec<(Cow<'static, str>, String)>,
    pub(super) given: GivenCredentials,
    headers: Vec<(String, String)>,
    application: Option<(String, String)>,
    timeout: Duration,
    default_transport: DefaultTransport,
    deadline: Option<Duration>,
    max_response_bytes: u64,
    retry: Retry,
    limit: Option<NewLimit>,
    transport: Option<Arc<dyn Transport>>,
    hooks: Vec<Arc<dyn Hook>>,
    pub(super) log: Option<Log>,
    on_drift: Option<OnDrift>,
    drift_values: bool,
    dry_run: bool,
    #[cfg(feature = "constraints")]
    check_constraints: bool,
    clock: Option<Arc<dyn Clock>>,
    mode: PhantomData<fn() -> M>,
}

impl ClientBuilder {
    /// Starts with the description of an API.
    pub(crate) fn new(api: &'static Api) -> Self {
        builder(api)
    }
}

/// Starts a client of either mode with the description of an API.
pub(crate) fn builder<M>(api: &'static Api) -> ClientBuilder<M> {
    ClientBuilder {
        api,
        base_url: None,
        servers: Vec::new(),
        bound: Vec::new(),
        given: GivenCredentials::default(),
        headers: Vec::new(),
        application: None,
        timeout: Duration::from_secs(60),
        default_transport: DefaultTransport::new(),
        deadline: None,
        max_response_bytes: MAX_RESPONSE_BYTES,
        retry: Retry::default(),
        limit: None,
        transport: None,
        hooks: Vec::new(),
        log: None,
        on_drift: None,
        drift_values: false,
        dry_run: false,
        #[cfg(feature = "constraints")]
        check_constraints: false,
        clock: None,
        mode: PhantomData,
    }
}

impl<M> ClientBuilder<M> {
    /// Sets the base URL of the API.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(GivenBase::Url(url.into()));
        self
    }

    /// Sets another server of the definition, whose variables have setters.
    #[doc(hidden)]
    pub fn base_server(mut self, url: &'static str, variables: &'static [Variable]) -> Self {
        self.base_url = Some(GivenBase::Server(url, variables));
        self
    }

    /// Sets the token that is sent with every request: as a bearer token, or as the key of an API that has no scheme for tokens.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.given.token = Some(token.into());
        self
    }

    /// Sets a provider that is asked for the token of each attempt: a closure, or a
    /// [`Renewing`](crate::runtime::Renewing) token.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.given.provider = Some(Arc::new(provider));
        self
    }

    /// Sets the key of one security scheme, by the scheme's name in the definition.
    pub fn api_key(mut self, scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.given.keys.push((scheme.into(), key.into()));
        self
    }

    /// Sets the user and the password for HTTP basic authentication.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.given.basic = Some((user.into(), password.into()));
        self
    }

    /// Sets the timeout of an attempt, from the first byte sent to the last byte received. Default: 60 seconds.
    /// A token provider has as long for a token.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout for a new connection. Default: 10 seconds. It has no effect on a transport that the application sets.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    #[inline]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.default_transport.connect_timeout = timeout;
        self
    }

    /// Sets the deadline of a call: the time for all its attempts and the waits between them. Default: no limit.
    #[inline]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the most bytes that the body of one response may have. Default: 67,108,864 (64 MiB).
    ///
    /// It applies to every body that is collected in memory: values, pages, tokens and errors. A body is counted as it comes,
    /// whatever length the server announces. A success with a larger one is an [`Error::Decode`] that names the limit, and
    /// is not retried. A refusal stays the same error: it keeps 64 KiB of its body anyway. The limit does not apply to
    /// [`download`](crate::runtime::Call::download), which streams files of any size.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Client;
    ///
    /// let client = Client::builder()
    ///     .base_url("https://api.example.com")
    ///     .max_response_bytes(8 * 1024 * 1024) // 8 MiB
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the retry policy.
    #[inline]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how many requests are sent at most, in a time and at once. Default: no limit. See [`Throttle`].
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.limit = Some(throttle.into_new_limit());
        self
    }

    /// Adds a header to every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the application to the `User-Agent`, before the name and version of this crate: `my-service/1.0 this-crate/0.1.0`.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{Client, Method};
    ///
    /// let client = Client::builder().base_url("https://api.example.com").application("my-service", "1.0").build()?;
    /// let line = client.request(Method::GET, "/users").preview()?;
    /// assert!(line.contains("'user-agent: my-service/1.0 "), "{line}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn application(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.application = Some((name.into(), version.into()));
        self
    }

    /// Sets the whole `User-Agent`. Default: the name and version of this crate, after those of the
    /// [`application`](Self::application).
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.header(USER_AGENT.as_str(), user_agent)
    }

    /// Sets the transport that sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a hook, which is called before each attempt and when it has ended. See [`Hook`] for the order of several
    /// hooks. With the feature `tracing`, the span of the attempt is the current one when it starts.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Adds a [`Hook`] that is called before each attempt, and can add headers to it.
    pub fn on_attempt(self, look: impl Fn(AttemptInfo<'_>, &mut HeaderMap) + MaybeSend + MaybeSync + 'static) -> Self {
        self.hook(BeforeAttempt(look))
    }

    /// Adds a [`Hook`] that is called after each attempt, with its outcome. An attempt has exactly one, also if the caller drops
    /// the call.
    pub fn on_outcome(self, look: impl Fn(AttemptInfo<'_>, &AttemptOutcome) + MaybeSend + MaybeSync + 'static) -> Self {
        self.hook(AfterAttempt(look))
    }

    /// Sets where the log of all requests and responses goes. Default: no log, unless [`from_env`](Self::from_env) finds one. See
    /// [`Log`].
    pub fn log(mut self, log: Log) -> Self {
        self.log = Some(log);
        self
    }

    /// With the feature `drift`: sets a callback for drift, differences between what servers send and the definition. See [`Drift`].
    ///
    /// It is called once for each difference in a response, with the number of times it occurs, and for at most 100
    /// differences. It is called before the call returns, even if the call fails because of it. The callback runs on the
    /// decoding thread; hand expensive work to another task. A panic in it does not fail the call, and ends the reports of the
    /// response.
    #[cfg(feature = "drift")]
    pub fn on_drift(mut self, observer: impl Fn(Drift) + MaybeSend + MaybeSync + 'static) -> Self {
        self.on_drift = Some(OnDrift::new(observer));
        self
    }

    /// With the feature `drift`: sets whether [`Drift::value`] shows unknown values of enums. Default: no, because a server may send personal data
    /// where the definition still has an enum.
    #[cfg(feature = "drift")]
    pub fn drift_values(mut self, show: bool) -> Self {
        self.drift_values = show;
        self
    }

    /// Sets whether the client only shows what calls would change. Default: no.
    ///
    /// A call that may change something is checked as ever, is not sent, and is an [`Error::DryRun`]:
    /// [`Error::preview`] has the request as a curl command line. What only reads is sent: that is decided by
    /// the method (`GET`, `HEAD`, `OPTIONS`, `TRACE`, `QUERY`), where the definition does not say otherwise. Requests for tokens are
    /// sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{Client, Error, Method};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
    /// let client = Client::builder().base_url("https://api.example.com").dry_run(true).build()?;
    /// let error = client.request(Method::DELETE, "/users/{id}").path("id", 8).await.unwrap_err();
    /// assert!(matches!(error, Error::DryRun(_)));
    /// assert!(error.preview().is_some_and(|curl| curl.contains("DELETE")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }

    /// With the feature `constraints`: sets whether calls check their input before anything is sent: bounds, lengths, patterns and
    /// numbers of items that the definition gives. Default: no.
    ///
    /// Input that violates constraints is an [`Error::Constraints`], which lists all of them
    /// ([`Error::violations`]). Nothing is sent then. What is absent or null is not checked, and neither is a field that the
    /// definition does not name. A check is made when a value is handed over, and costs about as much as writing it once more.
    /// [`Call::check_constraints`](crate::runtime::Call::check_constraints) decides for one call.
    #[cfg(feature = "constraints")]
    #[inline]
    pub fn check_constraints(mut self, check: bool) -> Self {
        self.check_constraints = check;
        self
    }

    /// Sets the clock and the source of random numbers, for tests.
    #[doc(hidden)]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Binds the client to a value of a parameter, which is sent with all calls.
    pub fn bind(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.bound.retain(|(known, _)| *known != name);
        self.bound.push((name, value.into()));
        self
    }

    /// Sets the URL of a server other than the default one.
    pub fn server(mut self, name: impl Into<Cow<'static, str>>, url: impl Into<String>) -> Self {
        self.servers.push((name.into(), url.into()));
        self
    }
}

impl<M: CallMode> ClientBuilder<M> {
    /// Builds the client: a [`Client`], or the one whose `builder` this is. This does not open a connection.
    ///
    /// # Errors
    ///
    /// Returns an error if a URL, a header or a credential is not valid, and for what can never work: an empty token or
    /// parameter, a timeout of zero, a limit of zero requests, or an `https` URL in a build without TLS. It says how to set what it is about.
    pub fn build(self) -> Result<M::Client, Error> {
        let secrets = secrets_of(&self);
        checked(self, secrets.clone()).map(M::client).map_err(|error| error.scrubbed(&secrets))
    }
}

/// Returns what must not be shown.
fn secrets_of<M>(builder: &ClientBuilder<M>) -> Secrets {
    let mut secrets = secrets(builder.api, &builder.given);
    let fixed = builder.api.headers.iter().copied();
    for (name, value) in fixed.chain(builder.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
        if secrets.places().is_header(name) {
            let mut found = Vec::new();
            in_header(name, value, &mut |secret| found.push(secret.to_owned()));
            found.iter().for_each(|secret| secrets.add(secret));
        }
    }
    secrets
}

fn checked<M>(builder: ClientBuilder<M>, secrets: Secrets) -> Result<Client, Error> {
    let api = builder.api;
    check(&builder)?;
    let base = BaseUrl::new(builder.base_url.as_ref(), api).map_err(Error::argument)?;
    let base_url = base.with(&builder.bound).map_err(Error::argument)?;
    let servers = servers_of(&builder)?;
    let needs_runtime = builder.transport.is_none() || builder.clock.is_none();
    let own_transport = builder.transport.is_none();
    if own_transport {
        let given = builder.servers.iter().map(|(_, url)| url);
        [&base_url].into_iter().chain(given).try_for_each(|url| check_tls(url)).map_err(Error::argument)?;
    }
    let transport = match builder.transport {
        Some(transport) => transport,
        None => default_transport(builder.default_transport, base_url.starts_with("https:"))?,
    };
    let clock = builder.clock.unwrap_or_else(|| Arc::new(SystemClock::default()));
    let limit = builder.limit.map(|new| new(&clock)).transpose().map_err(Error::argument)?;
    let core = Core {
        api,
        transport,
        clock,
        limit,
        base,
        servers,
        sets_accept: builder.headers.iter().any(|(name, _)| ACCEPT == name.as_str()),
        headers: default_headers(api, builder.application.as_ref(), &builder.headers, secrets.places())?,
        credentials: Credentials::new(api, &builder.given).map_err(Error::argument)?,
        secrets: Arc::new(secrets),
        hooks: builder.hooks.into(),
        log: builder.log,
        on_drift: builder.on_drift,
        drift_values: builder.drift_values,
        dry_run: builder.dry_run,
        #[cfg(feature = "constraints")]
        check_constraints: builder.check_constraints,
        own_transport,
        needs_runtime,
        provider: builder.given.provider.filter(|_| builder.given.token.is_none()),
        issued: Mutex::default(),
        timeout: builder.timeout,
        deadline: builder.deadline,
        max_response_bytes: builder.max_response_bytes,
        budget: builder.retry.shared_budget(),
        retry: builder.retry,
        running: Arc::default(),
        #[cfg(feature = "blocking")]
        worker: Worker::default(),
    };
    Ok(Client::new(core, builder.bound))
}

/// Checks that nothing is empty that must not be.
fn check<M>(builder: &ClientBuilder<M>) -> Result<(), Error> {
    let api = builder.api;
    let is_empty = |secret: &Secret| secret.expose_secret().trim().is_empty();
    if builder.given.token.as_ref().is_some_and(is_empty) {
        return Err(Error::argument(format!("the token is empty: {}", remedy(&["token"], api.token_env))));
    }
    if let Some((name, _)) = builder.given.keys.iter().find(|(_, key)| is_empty(key)) {
        return Err(Error::argument(format!("the key of the security scheme `{name}` is empty: {}", remedy(&["api_key"], None))));
    }
    // RFC 7617, section 2: the server would take what follows the colon for the password.
    if builder.given.basic.as_ref().is_some_and(|(user, _)| user.contains(':')) {
        return Err(Error::argument("the user of `basic_auth` contains a colon"));
    }
    if builder.timeout.is_zero() {
        return Err(Error::argument("`timeout` is zero, so that no call can end in time"));
    }
    for (name, value) in &builder.bound {
        if let Some(remedy) = of_parameter(api, name).filter(|_| value.trim().is_empty()) {
            return Err(Error::argument(format!("the parameter `{name}` is empty: {remedy}")));
        }
    }
    Ok(())
}

/// Returns the URLs of the servers other than the default one.
fn servers_of<M>(builder: &ClientBuilder<M>) -> Result<Vec<(&'static str, String)>, Error> {
    let url = |server: &Server| {
        let given = builder.servers.iter().rfind(|(name, _)| name == server.name);
        let wrong = |problem| Error::argument(format!("{problem}; {}", remedy(&[server.setter], server.env)));
        if let (None, Some((_, name, _))) = (given, next_placeholder(server.url)) {
            let problem = format!("the URL `{}` of the server `{}` has no value for `{{{name}}}`", server.url, server.name);
            return Err(wrong(problem));
        }
        let url = check_base_url(given.map_or(server.url, |(_, url)| url)).map_err(wrong)?;
        Ok((server.name, url))
    };
    builder.api.servers.iter().map(url).collect()
}

/// Shows no values: any of them may be a secret.
impl<M> fmt::Debug for ClientBuilder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
