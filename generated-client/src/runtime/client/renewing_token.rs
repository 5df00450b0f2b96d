//! Tokens that expire: they are requested with each attempt, and renewed by one call for all.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::Client;
use super::token_provider::{TokenFuture, TokenProvider};
use crate::runtime::error::Error;
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
}

impl Tokens {
    /// Creates tokens. Without an expiry, they are valid until the server refuses them.
    pub fn new(access_token: impl Into<Secret>, refresh_token: Option<Secret>, expires_at: Option<i64>) -> Self {
        Self { access_token: access_token.into(), refresh_token, expires_at }
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
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches tokens, with the last refresh token if there is one.
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
/// | several calls need a new token | one of them renews it, the others wait |
/// | renewing fails while the old token is valid | the old one is used, and renewed ten seconds later |
/// | renewing fails otherwise | the calls that waited fail with [`Error::Credentials`]; the next call tries again |
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
    source: S,
    state: Mutex<TokenState>,
    /// The number of finished attempts to renew.
    rounds: AtomicU64,
    keep: Option<Keep>,
}

type Keep = Box<dyn Fn(&Tokens) + Send + Sync>;

#[derive(Default)]
struct TokenState {
    tokens: Option<Tokens>,
    /// When the tokens were received, in seconds since 1970.
    since: Option<i64>,
    /// No renewal before this time, as long as the tokens are valid.
    not_before: i64,
    /// Why the last renewal failed.
    problem: Option<String>,
}

/// The seconds before its expiry at which a token is renewed.
const EARLY: i64 = 60;

/// The seconds between a failed renewal and the next one, as long as the token is valid.
const PAUSE: i64 = 10;

impl TokenState {
    /// Returns the tokens, unless they have to be renewed.
    fn good(&self, now: i64, refused: Option<&Secret>) -> Option<&Tokens> {
        let tokens = self.valid(now, refused)?;
        let Some(end) = tokens.expires_at else { return Some(tokens) };
        let life = end.saturating_sub(self.since.unwrap_or(now));
        let early = if self.since.is_some() { EARLY.min(life / 10) } else { EARLY };
        (now < self.not_before || now < end.saturating_sub(early)).then_some(tokens)
    }

    /// Returns the tokens, if they are valid.
    fn valid(&self, now: i64, refused: Option<&Secret>) -> Option<&Tokens> {
        let tokens = self.tokens.as_ref()?;
        (refused != Some(&tokens.access_token) && tokens.expires_at.is_none_or(|end| now < end)).then_some(tokens)
    }
}

impl<S: TokenSource> Renewing<S> {
    /// Creates a token that is renewed from this source.
    pub fn new(source: S) -> Self {
        Self { source, state: Mutex::default(), rounds: AtomicU64::new(0), keep: None }
    }

    /// Sets the first tokens, which an application has stored.
    #[must_use]
    pub fn starting_with(mut self, tokens: Tokens) -> Self {
        self.state.get_mut().tokens = Some(tokens);
        self
    }

    /// Sets a callback that stores new tokens. It is called before they are used: a refresh token may be valid only once.
    #[must_use]
    pub fn on_renewal(mut self, keep: impl Fn(&Tokens) + Send + Sync + 'static) -> Self {
        self.keep = Some(Box::new(keep));
        self
    }

    async fn current(&self, client: &Client, refused: Option<&Secret>) -> Result<Secret, Error> {
        let round = self.rounds.load(Ordering::Acquire);
        // The call that has the lock renews the token. If that call is dropped, the next one continues.
        let mut state = self.state.lock().await;
        let now = client.core().clock.unix_seconds();
        if let Some(tokens) = state.good(now, refused) {
            return Ok(tokens.access_token.clone());
        }
        if let Some(problem) = state.problem.as_ref().filter(|_| self.rounds.load(Ordering::Acquire) != round) {
            return Err(Error::credentials(problem.clone()));
        }
        let refresh = state.tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone());
        let fetched = self.source.fetch(client, refresh.as_ref()).await;
        self.rounds.fetch_add(1, Ordering::AcqRel);
        match fetched {
            Ok(mut tokens) => {
                // If the server issues no new refresh token, the old one stays valid.
                tokens.refresh_token = tokens.refresh_token.or(refresh);
                self.keep.iter().for_each(|keep| keep(&tokens));
                let token = tokens.access_token.clone();
                *state = TokenState { tokens: Some(tokens), since: Some(now), not_before: 0, problem: None };
                Ok(token)
            }
            Err(error) => match state.valid(now, refused).map(|tokens| tokens.access_token.clone()) {
                Some(token) => {
                    state.not_before = now.saturating_add(PAUSE);
                    Ok(token)
                }
                None => {
                    state.problem = Some(error.to_string());
                    Err(error)
                }
            },
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
