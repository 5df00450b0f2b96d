//! Signing in with OAuth 2.

mod authorization;
mod device;
mod endpoints;
mod file_store;
mod loopback;
mod renewal;
mod responses;
mod store;

use std::sync::{Arc, Mutex, MutexGuard};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::runtime::oauth::OAuthClient;
use crate::runtime::{Api, Call, Client, ClientBuilder, Error, Flow, FlowKind, Json, Method, Retry, Scheme, SchemeKind, TokenProvider};
use crate::support::clock::FakeClock;
use crate::support::server::Received;
use crate::support::service::Service;

pub static API: Api = Api {
    name: "Things",
    version: "1",
    base_url: Some("http://things.example"),
    variables: &[],
    base_url_env: None,
    token_env: None,
    log_env: None,
    headers: &[("X-Things", "client")],
    bound: &[],
    servers: &[],
    secrets: &[],
    schemes: &[Scheme {
        name: "account",
        kind: SchemeKind::OAuth2(&[
            Flow {
                kind: FlowKind::AuthorizationCode,
                authorization_url: Some("http://login.example/authorize?tenant=7"),
                token_url: Some("http://login.example/token"),
                scopes: &["read", "write"],
            },
            Flow {
                kind: FlowKind::ClientCredentials,
                authorization_url: None,
                token_url: Some("http://login.example/token"),
                scopes: &["all"],
            },
        ]),
    }],
    auth: &[&["account"]],
};

/// An application with a secret, and with all URLs.
pub fn app() -> OAuthClient {
    let app = OAuthClient::new("my app").secret("s3cret/of the app");
    app.device_authorization_url("http://login.example/device").revocation_url("http://login.example/revoke")
}

/// A client whose requests a service answers, under a clock that never waits.
pub fn client(service: &Service) -> (Client, FakeClock) {
    let (builder, clock) = builder(service);
    (builder.build().expect("all is given"), clock)
}

fn builder(service: &Service) -> (ClientBuilder, FakeClock) {
    let clock = FakeClock::default();
    (ClientBuilder::new(&API).transport(service.clone()).clock(clock.clone()).retry(Retry::never()), clock)
}

/// A client that is signed in.
pub fn signed_in(service: &Service, provider: impl TokenProvider) -> (Client, FakeClock) {
    let (builder, clock) = builder(service);
    (builder.token_provider(provider).build().expect("all is given"), clock)
}

/// Calls the API.
pub async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

/// The fields of a form, or of a query.
pub fn fields(text: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(text);
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// The value of a field.
pub fn field(text: &[u8], name: &str) -> Option<String> {
    fields(text).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// An authorization server that rotates its refresh tokens, and the API that its tokens are for.
#[derive(Clone, Default)]
pub struct Account(Arc<Mutex<AccountState>>);

#[derive(Default)]
pub struct AccountState {
    /// The number of tokens that were issued.
    pub issued: usize,
    /// The number of requests for tokens.
    pub requests: usize,
    /// What the next requests for tokens are answered instead.
    pub failures: Vec<(u16, String)>,
    /// The refresh tokens that were used.
    pub used: Vec<String>,
    /// Whether the API refuses every token.
    pub refuses: bool,
    pub expires_in: Option<i64>,
}

impl Account {
    pub fn state(&self) -> MutexGuard<'_, AccountState> {
        self.0.lock().expect("no panic")
    }

    /// Returns the number of requests for tokens.
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    /// Returns the number of tokens that were issued.
    pub fn issued(&self) -> usize {
        self.state().issued
    }

    /// Returns the refresh tokens that were used.
    pub fn used(&self) -> Vec<String> {
        self.state().used.clone()
    }

    pub fn service(&self) -> Service {
        let account = self.clone();
        Service::new(move |request| account.answer(request)).yielding()
    }

    fn answer(&self, request: &Received) -> (u16, String) {
        let mut state = self.state();
        if request.target != "/token" {
            let current = format!("Bearer access-{}", state.issued);
            let is_good = request.header("authorization") == Some(&current) && !state.refuses;
            return if is_good { (200, "{}".to_owned()) } else { (401, "{}".to_owned()) };
        }
        state.requests += 1;
        if !state.failures.is_empty() {
            return state.failures.remove(0);
        }
        if let Some(token) = field(&request.body, "refresh_token") {
            if token != format!("refresh-{}", state.issued) {
                return (400, json!({ "error": "invalid_grant", "error_description": "this token was used before" }).to_string());
            }
            state.used.push(token);
        }
        state.issued += 1;
        let (access, refresh) = (format!("access-{}", state.issued), format!("refresh-{}", state.issued));
        let expires_in = state.expires_in.unwrap_or(3600);
        (200, json!({ "access_token": access, "token_type": "Bearer", "expires_in": expires_in, "refresh_token": refresh }).to_string())
    }
}
