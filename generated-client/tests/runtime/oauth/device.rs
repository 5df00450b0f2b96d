//! The device authorization grant, under a clock that never waits.

use serde_json::{Value, json};

use super::{app, client, field};
use crate::runtime::Tokens;
use crate::runtime::oauth::{OAuthError, OAuthErrorCode};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::service::Service;

/// Signs in where the polls have these answers. Returns what the device gets, the seconds between the polls, and the service.
fn sign_in(device: &Value, polls: &[(u16, Value)]) -> (Result<Tokens, OAuthError>, Vec<u128>, Service, FakeClock) {
    let (device, polls) = (device.to_string(), std::sync::Mutex::new(polls.to_vec()));
    let service = Service::new(move |request| match request.target.as_str() {
        "/device" => (200, device.clone()),
        _ => {
            let mut polls = polls.lock().expect("no panic");
            let (status, body) = if polls.len() > 1 { polls.remove(0) } else { polls[0].clone() };
            (status, body.as_str().map_or_else(|| body.to_string(), str::to_owned))
        }
    });
    let service = service.yielding();
    let (client, clock) = client(&service);
    let result = block_on(async {
        let device = app().authorize_device(&client).await?;
        assert_eq!((device.user_code(), device.verification_uri()), ("WDJB-MJHT", "https://login.example/device"));
        assert!(!format!("{device:?}").contains("the-device-code") && !format!("{device:?}").contains("WDJB"), "{device:?}");
        device.wait().await
    });
    let waits = clock.waits().into_iter().map(|wait| wait / 1000).collect();
    (result, waits, service, clock)
}

fn device(interval: Value, expires_in: Value) -> Value {
    let mut device =
        json!({ "device_code": "the-device-code", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example/device" });
    device["interval"] = interval;
    device["expires_in"] = expires_in;
    device
}

fn error(code: &str) -> (u16, Value) {
    (400, json!({ "error": code }))
}

fn issued() -> (u16, Value) {
    (200, json!({ "access_token": "the-access-token", "token_type": "bearer", "expires_in": 60 }))
}

const PENDING: &str = "authorization_pending";

#[test]
fn polls_keep_the_interval() {
    for (interval, expected) in
        [(json!(2), 2), (json!(7), 7), (json!("3"), 3), (json!(null), 5), (json!(0), 5), (json!("often"), 5), (json!(-1), 5)]
    {
        let polls = [error(PENDING), error(PENDING), issued()];
        let (tokens, waits, service, _) = sign_in(&device(interval.clone(), json!(600)), &polls);
        assert_eq!(tokens.expect("confirmed").access_token.expose_secret(), "the-access-token");
        assert_eq!(waits, [expected; 3], "{interval}");
        let sent = &service.received()[1];
        assert_eq!(field(&sent.body, "grant_type").as_deref(), Some("urn:ietf:params:oauth:grant-type:device_code"));
        assert_eq!(field(&sent.body, "device_code").as_deref(), Some("the-device-code"));
    }
}

#[test]
fn slowing_down_lasts() {
    let polls = [error("slow_down"), error(PENDING), error("slow_down"), error(PENDING), issued()];
    let (tokens, waits, ..) = sign_in(&device(json!(1), json!(600)), &polls);
    assert!(tokens.is_ok());
    assert_eq!(waits, [1, 6, 6, 11, 11]);
}

#[test]
fn a_status_of_success_may_have_an_error() {
    let polls = [(200, json!({ "error": PENDING })), (200, json!({ "error": "slow_down", "interval": 10 })), issued()];
    let (tokens, waits, ..) = sign_in(&device(json!(5), json!(600)), &polls);
    assert!(tokens.is_ok());
    assert_eq!(waits, [5, 5, 10]);
}

#[test]
fn a_refusal_ends_the_polls() {
    for (code, expected) in [
        ("access_denied", OAuthErrorCode::AccessDenied),
        ("expired_token", OAuthErrorCode::ExpiredToken),
        ("invalid_grant", OAuthErrorCode::InvalidGrant),
    ] {
        let (tokens, waits, ..) = sign_in(&device(json!(1), json!(600)), &[error(PENDING), error(code)]);
        let refused = tokens.expect_err("refused");
        assert_eq!((refused.code(), waits.len()), (Some(&expected), 2));
        assert!(!format!("{refused} {refused:?}").contains("the-device-code"));
    }
}

#[test]
fn no_wait_goes_beyond_the_end() {
    let (tokens, waits, service, clock) = sign_in(&device(json!(4), json!("10")), &[error(PENDING)]);
    assert_eq!(tokens.expect_err("nobody confirms").code(), Some(&OAuthErrorCode::ExpiredToken));
    // The next poll would be at 12.
    assert_eq!((waits, service.received().len()), (vec![4, 4], 3));
    assert!(crate::runtime::Clock::now(&clock).as_secs() < 10);
    let (tokens, waits, ..) = sign_in(&device(json!(60), json!(30)), &[issued()]);
    assert_eq!((tokens.expect_err("too slow").code(), waits.len()), (Some(&OAuthErrorCode::ExpiredToken), 0));
}

#[test]
fn problems_of_the_server_are_waited_out() {
    let html = (502, json!("<html>Bad Gateway</html>"));
    let polls = [html, error("temporarily_unavailable"), (504, json!("")), error(PENDING), issued()];
    let (tokens, waits, service, _) = sign_in(&device(json!(3), json!(600)), &polls);
    assert!(tokens.is_ok());
    // After a timeout the server is asked less often.
    assert_eq!((waits, service.received().len()), (vec![3, 3, 3, 6, 6], 6));
}
