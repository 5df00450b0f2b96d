//! A person signs in on another device: the device authorization grant (RFC 8628).

use std::fmt;
use std::time::Duration;

use super::endpoints::Endpoint;
use super::error::{OAuthError, OAuthErrorCode, Refusal};
use super::oauth_client::OAuthClient;
use super::token_request::{Grant, json, seconds, string};
use crate::runtime::client::{Client, Tokens};
use crate::runtime::error::Error;
use crate::runtime::secret::Secret;

/// The interval between polls unless the server names one, and what is added to it when the server asks to slow down.
const INTERVAL: Duration = Duration::from_secs(5);

/// How long a sign-in may take if the server does not say it, as it must.
const LIFETIME: i64 = 15 * 60;

/// The sign-in of a device, which a person has to confirm elsewhere.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::oauth::{OAuthClient, OAuthError};
/// use tallyfy::{Client, Tokens};
///
/// async fn sign_in(app: &OAuthClient, client: &Client) -> Result<Tokens, OAuthError> {
///     let device = app.authorize_device(client).await?;
///     println!("open {} and enter {}", device.verification_uri(), device.user_code());
///     device.wait().await
/// }
/// ```
pub struct DeviceAuthorization {
    app: OAuthClient,
    client: Client,
    device_code: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    interval: Duration,
    /// When it ends, by the clock of the client.
    until: Duration,
}

impl OAuthClient {
    /// Begins the sign-in of a device.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not known, or if the server refuses or does not respond.
    pub async fn authorize_device(&self, client: &Client) -> Result<DeviceAuthorization, OAuthError> {
        let url = self.endpoint(client, Endpoint::DeviceAuthorization, None)?;
        // The client is named in the form also where it proves who it is in a header (RFC 8628, section 3.1).
        let mut request = self.form_request(client, &url).form("client_id", &self.id);
        if let Some(scope) = self.scope(client, self.device_flow(client)) {
            request = request.form("scope", scope);
        }
        let start = client.core().clock.now();
        let body = json(request).await?;
        let missing = |name: &str| OAuthError::Call(Error::credentials(format!("the server sent no `{name}`")));
        let needed = |name: &str| string(&body, name).ok_or_else(|| missing(name));
        // Some servers have written it so since the first drafts.
        let verification_uri = string(&body, "verification_uri").or_else(|| string(&body, "verification_url"));
        let device_code = Secret::from(needed("device_code")?);
        client.core().note_issued(&device_code);
        Ok(DeviceAuthorization {
            device_code,
            user_code: needed("user_code")?.to_owned(),
            verification_uri: verification_uri.ok_or_else(|| missing("verification_uri"))?.to_owned(),
            verification_uri_complete: string(&body, "verification_uri_complete").map(str::to_owned),
            interval: seconds(&body, "interval").map_or(INTERVAL, duration),
            until: start.saturating_add(duration(seconds(&body, "expires_in").unwrap_or(LIFETIME))),
            app: self.clone(),
            client: client.clone(),
        })
    }
}

fn duration(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

impl DeviceAuthorization {
    /// Returns the code that the person has to enter.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the URL where the person has to enter it.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// Returns the URL that contains the code, for a link or a QR code, if the server has one.
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.verification_uri_complete.as_deref()
    }

    /// Waits until the person has confirmed the sign-in. The server is polled at its interval, and no longer than it allows.
    ///
    /// # Errors
    ///
    /// Returns [`OAuthError::Refused`] with [`OAuthErrorCode::AccessDenied`] if the person has said no, with
    /// [`OAuthErrorCode::ExpiredToken`] if time has run out, and otherwise if the server does not accept the request. Problems of the
    /// network and of the server are waited out.
    pub async fn wait(self) -> Result<Tokens, OAuthError> {
        let clock = &self.client.core().clock;
        let mut interval = self.interval;
        loop {
            if clock.now().saturating_add(interval) >= self.until {
                let description = Some("nobody has confirmed the sign-in in time");
                return Err(OAuthError::Refused(Refusal::new(OAuthErrorCode::ExpiredToken.as_str(), description)));
            }
            clock.sleep(interval).await;
            let grant = Grant::DeviceCode(&self.device_code);
            match self.app.request_tokens(&self.client, self.app.device_flow(&self.client), grant).await {
                Err(error) => interval = next_interval(interval, error)?,
                tokens => return tokens,
            }
        }
    }
}

/// Returns the interval after a poll that brought no tokens, or the error if there is no other poll.
fn next_interval(interval: Duration, error: OAuthError) -> Result<Duration, OAuthError> {
    match error {
        OAuthError::Refused(refusal) if refusal.code == OAuthErrorCode::AuthorizationPending => Ok(interval),
        OAuthError::Refused(refusal) if refusal.code == OAuthErrorCode::SlowDown => Ok(interval.saturating_add(INTERVAL)),
        // The server may be overloaded, so that it is asked less often (RFC 8628, section 3.5).
        OAuthError::Call(error) if error.is_timeout() => Ok(interval.saturating_mul(2)),
        OAuthError::Call(error) if error.is_transient() => Ok(interval.max(error.retry_after().unwrap_or_default())),
        error if error.is_transient() => Ok(interval),
        error => Err(error),
    }
}

/// Shows no code: whoever has it can wait for the tokens as well.
impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("DeviceAuthorization");
        shown.field("app", &self.app).field("verification_uri", &self.verification_uri).finish_non_exhaustive()
    }
}
