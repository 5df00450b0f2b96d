//! The authorization code grant, and its proof (PKCE).

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{API, app, client, field, fields};
use crate::runtime::oauth::{OAuthClient, OAuthError, OAuthErrorCode};
use crate::runtime::{Client, ClientBuilder, Log, Retry};
use crate::support::memory::block_on;
use crate::support::service::Service;

const REDIRECT: &str = "http://127.0.0.1:4711/callback";

fn service() -> Service {
    let body = json!({ "access_token": "the-access-token", "token_type": "bearer", "refresh_token": "the-refresh-token" });
    Service::new(move |_| (200, body.to_string())).yielding()
}

fn query(url: &str) -> &str {
    url.split_once('?').expect("it has a query").1
}

/// Base64 in the alphabet for URLs, without padding.
fn base64_url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let number = |six: &[u8]| usize::from_str_radix(&format!("{:0<6}", String::from_utf8_lossy(six)), 2).expect("binary");
    bits.as_bytes().chunks(6).map(|six| char::from(ALPHABET[number(six)])).collect()
}

fn state_of(url: &str) -> String {
    field(query(url).as_bytes(), "state").expect("there is a state")
}

#[test]
fn the_url_has_all_that_the_server_needs() {
    let (client, _) = client(&service());
    let app = OAuthClient::new("my app").scopes(["read", "write"]);
    let app = app.authorization_param("prompt", "consent").authorization_param("state", "mine");
    let request = app.authorize(&client, REDIRECT).expect("all is given");
    assert!(request.url().starts_with("http://login.example/authorize?tenant=7&response_type=code&client_id=my%20app&"), "{request:?}");
    let fields = fields(query(request.url()).as_bytes());
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["tenant", "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "prompt"];
    assert_eq!(names, expected);
    let value = |name: &str| field(query(request.url()).as_bytes(), name).expect("it is there");
    assert_eq!((value("redirect_uri").as_str(), value("scope").as_str()), (REDIRECT, "read write"));
    assert_eq!((value("code_challenge_method").as_str(), value("code_challenge").len()), ("S256", 43));
}

#[test]
fn each_sign_in_has_a_state_of_its_own() {
    let (client, _) = client(&service());
    let states: BTreeSet<String> = (0..50).map(|_| state_of(app().authorize(&client, REDIRECT).expect("all is given").url())).collect();
    // Six bits a character: 128 bits are 22.
    assert!(states.len() == 50 && states.iter().all(|state| state.len() >= 22), "{states:?}");
}

#[test]
fn a_callback_with_another_state_is_not_of_this_sign_in() {
    let (client, _) = client(&service());
    let request = app().authorize(&client, REDIRECT).expect("all is given");
    let state = state_of(request.url());
    let other = format!("{}x", &state[1..]);
    for callback in [
        String::new(),
        "code=abc".to_owned(),
        "code=abc&state=".to_owned(),
        format!("code=abc&state={other}"),
        format!("code=abc&state={state}x"),
        format!("code=abc&state={other}&state={state}"),
        format!("error=access_denied&state={other}"),
    ] {
        assert!(matches!(request.check(&callback), Err(OAuthError::StateMismatch)), "{callback}");
    }
    for callback in [format!("state={state}"), format!("code=&state={state}"), format!("code=a&code=b&state={state}")] {
        assert!(matches!(request.check(&callback), Err(OAuthError::InvalidCallback(_))), "{callback}");
    }
    assert!(request.check(&format!("{REDIRECT}?code=abc&state={state}#_=_")).is_ok());
}

#[test]
fn the_code_is_exchanged_with_the_verifier_and_the_same_redirect_uri() {
    let service = service();
    let (client, _) = client(&service);
    let app = app().scopes(["read"]);
    let request = app.authorize(&client, REDIRECT).expect("all is given");
    let (url, state) = (request.url().to_owned(), state_of(request.url()));
    let code = request.check(&format!("code=a%2Fb+c&state={state}")).expect("it is of this sign-in");
    let tokens = block_on(request.exchange(code)).expect("the server issues tokens");
    assert_eq!(tokens.refresh_token.expect("there is one").expose_secret(), "the-refresh-token");
    assert_eq!(tokens.scope.as_deref(), Some("read"), "as requested");

    let [sent] = &service.received()[..] else { panic!("one request") };
    let value = |name: &str| field(&sent.body, name);
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("POST", "/token"));
    assert_eq!(value("grant_type").as_deref(), Some("authorization_code"));
    assert_eq!((value("code").as_deref(), value("redirect_uri").as_deref()), (Some("a/b c"), Some(REDIRECT)));
    let verifier = value("code_verifier").expect("it is sent");
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    assert!((43..=128).contains(&verifier.len()) && verifier.bytes().all(is_unreserved), "{verifier}");
    assert_eq!(field(query(&url).as_bytes(), "code_challenge"), Some(base64_url(&Sha256::digest(&verifier))));
}

#[test]
fn a_refusal_has_its_code_and_its_description() {
    let (client, _) = client(&service());
    let request = app().authorize(&client, REDIRECT).expect("all is given");
    let state = state_of(request.url());
    let error = request.check(&format!("error=access_denied&error_description=not+%3Cb%3Enow%3C%2Fb%3E+{state}&state={state}"));
    let error = error.expect_err("refused");
    assert_eq!(error.code(), Some(&OAuthErrorCode::AccessDenied));
    assert_eq!(error.to_string(), "access_denied: not <b>now</b> [redacted]");
    let other = request.check(&format!("error=login_required&state={state}")).expect_err("refused");
    assert_eq!(other.code(), Some(&OAuthErrorCode::Other("login_required".to_owned())));
}

#[test]
fn nothing_shows_a_secret() {
    let service = Service::new(|request| {
        let sent = String::from_utf8_lossy(&request.body).into_owned();
        (400, json!({ "error": "invalid_grant", "error_description": format!("you have sent {sent}") }).to_string())
    });
    let log = Arc::new(Mutex::new(Vec::new()));
    let logged = log.clone();
    let builder = ClientBuilder::new(&API).transport(service.clone().yielding()).retry(Retry::never());
    let client: Client =
        builder.log(Log::new(move |entry| logged.lock().expect("no panic").push(entry.to_string()))).build().expect("all is given");
    let app = app();
    let request = app.authorize(&client, REDIRECT).expect("all is given");
    let state = state_of(request.url());
    let challenge = field(query(request.url()).as_bytes(), "code_challenge").expect("it is there");
    let code = request.check(&format!("code=the-secret-code&state={state}")).expect("it is of this sign-in");
    let mut shown = format!("{app:?} {request:?} {code:?}");
    let error = block_on(request.exchange(code)).expect_err("refused");
    assert_eq!(error.code(), Some(&OAuthErrorCode::InvalidGrant));
    shown.push_str(&format!("{error} {error:?}"));
    let verifier = field(&service.received()[0].body, "code_verifier").expect("it is sent");
    shown.push_str(&log.lock().expect("no panic").join("\n"));
    for secret in ["the-secret-code", "s3cret", &state, &challenge, &verifier] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
