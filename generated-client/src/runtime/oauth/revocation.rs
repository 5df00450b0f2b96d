//! Tokens are given back (RFC 7009).

use super::endpoints::Endpoint;
use super::error::{OAuthError, OAuthErrorCode};
use super::oauth_client::OAuthClient;
use crate::runtime::call::Call;
use crate::runtime::client::{Client, Tokens};
use crate::runtime::response::Empty;
use crate::runtime::secret::Secret;

impl OAuthClient {
    /// Revokes tokens: the refresh token, and then the access token, if the server can. A server treats tokens that are not valid
    /// any more as revoked. A store still has them: what it keeps has to be deleted.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not known, or if the server refuses or does not respond: the tokens may be valid still.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::oauth::{FileStore, OAuthClient, TokenStore};
    /// use tallyfy::Client;
    ///
    /// async fn sign_out(app: &OAuthClient, client: &Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    ///     if let Some(tokens) = FileStore::new("tokens.json").load().await? {
    ///         app.revoke(client, &tokens).await?;
    ///         std::fs::remove_file("tokens.json")?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub async fn revoke(&self, client: &Client, tokens: &Tokens) -> Result<(), OAuthError> {
        if let Some(token) = &tokens.refresh_token {
            self.revoke_token(client, token, "refresh_token").await?;
        }
        match self.revoke_token(client, &tokens.access_token, "access_token").await {
            // It expires by itself.
            Err(error) if tokens.refresh_token.is_some() && error.code() == Some(&OAuthErrorCode::UnsupportedTokenType) => Ok(()),
            revoked => revoked,
        }
    }

    async fn revoke_token(&self, client: &Client, token: &Secret, kind: &str) -> Result<(), OAuthError> {
        let url = self.endpoint(client, Endpoint::Revocation, None)?;
        let request = self.form_request(client, &url).form("token", token).form("token_type_hint", kind);
        Call::<Empty>::from(request).await.map_err(OAuthError::of_call)
    }
}
