//! Tokens that expire, and are refreshed.

use std::time::Duration;

use super::{Account, app, get, signed_in};
use crate::runtime::oauth::Session;
use crate::runtime::{Delivery, Error, Tokens};
use crate::support::clock::UNIX_SECONDS;
use crate::support::memory::block_on;
use crate::support::service::dropped_after;

/// A session whose first token has expired.
fn expired(account: &Account) -> Session {
    account.state().issued = 1;
    app().session().starting_with(Tokens::new("access-1", Some("refresh-1".into()), Some(UNIX_SECONDS - 1)))
}

/// Makes calls at once.
fn at_once(client: &crate::runtime::Client, number: usize) -> Vec<Result<serde_json::Value, Error>> {
    block_on(async {
        let calls: Vec<_> = (0..number)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { get(&client).await })
            })
            .collect();
        let mut results = Vec::new();
        for call in calls {
            results.push(call.await.expect("no panic"));
        }
        results
    })
}

#[test]
fn fifty_calls_refresh_an_expired_token_once() {
    let account = Account::default();
    let service = account.service();
    let (client, _) = signed_in(&service, expired(&account));
    assert!(at_once(&client, 50).iter().all(Result::is_ok));
    assert_eq!((account.requests(), account.used()), (1, vec!["refresh-1".to_owned()]));
    assert_eq!(service.received().len(), 51);
}

#[test]
fn fifty_refusals_refresh_the_token_once() {
    let account = Account::default();
    let service = account.service();
    // Still valid by the clock of this computer.
    let (client, _) = signed_in(&service, app().session().starting_with(Tokens::new("old", Some("refresh-0".into()), None)));
    assert!(at_once(&client, 50).iter().all(Result::is_ok));
    assert_eq!(account.requests(), 1);
    assert!(service.received().len() <= 101, "each call is repeated at most once");
}

#[test]
fn a_second_refusal_is_the_error() {
    let account = Account::default();
    account.state().refuses = true;
    let service = account.service();
    let (client, _) = signed_in(&service, expired(&account));
    let error = block_on(get(&client)).expect_err("refused");
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 2));
    assert_eq!(account.requests(), 2, "for the expired token, and for the refused one");
    assert!(!error.is_sign_in_required());
}

#[test]
fn a_refresh_goes_on_when_its_caller_is_dropped() {
    for polls in 1..8 {
        let account = Account::default();
        let (client, _) = signed_in(&account.service(), expired(&account));
        block_on(async {
            let _ = dropped_after(polls, get(&client)).await;
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            assert_eq!(account.requests(), 1, "{polls}");
            get(&client).await.expect("the new token is there");
        });
        assert_eq!(account.requests(), 1, "{polls}");
    }
}

#[test]
fn a_token_is_refreshed_before_it_expires_and_not_in_a_loop() {
    // The lifetime, how long the token is used, and when it is not any more.
    for (expires_in, used, renewed) in [(3600, 3539, 3541), (300, 269, 271), (20, 17, 19), (5, 4, 5)] {
        let account = Account::default();
        account.state().expires_in = Some(expires_in);
        let (client, clock) = signed_in(&account.service(), app().client_credentials());
        block_on(get(&client)).expect("issued");
        clock.advance(Duration::from_secs(used));
        for _ in 0..5 {
            block_on(get(&client)).expect("valid");
        }
        assert_eq!(account.requests(), 1, "{expires_in} {used}");
        clock.advance(Duration::from_secs(renewed - used));
        for _ in 0..5 {
            block_on(get(&client)).expect("renewed");
        }
        assert_eq!(account.requests(), 2, "{expires_in} {renewed}");
    }
}

#[test]
fn time_that_passes_in_a_suspended_computer_counts() {
    let account = Account::default();
    let (client, clock) = signed_in(&account.service(), app().client_credentials());
    block_on(get(&client)).expect("issued");
    clock.advance(Duration::from_secs(30 * 24 * 3600));
    block_on(get(&client)).expect("renewed");
    assert_eq!(account.requests(), 2);
}

#[test]
fn an_invalid_grant_asks_to_sign_in_again_and_asks_the_server_once() {
    let account = Account::default();
    account.state().issued = 7;
    let session = app().session().starting_with(Tokens::new("access-1", Some("refresh-1".into()), Some(UNIX_SECONDS - 1)));
    let (client, _) = signed_in(&account.service(), session);
    for _ in 0..3 {
        let error = block_on(get(&client)).expect_err("nobody can refresh it");
        assert!(error.is_sign_in_required() && error.is_unauthorized() && !error.is_transient(), "{error}");
        assert!(matches!(error, Error::Credentials(_)) && error.delivery() == Delivery::NeverSent, "{error}");
        assert!(!format!("{error} {error:?}").contains("refresh-1"), "{error:?}");
    }
    assert_eq!(account.requests(), 1);
}

#[test]
fn without_tokens_somebody_has_to_sign_in() {
    let account = Account::default();
    let (client, _) = signed_in(&account.service(), app().session());
    let error = block_on(get(&client)).expect_err("nobody has signed in");
    assert!(error.is_sign_in_required() && error.to_string().contains("nobody has signed in"), "{error}");
    assert_eq!(account.requests(), 0);
}

#[test]
fn problems_of_the_server_leave_the_tokens_alone() {
    for failure in
        [(502, "<html>Bad Gateway</html>".to_owned()), (503, String::new()), (400, r#"{"error": "temporarily_unavailable"}"#.to_owned())]
    {
        let account = Account::default();
        let (client, _) = signed_in(&account.service(), expired(&account));
        account.state().failures.push(failure);
        let error = block_on(get(&client)).expect_err("no token now");
        assert!(error.is_transient() && !error.is_sign_in_required() && error.is_safe_to_retry(), "{error}");
        block_on(get(&client)).expect("the same refresh token is good");
        assert_eq!(account.used(), ["refresh-1"]);
    }
}

#[test]
fn a_wrong_secret_is_neither_temporary_nor_the_person_s_fault() {
    let account = Account::default();
    let (client, _) = signed_in(&account.service(), expired(&account));
    account.state().failures.push((401, r#"{"error": "invalid_client"}"#.to_owned()));
    let error = block_on(get(&client)).expect_err("refused");
    assert!(!error.is_transient() && !error.is_sign_in_required() && error.to_string().contains("invalid_client"), "{error}");
}
