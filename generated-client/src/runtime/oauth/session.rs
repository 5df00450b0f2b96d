//! A sign-in that lasts: tokens that are stored, loaded again, and refreshed for all calls at once.

use std::fmt;
use std::sync::Arc;

use super::oauth_client::OAuthClient;
use super::session_source::SessionSource;
use super::store::{StoreError, TokenStore};
use crate::runtime::api::FlowKind;
use crate::runtime::client::{Client, Renewing, TokenFuture, TokenProvider, Tokens};
use crate::runtime::error::Error;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::platform::spawn;
use crate::runtime::secret::Secret;

/// A sign-in that lasts: the token of a client, which is refreshed before it expires.
///
/// | when | what happens |
/// |---|---|
/// | the first call | the tokens are loaded from the store; those of client credentials are requested if there are none |
/// | a token expires soon, or is refused (401) | it is refreshed once for all calls, as the table of [`Renewing`] says |
/// | new tokens are issued | they are saved before they are used, also if no call waits for them any more |
/// | the store cannot save them | they are used all the same, the failure is [reported](Self::on_store_error), and they are saved with a later call |
/// | the refresh token is refused (`invalid_grant`) | what is in the store is used if another process has saved other tokens; otherwise the call fails with [`Error::is_sign_in_required`] |
/// | the network or the server has a problem | the tokens stay, and the error [is transient](Error::is_transient) |
///
/// # Examples
///
/// ```
/// use tallyfy::Client;
/// use tallyfy::oauth::{FileStore, OAuthClient};
///
/// let app = OAuthClient::new("my application").secret("s3cret").token_url("https://login.example.com/token");
/// let session = app.session().store(FileStore::new("tokens.json")).on_store_error(|error| eprintln!("{error}"));
/// let client = Client::builder().base_url("https://api.example.com").token_provider(session).build()?;
/// # Ok::<(), tallyfy::Error>(())
/// ```
pub struct Session {
    source: SessionSource,
    renewing: Renewing<SessionSource>,
}

impl OAuthClient {
    /// Returns a session of a person who has signed in: its tokens are in a store, or are set.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone(), FlowKind::AuthorizationCode)
    }

    /// Returns a session of the application itself, which needs no person.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Client;
    /// use tallyfy::oauth::OAuthClient;
    ///
    /// let app = OAuthClient::new("my application").secret("s3cret").token_url("https://login.example.com/token");
    /// let client = Client::builder().base_url("https://api.example.com").token_provider(app.client_credentials()).build()?;
    /// # Ok::<(), tallyfy::Error>(())
    /// ```
    #[must_use]
    pub fn client_credentials(&self) -> Session {
        Session::new(self.clone(), FlowKind::ClientCredentials)
    }
}

impl Session {
    fn new(app: OAuthClient, flow: FlowKind) -> Self {
        Self::of(SessionSource::new(app, flow))
    }

    fn of(source: SessionSource) -> Self {
        Self { renewing: Renewing::new(source.clone()), source }
    }

    /// Sets the store. Without one, the tokens last as long as the program.
    #[must_use]
    pub fn store(mut self, store: impl TokenStore) -> Self {
        self.source.store = Some(Arc::new(store));
        Self::of(self.source)
    }

    /// Sets a callback for failures of the store. The session goes on: what it gets is for a log, or for the person.
    #[must_use]
    pub fn on_store_error(mut self, report: impl Fn(&StoreError) + MaybeSend + MaybeSync + 'static) -> Self {
        self.source.on_store_error = Some(Arc::new(report));
        Self::of(self.source)
    }

    /// Sets the tokens of a sign-in. With a store, they are saved by the first call, in place of those that are in it.
    #[must_use]
    pub fn starting_with(self, tokens: Tokens) -> Self {
        Self::of(self.source.starting_with(tokens))
    }

    async fn current(&self, client: &Client, refused: Option<&Secret>) -> Result<Secret, Error> {
        if self.source.has_to_save(client) {
            let (source, client) = (self.source.clone(), client.clone());
            // A task of its own: it holds what a refresh waits for, and nobody may poll this call any more.
            spawn(async move { source.save_again(&client).await }).await;
        }
        self.renewing.token(client, refused).await
    }
}

impl TokenProvider for Session {
    fn token<'p>(&'p self, client: &'p Client, refused: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(self.current(client, refused))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("app", &self.source.app).finish_non_exhaustive()
    }
}
