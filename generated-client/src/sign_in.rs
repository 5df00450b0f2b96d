//! Ways to sign in: tokens that are fetched, and renewed before they expire.
//!
//! A personal access token needs none of this: give it to [`ClientBuilder::token`](crate::ClientBuilder::token). A token
//! from here is given to [`ClientBuilder::token_provider`](crate::ClientBuilder::token_provider) and holds for as long as
//! the program runs:
//!
//! ```no_run
//! use tallyfy::{Client, sign_in};
//!
//! # fn main() -> Result<(), tallyfy::Error> {
//! let tallyfy = Client::builder()
//!     .token_provider(sign_in::client_credentials("17", std::env::var("CLIENT_SECRET").unwrap_or_default()))
//!     .org_id("your organization")
//!     .build()?;
//! # Ok(())
//! # }
//! ```

use crate::generated::types::GrantType;
use crate::runtime::{Client, Error, Renewing, Secret, TokenFuture, TokenSource, Tokens};

/// A way to sign in at Tallyfy's account host.
#[derive(Debug)]
pub struct SignIn {
    client_id: String,
    client_secret: Secret,
    grant: Grant,
}

#[derive(Debug)]
enum Grant {
    Client,
    Password { username: String, password: Secret },
    Refresh(Secret),
}

/// Signs in as an application. Its tokens work where no particular person is needed, and live for a week.
pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Renewing<SignIn> {
    SignIn::with(client_id.into(), client_secret.into(), Grant::Client)
}

/// Signs in as a person with an e-mail address and a password, and stays signed in with refresh tokens.
pub fn password(
    client_id: impl Into<String>,
    client_secret: impl Into<Secret>,
    username: impl Into<String>,
    password: impl Into<Secret>,
) -> Renewing<SignIn> {
    let grant = Grant::Password { username: username.into(), password: password.into() };
    SignIn::with(client_id.into(), client_secret.into(), grant)
}

/// Stays signed in with a refresh token from an earlier sign-in. The server may give another one with each renewal: keep
/// it, with [`Renewing::on_renewal`].
pub fn refresh_token(client_id: impl Into<String>, client_secret: impl Into<Secret>, refresh_token: impl Into<Secret>) -> Renewing<SignIn> {
    SignIn::with(client_id.into(), client_secret.into(), Grant::Refresh(refresh_token.into()))
}

impl SignIn {
    fn with(client_id: String, client_secret: Secret, grant: Grant) -> Renewing<Self> {
        Renewing::new(Self { client_id, client_secret, grant })
    }

    async fn tokens(&self, client: &Client, refresh_token: Option<&Secret>) -> Result<Tokens, Error> {
        let refresh = match (&self.grant, refresh_token) {
            (_, Some(token)) => Some(token),
            (Grant::Refresh(token), None) => Some(token),
            _ => None,
        };
        if let Some(token) = refresh {
            match self.refreshed(client, token).await {
                // What has been refused is of no use any more: only a password or the client's own secret helps.
                Err(error) if is_final(&error) && !matches!(self.grant, Grant::Refresh(_)) => {}
                tokens => return tokens,
            }
        }
        let call = match &self.grant {
            Grant::Password { username, password } => {
                let call = client.authentication().create_token(GrantType::Password, &self.client_id);
                call.username(username).password(password.clone())
            }
            _ => client.authentication().create_token(GrantType::ClientCredentials, &self.client_id).scope("*"),
        };
        Ok(tokens(call.client_secret(self.client_secret.clone()).await?, client))
    }

    async fn refreshed(&self, client: &Client, token: &Secret) -> Result<Tokens, Error> {
        let call = client.authentication().create_token(GrantType::RefreshToken, &self.client_id);
        Ok(tokens(call.client_secret(self.client_secret.clone()).refresh_token(token.clone()).await?, client))
    }
}

/// Tells whether the same request is sure to fail again.
fn is_final(error: &Error) -> bool {
    error.is_validation() || error.is_unauthorized() || error.is_forbidden()
}

fn tokens(granted: crate::types::AccessToken, client: &Client) -> Tokens {
    Tokens::new(granted.access_token, granted.refresh_token, None).expires_in(granted.expires_in.or(granted.expire), client)
}

impl TokenSource for SignIn {
    fn fetch<'p>(&'p self, client: &'p Client, refresh_token: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        Box::pin(self.tokens(client, refresh_token))
    }
}
