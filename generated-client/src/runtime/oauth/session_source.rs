//! Where the tokens of a session come from: the store, or the authorization server.

use std::sync::Arc;
use std::time::Duration;

use super::async_mutex::AsyncMutex;
use super::error::OAuthError;
use super::oauth_client::OAuthClient;
use super::store::{StoreError, TokenStore};
use super::token_request::Grant;
use crate::runtime::api::FlowKind;
use crate::runtime::client::{Client, TokenFuture, TokenSource, Tokens};
use crate::runtime::error::{Error, NoToken, token_error};
use crate::runtime::maybe_send::maybe_sync;
use crate::runtime::observer::observe;
use crate::runtime::policy::within;
use crate::runtime::secret::Secret;

/// What is loaded is refreshed at once if it is valid for fewer seconds than these.
const LEEWAY: i64 = 30;

/// The seconds between a save that failed and the next one.
const PAUSE: i64 = 10;

/// The waits before the store is read again after a refusal: another process may be about to save what it was issued.
const WAITS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(200), Duration::from_secs(1)];

/// The callback for failures of the store.
type OnStoreError = Arc<maybe_sync!(dyn Fn(&StoreError))>;

/// The source of the tokens of a session. Clones share its state.
#[derive(Clone)]
pub(super) struct SessionSource {
    pub app: OAuthClient,
    pub store: Option<Arc<dyn TokenStore>>,
    pub on_store_error: Option<OnStoreError>,
    flow: FlowKind,
    state: Arc<AsyncMutex<SessionState>>,
}

/// The tokens of a session.
#[derive(Default)]
struct SessionState {
    /// The last tokens.
    tokens: Option<Tokens>,
    /// Whether they have not been used yet: they are new, or a renewal ended before it could return them.
    are_new: bool,
    /// What the store contains, as far as it is known.
    stored: Option<Tokens>,
    /// No other save before this time, in seconds since 1970.
    not_before: i64,
    /// The refresh token that the server has refused.
    refused: Option<Secret>,
}

impl SessionState {
    fn set(&mut self, tokens: Tokens) {
        (self.tokens, self.are_new, self.not_before) = (Some(tokens), true, 0);
    }

    /// Returns the tokens, if they are new and valid.
    fn take_new(&mut self, now: i64) -> Option<Tokens> {
        let is_valid = |tokens: &&Tokens| tokens.expires_at.is_none_or(|end| now.saturating_add(LEEWAY) < end);
        let tokens = self.tokens.as_ref().filter(|_| self.are_new).filter(is_valid).cloned();
        self.are_new &= tokens.is_none();
        tokens
    }
}

impl SessionSource {
    pub(super) fn new(app: OAuthClient, flow: FlowKind) -> Self {
        Self { app, flow, store: None, on_store_error: None, state: Arc::default() }
    }

    pub(super) fn starting_with(self, tokens: Tokens) -> Self {
        let mut state = SessionState::default();
        state.set(tokens);
        Self { state: Arc::new(AsyncMutex::new(state)), ..self }
    }

    /// Returns whether tokens have not been saved, and it is time to try it again.
    pub(super) fn has_to_save(&self, client: &Client) -> bool {
        let now = client.core().clock.unix_seconds();
        self.state.try_lock().is_some_and(|state| self.is_unsaved(&state) && now >= state.not_before)
    }

    fn is_unsaved(&self, state: &SessionState) -> bool {
        self.store.is_some() && state.tokens.is_some() && state.tokens != state.stored
    }

    /// Saves tokens that could not be saved before. If tokens are requested at this time, those will be saved.
    pub(super) async fn save_again(&self, client: &Client) {
        if let Some(mut state) = self.state.try_lock() {
            self.save(&mut state, client).await;
        }
    }

    /// Saves the tokens, unless they are. A failure is reported, and does not end the session.
    async fn save(&self, state: &mut SessionState, client: &Client) {
        let (Some(store), Some(tokens)) = (self.store.as_ref().filter(|_| self.is_unsaved(state)), &state.tokens) else { return };
        let core = client.core();
        let late = || Err(format!("it took longer than {:?}", core.timeout).into());
        match within(&*core.clock, core.timeout, store.save(tokens)).await.unwrap_or_else(late) {
            Ok(()) => state.stored = Some(tokens.clone()),
            Err(error) => {
                state.not_before = core.clock.unix_seconds().saturating_add(PAUSE);
                self.report(&StoreError::Save(error));
            }
        }
    }

    /// Takes over what another process has saved. Returns whether there is something.
    async fn load(&self, state: &mut SessionState, client: &Client) -> Result<bool, StoreError> {
        // What has not been saved is newer than what is in the store.
        let Some(store) = self.store.as_ref().filter(|_| !self.is_unsaved(state)) else { return Ok(false) };
        let core = client.core();
        let late = || Err(format!("it took longer than {:?}", core.timeout).into());
        let loaded = within(&*core.clock, core.timeout, store.load()).await.unwrap_or_else(late).map_err(StoreError::Load)?;
        let other = loaded.filter(|loaded| state.stored.as_ref() != Some(loaded));
        let is_other = other.is_some();
        if let Some(tokens) = other {
            tokens.each_secret(|token| core.note_issued(token));
            state.stored = Some(tokens.clone());
            state.set(tokens);
        }
        Ok(is_other)
    }

    fn report(&self, error: &StoreError) {
        if let Some(report) = &self.on_store_error {
            observe(|| report(error));
        }
    }

    async fn tokens(&self, client: &Client) -> Result<Tokens, Error> {
        let clock = &client.core().clock;
        let mut state = self.state.lock().await;
        self.save(&mut state, client).await;
        if let Err(error) = self.load(&mut state, client).await {
            self.report(&error);
            if state.tokens.is_none() {
                return Err(token_error(error.to_string(), NoToken::Temporary));
            }
        }
        if let Some(tokens) = state.take_new(clock.unix_seconds()) {
            return Ok(tokens);
        }
        let why = match self.refreshed(&mut state, client).await? {
            Ok(tokens) => return Ok(tokens),
            Err(why) => why,
        };
        match self.flow {
            FlowKind::ClientCredentials => {
                self.request(&mut state, client, Grant::ClientCredentials).await.map_err(OAuthError::into_no_token)
            }
            _ => Err(Error::sign_in_required(why)),
        }
    }

    /// Refreshes the tokens, or returns why they cannot be refreshed any more.
    async fn refreshed(&self, state: &mut SessionState, client: &Client) -> Result<Result<Tokens, String>, Error> {
        let mut why = "nobody has signed in".to_owned();
        // Once more with what another process has saved.
        for _ in 0..2 {
            let Some(tokens) = &state.tokens else { break };
            let Some(token) = tokens.refresh_token.clone() else {
                why = "the token is not valid any more, and there is no refresh token: sign in again".to_owned();
                break;
            };
            if state.refused.as_ref() != Some(&token) {
                match self.request(state, client, Grant::Refresh(&token)).await {
                    Err(error) if error.is_invalid_grant() => {
                        why = format!("the refresh token is not valid any more ({error}): sign in again")
                    }
                    tokens => return tokens.map(Ok).map_err(OAuthError::into_no_token),
                }
                state.refused = Some(token);
                if !self.load_again(state, client).await {
                    break;
                }
            } else {
                why = "the refresh token is not valid any more: sign in again".to_owned();
                break;
            }
            if let Some(tokens) = state.take_new(client.core().clock.unix_seconds()) {
                return Ok(Ok(tokens));
            }
        }
        Ok(Err(why))
    }

    /// Waits a little for what another process may save. Returns whether it has.
    async fn load_again(&self, state: &mut SessionState, client: &Client) -> bool {
        for wait in WAITS.into_iter().filter(|_| self.store.is_some()) {
            client.core().clock.sleep(wait).await;
            match self.load(state, client).await {
                Ok(true) => return true,
                Ok(false) => {}
                Err(error) => self.report(&error),
            }
        }
        false
    }

    /// Requests tokens, and saves them.
    async fn request(&self, state: &mut SessionState, client: &Client, grant: Grant<'_>) -> Result<Tokens, OAuthError> {
        let before = match &grant {
            Grant::Refresh(_) => state.tokens.clone(),
            _ => None,
        };
        let mut tokens = self.app.request_tokens(client, self.flow, grant).await?;
        if let Some(before) = before {
            // If the server issues no new refresh token, the old one stays valid (RFC 6749, section 6). So do the scopes.
            tokens.refresh_token = tokens.refresh_token.or(before.refresh_token);
            tokens.scope = tokens.scope.or(before.scope);
        }
        state.set(tokens.clone());
        self.save(state, client).await;
        state.are_new = false;
        Ok(tokens)
    }
}

impl TokenSource for SessionSource {
    fn fetch<'p>(&'p self, client: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(self.tokens(client))
    }
}
