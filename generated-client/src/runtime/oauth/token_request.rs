//! Requests for tokens, and their responses (RFC 6749, sections 4 to 6).

use http::header::AUTHORIZATION;
use http::{Method, Uri};
use serde_json::Value;
use zeroize::Zeroizing;

use super::endpoints::Endpoint;
use super::error::{OAuthError, Refusal};
use super::oauth_client::{ClientAuthentication, OAuthClient};
use crate::runtime::api::FlowKind;
use crate::runtime::call::Call;
use crate::runtime::client::{Client, Tokens};
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::Json;
use crate::runtime::secret::Secret;
use crate::runtime::text::{base64, percent};

/// What tokens are requested with.
pub(super) enum Grant<'g> {
    Code { code: &'g Secret, redirect_uri: &'g str, verifier: &'g Secret },
    ClientCredentials,
    DeviceCode(&'g Secret),
    Refresh(&'g Secret),
}

impl OAuthClient {
    /// Requests tokens. Retries are those of the client, which repeats no request that the server may have processed.
    pub(super) async fn request_tokens(&self, client: &Client, flow: FlowKind, grant: Grant<'_>) -> Result<Tokens, OAuthError> {
        let url = self.endpoint(client, Endpoint::Token, Some(flow))?;
        let scope = self.scope(client, flow);
        let mut request = self.form_request(client, &url);
        request = match grant {
            Grant::Code { code, redirect_uri, verifier } => {
                let request = request.form("grant_type", "authorization_code").form("code", code);
                request.form("redirect_uri", redirect_uri).form("code_verifier", verifier)
            }
            Grant::ClientCredentials => {
                let request = request.form("grant_type", "client_credentials");
                if let Some(scope) = &scope { request.form("scope", scope) } else { request }
            }
            Grant::DeviceCode(code) => {
                // The wait for the next one is that of the device's sign-in.
                request.state_mut().retries = Some(0);
                request.form("grant_type", "urn:ietf:params:oauth:grant-type:device_code").form("device_code", code)
            }
            // Without a scope, the server issues what was granted before.
            Grant::Refresh(token) => request.form("grant_type", "refresh_token").form("refresh_token", token),
        };
        let body = json(request).await?;
        tokens(&body, scope, client)
    }

    /// Starts a request to an endpoint with the credentials of the application.
    pub(super) fn form_request(&self, client: &Client, url: &Uri) -> Request {
        let mut request = client.without_token_provider().call(Method::POST, url.path().to_owned()).auth(&[]);
        request.state_mut().address = Some(url.to_string());
        request.state_mut().is_for_other_server = true;
        for (name, value) in &self.token_params {
            request = request.form(name.clone(), value);
        }
        match (&self.secret, self.authentication) {
            (Some(secret), ClientAuthentication::Basic) => {
                let pair = Zeroizing::new(format!("{}:{}", percent(&self.id), percent(secret.expose_secret())));
                request.header(AUTHORIZATION, Secret::from(format!("Basic {}", base64(pair.as_bytes()))))
            }
            (Some(secret), ClientAuthentication::Body) => request.form("client_id", &self.id).form("client_secret", secret),
            (None, _) => request.form("client_id", &self.id),
        }
    }
}

/// Sends a request whose response is JSON. Some servers send a refusal with a status of success.
pub(super) async fn json(request: Request) -> Result<Value, OAuthError> {
    let body = Call::<Json<Value>>::from(request).await.map_err(OAuthError::of_call)?;
    match Refusal::of_body(&body) {
        Some(refusal) => Err(OAuthError::Refused(refusal)),
        None => Ok(body),
    }
}

/// Reads issued tokens. `scope` is what was requested.
fn tokens(body: &Value, scope: Option<String>, client: &Client) -> Result<Tokens, OAuthError> {
    let unusable = |problem: String| OAuthError::Call(Error::credentials(problem));
    let access_token = string(body, "access_token").ok_or_else(|| unusable("the server issued no access token".to_owned()))?;
    // RFC 6749, section 7.1: a token of a type that is not known must not be used.
    if let Some(other) = string(body, "token_type").filter(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(unusable(format!("the server issued a token of the type `{other}`, which cannot be used")));
    }
    let refresh_token = string(body, "refresh_token").map(Secret::from);
    let mut tokens = Tokens::new(access_token, refresh_token, None).expires_in(lifetime(body), client);
    tokens.scope = string(body, "scope").map(str::to_owned).or(scope);
    tokens.each_secret(|token| client.core().note_issued(token));
    Ok(tokens)
}

/// Returns a string that is not blank.
pub(super) fn string<'b>(body: &'b Value, name: &str) -> Option<&'b str> {
    body.get(name)?.as_str().filter(|text| !text.trim().is_empty())
}

/// Returns a number of seconds, which some servers write as a string. One that is not positive says nothing.
pub(super) fn seconds(body: &Value, name: &str) -> Option<i64> {
    let seconds = match body.get(name)? {
        Value::String(text) => text.trim().parse::<f64>().ok(),
        number => number.as_f64(),
    };
    // The conversion saturates.
    seconds.map(|seconds| seconds as i64).filter(|seconds| *seconds > 0)
}

fn lifetime(body: &Value) -> Option<i64> {
    seconds(body, "expires_in")
}
