//! A person signs in with a browser: the authorization code grant with PKCE (RFC 6749, section 4.1, and RFC 7636).

use std::fmt;

use percent_encoding::percent_decode_str;

use super::endpoints::Endpoint;
use super::error::{OAuthError, Refusal};
use super::oauth_client::OAuthClient;
use super::pkce::{challenge, random_string, same_secret};
use super::token_request::Grant;
use crate::runtime::api::FlowKind;
use crate::runtime::client::{Client, Tokens};
use crate::runtime::secret::{REDACTED, Secret};
use crate::runtime::text::{percent, push_pair};

/// A sign-in that a person has to complete with a browser.
///
/// Open [`url`](Self::url) in the person's browser. The server leads it back to the redirect URI, where a [`LoopbackListener`] or the
/// application's own web server waits for it. What comes there is checked, and gives the code that [`exchange`](Self::exchange) takes.
///
/// [`LoopbackListener`]: crate::runtime::oauth::LoopbackListener
///
/// # Examples
///
/// ```
/// use tallyfy::Client;
/// use tallyfy::oauth::{OAuthClient, OAuthError};
///
/// # let client = Client::builder().base_url("https://api.example.com").build()?;
/// let app = OAuthClient::new("my application")
///     .authorization_url("https://login.example.com/authorize")
///     .token_url("https://login.example.com/token");
/// let request = app.authorize(&client, "https://my.example.com/callback").unwrap();
/// assert!(request.url().starts_with("https://login.example.com/authorize?response_type=code&client_id=my%20application&"));
/// // Somebody tries to have a code of theirs exchanged.
/// assert!(matches!(request.check("code=abc&state=xyz"), Err(OAuthError::StateMismatch)));
/// # Ok::<(), tallyfy::Error>(())
/// ```
pub struct AuthorizationRequest {
    app: OAuthClient,
    pub(super) client: Client,
    url: Secret,
    redirect_uri: String,
    verifier: Secret,
    pub(super) check: CallbackCheck,
}

/// The check of what a browser brings.
#[derive(Clone)]
pub(super) struct CallbackCheck {
    state: Secret,
}

/// A code that a browser has brought, and that is of the sign-in that was begun.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Tokens;
/// use tallyfy::oauth::{AuthorizationRequest, OAuthError};
///
/// /// `query` is that of the request which the browser has made to the redirect URI.
/// async fn callback(request: AuthorizationRequest, query: &str) -> Result<Tokens, OAuthError> {
///     let code = request.check(query)?;
///     request.exchange(code).await
/// }
/// ```
pub struct AuthorizationCode(Secret);

impl OAuthClient {
    /// Begins the sign-in of a person. The server leads the browser back to the redirect URI, which it has to know.
    ///
    /// # Errors
    ///
    /// Returns an error if a URL is not known or not valid, or if the system has no random numbers.
    pub fn authorize(&self, client: &Client, redirect_uri: impl Into<String>) -> Result<AuthorizationRequest, OAuthError> {
        let (redirect_uri, state, verifier) = (redirect_uri.into(), random_string()?, random_string()?);
        let endpoint = self.endpoint(client, Endpoint::Authorization, Some(FlowKind::AuthorizationCode))?.to_string();
        let scope = self.scope(client, FlowKind::AuthorizationCode);
        let (id, challenge) = (self.id.as_str(), challenge(&verifier));
        let mut params = vec![("response_type", "code"), ("client_id", id), ("redirect_uri", &redirect_uri)];
        params.extend(scope.as_deref().map(|scope| ("scope", scope)));
        params.extend([("state", state.expose_secret()), ("code_challenge", &challenge), ("code_challenge_method", "S256")]);
        let own = |name: &str| params.iter().any(|(known, _)| *known == name);
        let others = self.authorization_params.iter().filter(|(name, _)| !own(name)).map(|(name, value)| (&**name, value.as_str()));
        let mut query = String::new();
        params.iter().copied().chain(others).for_each(|(name, value)| push_pair(&mut query, name, &percent(value)));
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        let url = format!("{endpoint}{separator}{query}").into();
        Ok(AuthorizationRequest { app: self.clone(), client: client.clone(), url, redirect_uri, verifier, check: CallbackCheck { state } })
    }
}

impl AuthorizationRequest {
    /// Returns the URL to open in the browser. It contains the `state`, so it should not be logged.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.expose_secret()
    }

    /// Checks what the browser has brought: the query of its request to the redirect URI, or the whole URL.
    ///
    /// # Errors
    ///
    /// Returns [`OAuthError::StateMismatch`] if it is not of this sign-in: then the sign-in can go on. Returns
    /// [`OAuthError::Refused`] if the server or the person has refused, and [`OAuthError::InvalidCallback`] if there is no code.
    pub fn check(&self, callback: &str) -> Result<AuthorizationCode, OAuthError> {
        self.check.check(callback)
    }

    /// Exchanges the code for tokens. It can be done once.
    ///
    /// # Errors
    ///
    /// Returns an error if the server refuses, or does not respond.
    pub async fn exchange(self, code: AuthorizationCode) -> Result<Tokens, OAuthError> {
        let grant = Grant::Code { code: &code.0, redirect_uri: &self.redirect_uri, verifier: &self.verifier };
        self.app.request_tokens(&self.client, FlowKind::AuthorizationCode, grant).await
    }
}

impl CallbackCheck {
    /// Checks the query of a callback, or its whole URL.
    pub(super) fn check(&self, callback: &str) -> Result<AuthorizationCode, OAuthError> {
        let callback = Callback::of(callback);
        match callback.only("state") {
            Some(state) if same_secret(&state, self.state.expose_secret()) => {}
            _ => return Err(OAuthError::StateMismatch),
        }
        if let Some(code) = callback.first("error") {
            let hide = |text: String| text.replace(self.state.expose_secret(), REDACTED);
            let description = callback.first("error_description").map(hide);
            return Err(OAuthError::Refused(Refusal::new(&hide(code), description.as_deref())));
        }
        let code = callback.only("code").filter(|code| !code.is_empty());
        code.map(|code| AuthorizationCode(code.into())).ok_or(OAuthError::InvalidCallback("it has no code, or several"))
    }
}

/// The query of a callback.
struct Callback(Vec<(String, String)>);

impl Callback {
    fn of(callback: &str) -> Self {
        let query = callback.split_once('?').map_or(callback, |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (decoded(name), decoded(value)));
        Self(query.split('&').filter_map(pair).collect())
    }

    fn first(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Returns the value of a parameter that must not be repeated.
    fn only(&self, name: &str) -> Option<String> {
        let is_repeated = self.0.iter().filter(|(known, _)| known == name).count() > 1;
        self.first(name).filter(|_| !is_repeated)
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest").field("app", &self.app).field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AuthorizationCode").field(&self.0).finish()
    }
}
