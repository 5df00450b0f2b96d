//! Responses of authorization servers, good and bad.

use std::time::Duration;

use serde_json::{Value, json};

use super::{API, app, client, field};
use crate::runtime::oauth::{OAuthClient, OAuthError, OAuthErrorCode};
use crate::runtime::{Client, ClientBuilder, Error, Retry, StatusCode, Tokens};
use crate::support::clock::{FakeClock, UNIX_SECONDS};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};
use crate::support::service::Service;

/// Exchanges a code where the response is this.
fn exchanged(status: u16, body: &str) -> Result<Tokens, OAuthError> {
    let body = body.to_owned();
    let (client, _) = client(&Service::new(move |_| (status, body.clone())).yielding());
    block_on(exchange(&app().scopes(["read"]), &client))
}

async fn exchange(app: &OAuthClient, client: &Client) -> Result<Tokens, OAuthError> {
    let request = app.authorize(client, "http://127.0.0.1:4711/callback")?;
    let state = field(request.url().split_once('?').expect("a query").1.as_bytes(), "state").expect("there is a state");
    let code = request.check(&format!("code=the-code&state={state}"))?;
    request.exchange(code).await
}

#[test]
fn responses_are_read_with_tolerance() {
    let with = |name: &str, value: Value| {
        let mut body = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r", "scope": "write" });
        match value {
            Value::Null => drop(body.as_object_mut().expect("an object").remove(name)),
            value => body[name] = value,
        }
        exchanged(200, &body.to_string())
    };
    for kind in [json!("bearer"), json!("BEARER"), json!("Bearer"), json!(""), Value::Null] {
        assert!(with("token_type", kind.clone()).is_ok(), "{kind}");
    }
    for (expires_in, seconds) in [
        (json!(3600), Some(3600)),
        (json!("3600"), Some(3600)),
        (json!(" 60 "), Some(60)),
        (json!(59.9), Some(59)),
        (json!("soon"), None),
        (json!(0), None),
        (json!(-1), None),
        (Value::Null, None),
    ] {
        let tokens = with("expires_in", expires_in.clone()).expect("issued");
        assert_eq!(tokens.expires_at, seconds.map(|seconds: i64| UNIX_SECONDS + seconds), "{expires_in}");
    }
    for (refresh_token, expected) in [(json!("r2"), Some("r2")), (json!(""), None), (Value::Null, None), (json!({}), None)] {
        let tokens = with("refresh_token", refresh_token).expect("issued");
        assert_eq!(tokens.refresh_token.as_ref().map(|token| token.expose_secret()), expected);
    }
    for (scope, expected) in [(json!("write"), "write"), (Value::Null, "read"), (json!(""), "read")] {
        assert_eq!(with("scope", scope).expect("issued").scope.as_deref(), Some(expected));
    }
    let other = with("token_type", json!("mac")).expect_err("it cannot be used");
    assert!(other.to_string().contains("the type `mac`"), "{other}");
    for token in [json!(""), Value::Null, json!(7)] {
        let none = with("access_token", token).expect_err("there is none");
        assert!(none.to_string().contains("no access token"), "{none}");
    }
}

#[test]
fn errors_have_their_codes() {
    for (status, code, expected, transient) in [
        (400, "invalid_grant", OAuthErrorCode::InvalidGrant, false),
        (401, "invalid_client", OAuthErrorCode::InvalidClient, false),
        (400, "invalid_scope", OAuthErrorCode::InvalidScope, false),
        (400, "unauthorized_client", OAuthErrorCode::UnauthorizedClient, false),
        (400, "temporarily_unavailable", OAuthErrorCode::TemporarilyUnavailable, true),
        (400, "other_code", OAuthErrorCode::Other("other_code".to_owned()), false),
        (200, "invalid_grant", OAuthErrorCode::InvalidGrant, false),
    ] {
        let body = json!({ "error": code, "error_description": "the-code is old\u{1b}[31m" }).to_string();
        let error = exchanged(status, &body).expect_err("refused");
        assert_eq!((error.code(), error.is_transient()), (Some(&expected), transient), "{error}");
        if status != 200 {
            assert_eq!(error.to_string(), format!("{code}: [redacted] is old\u{fffd}[31m"));
        }
    }
}

#[test]
fn a_page_instead_of_json_is_an_error_with_its_status() {
    for status in [500, 502, 503, 504] {
        let error = exchanged(status, "<html><h1>Bad Gateway</h1></html>").expect_err("no tokens");
        assert!(error.is_transient(), "{error}");
        let OAuthError::Call(call) = error else { panic!("{error}") };
        assert_eq!(call.status().map(|status| status.as_u16()), Some(status));
        assert!(call.to_string().starts_with(&format!("POST /token at login.example: {status} ")), "{call}");
    }
    let error = exchanged(404, "<html>Not Found</html>").expect_err("no tokens");
    assert!(matches!(&error, OAuthError::Call(call) if call.is_not_found()) && !error.is_transient(), "{error}");
    let error = exchanged(200, "<html>Welcome</html>").expect_err("no tokens");
    assert!(matches!(&error, OAuthError::Call(Error::Decode(_))) && !error.is_transient(), "{error}");
}

#[test]
fn no_redirect_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::start([]);
        let target = format!("{}/elsewhere", elsewhere.url());
        // Also within the same server: that is still not where the secret was to go.
        for target in [target.as_str(), "/elsewhere"] {
            let server = Server::start((0..3).map(|_| Act::Reply(reply(status, &[("location", target)], ""))));
            let url = |path: &str| format!("{}{path}", server.url());
            let builder = ClientBuilder::new(&API).base_url(server.url()).clock(FakeClock::default()).retry(Retry::never());
            let client: Client = builder.build().expect("all is given");
            let app = app().token_url(url("/token")).device_authorization_url(url("/device")).revocation_url(url("/revoke"));
            let errors = block_on(async {
                [
                    exchange(&app, &client).await.expect_err("not followed"),
                    app.authorize_device(&client).await.expect_err("not followed"),
                    app.revoke(&client, &Tokens::new("the-token", None, None)).await.expect_err("not followed"),
                ]
            });
            for error in errors {
                let OAuthError::Call(call) = error else { panic!("{error}") };
                assert_eq!(call.status(), StatusCode::from_u16(status).ok(), "{call}");
                assert!(call.to_string().contains("the redirect is not followed"), "{call}");
            }
            assert_eq!(server.targets(), ["/token", "/device", "/revoke"]);
        }
        assert!(elsewhere.received().is_empty(), "{status}");
    }
}

#[test]
fn a_large_body_is_not_read() {
    let service = Service::new(|_| (200, format!("{{\"access_token\": \"{}\"}}", "x".repeat(10_000)))).yielding();
    let builder = ClientBuilder::new(&API).transport(service).max_response_bytes(1000);
    let error = block_on(exchange(&app(), &builder.build().expect("all is given"))).expect_err("too large");
    assert!(error.to_string().contains("larger than the limit of 1000 bytes"), "{error}");
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let service = Service::new(|_| (200, String::new()));
    let builder = ClientBuilder::new(&API).transport(service).timeout(Duration::from_millis(20)).retry(Retry::never());
    let error = block_on(exchange(&app(), &builder.build().expect("all is given"))).expect_err("too slow");
    assert!(matches!(&error, OAuthError::Call(call) if call.is_timeout()) && error.is_transient(), "{error}");
}

#[test]
fn tokens_are_revoked_with_their_kind() {
    let service = Service::new(|request| match field(&request.body, "token_type_hint").as_deref() {
        Some("refresh_token") => (200, String::new()),
        _ => (400, json!({ "error": "unsupported_token_type" }).to_string()),
    });
    let service = service.yielding();
    let (client, _) = client(&service);
    let tokens = Tokens::new("the-access-token", Some("the-refresh-token".into()), None);
    block_on(app().revoke(&client, &tokens)).expect("the access token expires by itself");
    let sent: Vec<Option<String>> = service.received().iter().map(|request| field(&request.body, "token")).collect();
    assert_eq!(sent, [Some("the-refresh-token".to_owned()), Some("the-access-token".to_owned())]);
    let error = block_on(app().revoke(&client, &Tokens::new("the-access-token", None, None))).expect_err("it cannot");
    assert_eq!(error.code(), Some(&OAuthErrorCode::UnsupportedTokenType));
}
