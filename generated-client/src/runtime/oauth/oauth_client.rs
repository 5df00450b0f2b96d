//! What an application is registered with at an authorization server, and where that is.

use std::borrow::Cow;
use std::fmt;

use http::Uri;

use super::endpoints::{Endpoint, device_flow, of_definition, scopes_of_definition};
use super::error::OAuthError;
use crate::runtime::api::FlowKind;
use crate::runtime::client::Client;
use crate::runtime::request::resolve;
use crate::runtime::secret::Secret;

/// An application as it is registered at an authorization server (RFC 6749, section 2).
///
/// Where tokens are requested comes from the definition of the API, if it has a security scheme of OAuth 2 with a flow for the
/// grant; a relative URL there is relative to the base URL of the client. The URLs that are set here have precedence. The requests go through the transport of the [`Client`] that is given, with
/// its timeout and its limits. They have none of its headers but `User-Agent`, and no redirect is followed.
///
/// | grant | how |
/// |---|---|
/// | authorization code, with PKCE | [`authorize`](Self::authorize): a person signs in with a browser |
/// | device code | [`authorize_device`](Self::authorize_device): a person signs in on another device |
/// | client credentials | [`client_credentials`](Self::client_credentials): the application itself |
/// | refresh token | [`session`](Self::session): from an earlier sign-in |
///
/// # Examples
///
/// ```
/// use tallyfy::Client;
/// use tallyfy::oauth::{FileStore, OAuthClient};
///
/// let app = OAuthClient::new("my application").token_url("https://login.example.com/token").scopes(["read", "write"]);
/// // Signed in earlier: its tokens are in this file, and the new ones will be.
/// let session = app.session().store(FileStore::new("tokens.json"));
/// let client = Client::builder().base_url("https://api.example.com").token_provider(session).build()?;
/// # Ok::<(), tallyfy::Error>(())
/// ```
#[derive(Clone)]
pub struct OAuthClient {
    pub(super) id: String,
    pub(super) secret: Option<Secret>,
    pub(super) authentication: ClientAuthentication,
    pub(super) authorization_params: Vec<(Cow<'static, str>, String)>,
    pub(super) token_params: Vec<(Cow<'static, str>, String)>,
    scheme: Option<Cow<'static, str>>,
    urls: Vec<(Endpoint, String)>,
    scopes: Scopes,
}

/// The scopes that are requested.
#[derive(Clone)]
enum Scopes {
    /// Those that the server gives to whoever names none.
    Default,
    /// All of the flow in the definition.
    All,
    These(Vec<String>),
}

/// How an application proves who it is, if it has a secret (RFC 6749, section 2.3.1).
///
/// # Examples
///
/// ```
/// use tallyfy::oauth::{ClientAuthentication, OAuthClient};
///
/// let app = OAuthClient::new("my application").secret("s3cret").authentication(ClientAuthentication::Body);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `Authorization: Basic …`, which every server has to accept (`client_secret_basic`).
    #[default]
    Basic,
    /// Fields of the form, for servers that do not (`client_secret_post`).
    Body,
}

impl OAuthClient {
    /// Starts with the identifier of the application: a public client, unless a [`secret`](Self::secret) is set.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: None,
            authentication: ClientAuthentication::default(),
            authorization_params: Vec::new(),
            token_params: Vec::new(),
            scheme: None,
            urls: Vec::new(),
            scopes: Scopes::Default,
        }
    }

    /// Sets the secret of the application. What is installed on other people's computers has none that stays secret.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Sets how the secret is sent. Default: [`ClientAuthentication::Basic`].
    #[must_use]
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// Sets the security scheme of the definition whose URLs are used: for definitions with several.
    #[must_use]
    pub fn scheme(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.scheme = Some(name.into());
        self
    }

    /// Sets the URL where a person signs in.
    #[must_use]
    pub fn authorization_url(self, url: impl Into<String>) -> Self {
        self.url(Endpoint::Authorization, url.into())
    }

    /// Sets the URL where tokens are requested.
    #[must_use]
    pub fn token_url(self, url: impl Into<String>) -> Self {
        self.url(Endpoint::Token, url.into())
    }

    /// Sets the URL where the sign-in of a device begins (RFC 8628). Default: that of the
    /// definition, if it has one (OpenAPI 3.2).
    #[must_use]
    pub fn device_authorization_url(self, url: impl Into<String>) -> Self {
        self.url(Endpoint::DeviceAuthorization, url.into())
    }

    /// Sets the URL where tokens are revoked (RFC 7009). No definition has it.
    #[must_use]
    pub fn revocation_url(self, url: impl Into<String>) -> Self {
        self.url(Endpoint::Revocation, url.into())
    }

    fn url(mut self, endpoint: Endpoint, url: String) -> Self {
        self.urls.retain(|(known, _)| *known != endpoint);
        self.urls.push((endpoint, url));
        self
    }

    /// Sets the scopes that are requested. Default: none is named, and the server decides.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Scopes::These(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Requests all scopes that the definition lists for the flow.
    #[must_use]
    pub fn all_scopes(mut self) -> Self {
        self.scopes = Scopes::All;
        self
    }

    /// Adds a parameter to the URL where a person signs in: `prompt`, `login_hint`, `audience`. It replaces none of the standard's own.
    #[must_use]
    pub fn authorization_param(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.authorization_params.push((name.into(), value.into()));
        self
    }

    /// Adds a field to every form that is sent to the server: `audience`, `resource`. It replaces none of the standard's own.
    #[must_use]
    pub fn token_param(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.token_params.push((name.into(), value.into()));
        self
    }

    /// Returns the URL that is set for an endpoint, or that of the definition.
    pub(super) fn endpoint(&self, client: &Client, endpoint: Endpoint, flow: Option<FlowKind>) -> Result<Uri, OAuthError> {
        let given = self.urls.iter().find(|(known, _)| *known == endpoint).map(|(_, url)| url.as_str());
        let url = match given {
            Some(url) => Cow::Borrowed(url),
            None => whole(client, endpoint, of_definition(client.core().api, self.scheme.as_deref(), endpoint, flow)?)?,
        };
        match url.parse::<Uri>() {
            Ok(uri) if matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() && !url.contains('#') => Ok(uri),
            _ => Err(OAuthError::settings(format!("the {endpoint} is not an absolute http or https URL without a fragment"))),
        }
    }

    /// Returns the grant whose token URL and scopes hold for the sign-in of a device.
    pub(super) fn device_flow(&self, client: &Client) -> FlowKind {
        device_flow(client.core().api, self.scheme.as_deref())
    }

    /// Returns the scopes that are requested, as they are sent.
    pub(super) fn scope(&self, client: &Client, flow: FlowKind) -> Option<String> {
        let scopes = match &self.scopes {
            Scopes::Default => return None,
            Scopes::All => scopes_of_definition(client.core().api, self.scheme.as_deref(), flow).join(" "),
            Scopes::These(scopes) => scopes.join(" "),
        };
        Some(scopes).filter(|scopes| !scopes.is_empty())
    }
}

/// Shows no values: the parameters may be secrets.
impl fmt::Debug for OAuthClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthClient").field("id", &self.id).field("authentication", &self.authentication).finish_non_exhaustive()
    }
}

/// Makes a URL of the definition absolute: a relative one is relative to the base URL, as if that ended with a slash (RFC 3986,
/// section 5.2).
fn whole(client: &Client, endpoint: Endpoint, url: &'static str) -> Result<Cow<'static, str>, OAuthError> {
    if url.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?'])) {
        return Ok(Cow::Borrowed(url));
    }
    let base = client.base_url().map_err(OAuthError::settings)?;
    let base = format!("{base}/").parse::<Uri>().ok();
    let found = base.and_then(|base| resolve(&base, url)).map(|url| Cow::Owned(url.to_string()));
    found.ok_or_else(|| OAuthError::settings(format!("the {endpoint} `{url}` of the definition is not a URL")))
}
