//! Tokens that expire: they are requested with each attempt, and renewed by one call for all.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::Client;
use super::renewal::{OnRenewal, RenewalParts, TokenState, lock};
use super::token_provider::{TokenFuture, TokenProvider};
use crate::runtime::error::{Error, NoToken, token_error};
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::secret::Secret;

/// Tokens that a server issued, and their expiry.
///
/// # Examples
///
/// ```
/// use tallyfy::Tokens;
///
/// // What was kept of an earlier sign-in: `Renewing::starting_with` takes it.
/// let tokens = Tokens::new("an access token", Some("a refresh token".into()), Some(1_767_436_200));
/// assert_eq!(tokens.access_token.expose_secret(), "an access token");
/// assert!(!format!("{tokens:?}").contains("an access token"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tokens {
    /// The token that is sent with requests.
    pub access_token: Secret,
    /// The token for the next renewal, if the server issues one.
    pub refresh_token: Option<Secret>,
    /// When the access token expires, in seconds since 1970, if it is known.
    pub expires_at: Option<i64>,
    /// The scopes that the tokens are for, separated by spaces, if they are known.
    pub scope: Option<String>,
}

impl Tokens {
    /// Creates tokens. Without an expiry, they are valid until the server refuses them.
    pub fn new(access_token: impl Into<Secret>, refresh_token: Option<Secret>, expires_at: Option<i64>) -> Self {
        Self { access_token: access_token.into(), refresh_token, expires_at, scope: None }
    }

    /// Calls the function with each token.
    pub(crate) fn each_secret(&self, note: impl FnMut(&Secret)) {
        [&self.access_token].into_iter().chain(&self.refresh_token).for_each(note);
    }

    /// Sets the expiry of the access token to this many seconds from now, by the client's clock.
    #[must_use]
    pub fn expires_in(mut self, seconds: Option<i64>, client: &Client) -> Self {
        self.expires_at = seconds.map(|seconds| client.core().clock.unix_seconds().saturating_add(seconds));
        self
    }
}

/// A source of tokens: one way to sign in.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, TokenFuture, Renewing, Secret, TokenProvider, TokenSource, Tokens};
///
/// struct SignIn;
///
/// impl TokenSource for SignIn {
///     fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
///         // Here the server is asked, through `client` if it is the same API.
///         let granted = Tokens::new("a token", refresh_token.cloned(), None).expires_in(Some(3600), client);
///         Box::pin(async { Ok(granted) })
///     }
/// }
///
/// let builder = Client::builder().token_provider(Renewing::new(SignIn));
/// ```
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// Fetches tokens, with the last refresh token if there is one.
    ///
    /// The client is there to ask its own API: its calls send no token of a provider, so that they do not wait for this one.
    /// A call of another clone of the client needs the token that is being fetched, and fails.
    ///
    /// # Errors
    ///
    /// Returns an error if the server does not issue tokens, or does not respond.
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens>;
}

/// A token that is renewed before it expires.
///
/// | when | what happens |
/// |---|---|
/// | the first call | tokens are fetched, unless some are set |
/// | less than a minute is left of a token, or a tenth of its lifetime if that is less | it is renewed |
/// | the server refuses a token (401) | it is renewed, and the request is sent once more with the new one |
/// | several calls need a new token | it is renewed once, and they all wait for that |
/// | a call that waits is dropped, or its timeout or deadline passes | the renewal goes on, and its tokens are kept for later calls |
/// | renewing fails while the old token is valid | the old one is used, and renewed ten seconds later |
/// | renewing fails otherwise | the calls that waited fail with [`Error::Credentials`]; the next call tries again |
/// | renewing takes longer than four times the client's timeout | it has failed |
/// | the source panics | one call that waited panics, others fail; the next call tries again |
///
/// # Renewals and runtimes
///
/// A renewal runs as a task of the tokio runtime whose call needed it first, and the calls that wait drive it as well. So it
/// ends whether they stay or not, as long as that runtime runs. If the runtime is dropped or is not polled (a current-thread
/// runtime between two `block_on`), the next call that needs a token drives the renewal on, from another runtime too. What
/// the source has opened on the first runtime, such as a connection, it cannot rescue: then the renewal fails, or takes until
/// its timeout, and a refresh token that is valid only once may be lost. So give a program that signs in one runtime that
/// lives as long as its client. Outside a runtime, only the calls that wait drive a renewal.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, TokenFuture, Renewing, Secret, TokenProvider, TokenSource, Tokens};
///
/// # struct SignIn;
/// # impl TokenSource for SignIn {
/// #     fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
/// #         let granted = Tokens::new("a token", None, None).expires_in(Some(3600), client);
/// #         Box::pin(async { Ok(granted) })
/// #     }
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let token = Renewing::new(SignIn).on_renewal(|tokens| println!("expires at {:?}", tokens.expires_at)); // `SignIn` is a `TokenSource`
/// # let client = Client::builder().base_url("https://api.example.com").build()?;
/// assert_eq!(token.token(&client, None).await?.expose_secret(), "a token"); // as the client asks for it
/// let builder = Client::builder().token_provider(token);
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Renewing<S> {
    source: Arc<S>,
    state: Arc<Mutex<TokenState>>,
    on_renewal: Option<OnRenewal>,
}

impl<S: TokenSource> Renewing<S> {
    /// Creates a token that is renewed from this source.
    pub fn new(source: S) -> Self {
        Self { source: Arc::new(source), state: Arc::default(), on_renewal: None }
    }

    /// Sets the first tokens, which an application has stored.
    #[must_use]
    pub fn starting_with(self, tokens: Tokens) -> Self {
        lock(&self.state).tokens = Some(tokens);
        self
    }

    /// Sets a callback that stores new tokens. It is called before they are used: a refresh token may be valid only once.
    ///
    /// It is called for every renewal, also if no call waits for it any more. A panic in it does not fail the renewal.
    #[must_use]
    pub fn on_renewal(mut self, keep: impl Fn(&Tokens) + MaybeSend + MaybeSync + 'static) -> Self {
        self.on_renewal = Some(Arc::new(keep));
        self
    }

    /// Has the client hide the tokens in whatever a server sends back, also those that the call does not send.
    fn hide_tokens(&self, client: &Client) {
        if let Some(tokens) = &lock(&self.state).tokens {
            tokens.each_secret(|token| client.core().note_issued(token));
        }
    }

    async fn current(&self, client: &Client, refused: Option<&Secret>) -> Result<Secret, Error> {
        let clock = &client.core().clock;
        self.hide_tokens(client);
        let renewal = {
            let now = clock.unix_seconds();
            let mut state = lock(&self.state);
            if let Some(tokens) = state.good(now, refused) {
                return Ok(tokens.access_token.clone());
            }
            match &state.renewal {
                Some(renewal) => renewal.clone(),
                None => {
                    client.core().check_runtime().map_err(|problem| token_error(problem, NoToken::Unknown))?;
                    let refresh_token = state.tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone());
                    state.renewal.insert(self.parts(client).start(refresh_token)).clone()
                }
            }
        };
        let Some(renewed) = renewal.await else {
            let problem = "the token source waits for its own token; it can call with the client that it is given";
            return Err(token_error(problem, NoToken::Unknown));
        };
        self.hide_tokens(client);
        renewed.token().or_else(|error| {
            let now = clock.unix_seconds();
            lock(&self.state).valid(now, refused).map(|tokens| tokens.access_token.clone()).ok_or(error)
        })
    }

    fn parts(&self, client: &Client) -> RenewalParts<S> {
        RenewalParts {
            source: Arc::clone(&self.source),
            state: Arc::clone(&self.state),
            on_renewal: self.on_renewal.clone(),
            client: client.without_token_provider(),
            task_ended: Arc::default(),
        }
    }
}

impl<S: TokenSource> TokenProvider for Renewing<S> {
    fn token<'p>(&'p self, client: &'p Client, refused: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(self.current(client, refused))
    }
}

impl<S> fmt::Debug for Renewing<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewing").finish_non_exhaustive()
    }
}
