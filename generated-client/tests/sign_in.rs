//! Signing in at Tallyfy's account host: which form is sent, and what becomes of the answer.

use std::sync::{Arc, Mutex};

use tallyfy::{Client, TokenProvider, Tokens, sign_in};

use crate::support::clock::{FakeClock, UNIX_SECONDS};
use crate::support::memory::block_on;
use crate::support::server::{Server, json};

#[allow(dead_code)]
mod runtime {
    pub use tallyfy::{Body, Bytes, Clock, Sleep, Transport, TransportError, TransportFuture};
}
mod support;

fn client(api: &Server, account: &Server, provider: impl TokenProvider) -> (Client, FakeClock) {
    let clock = FakeClock::default();
    let builder = Client::builder().base_url(api.url()).account_url(account.url()).org_id("acme").clock(clock.clone());
    (builder.token_provider(provider).build().expect("all is given"), clock)
}

fn granted(access: &str, refresh: Option<&str>) -> support::server::Act {
    let refresh = refresh.map_or(String::new(), |refresh| format!(r#", "refresh_token": "{refresh}""#));
    json(200, &format!(r#"{{"token_type": "Bearer", "expires_in": 3600, "access_token": "{access}"{refresh}}}"#))
}

fn groups(times: usize) -> Server {
    Server::start((0..times).map(|_| json(200, r#"{"data": {"id": "1"}}"#)))
}

fn get(client: &Client) -> Result<(), tallyfy::Error> {
    block_on(client.groups().get("1").into_future()).map(drop)
}

fn forms(account: &Server) -> Vec<String> {
    let received = account.received();
    assert!(received.iter().all(|request| (request.method.as_str(), request.target.as_str()) == ("POST", "/oauth/token")));
    assert!(received.iter().all(|request| request.header("authorization").is_none()));
    assert!(received.iter().all(|request| request.header("content-type") == Some("application/x-www-form-urlencoded")));
    received.iter().map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect()
}

#[test]
fn an_application_asks_again_when_its_token_ends() {
    let (api, account) = (groups(2), Server::start([granted("one", None), granted("two", None)]));
    let (client, clock) = client(&api, &account, sign_in::client_credentials("17", "s3cret"));
    get(&client).expect("signed in");
    clock.advance(std::time::Duration::from_secs(3600));
    get(&client).expect("signed in again");
    assert_eq!(forms(&account), ["grant_type=client_credentials&client_id=17&scope=%2A&client_secret=s3cret"; 2]);
    let tokens: Vec<_> = api.received().iter().map(|request| request.header("authorization").map(str::to_owned)).collect();
    assert_eq!(tokens, [Some("Bearer one".to_owned()), Some("Bearer two".to_owned())]);
}

#[test]
fn a_person_stays_signed_in_with_refresh_tokens_or_else_with_the_password() {
    let account = Server::start([
        granted("one", Some("r1")),
        granted("two", Some("r2")),
        json(400, r#"{"error": "invalid_grant"}"#),
        granted("three", Some("r3")),
    ]);
    let api = groups(3);
    let (client, clock) = client(&api, &account, sign_in::password("17", "s3cret", "a@b.example", "pass word"));
    for _ in 0..3 {
        get(&client).expect("signed in");
        clock.advance(std::time::Duration::from_secs(3600));
    }
    let password = "grant_type=password&client_id=17&username=a%40b.example&password=pass%20word&client_secret=s3cret";
    let refresh = |token| format!("grant_type=refresh_token&client_id=17&client_secret=s3cret&refresh_token={token}");
    assert_eq!(forms(&account), [password.to_owned(), refresh("r1"), refresh("r2"), password.to_owned()]);
}

#[test]
fn a_refresh_token_is_replaced_by_its_successor_which_is_kept() {
    let (api, account) = (groups(2), Server::start([granted("one", Some("r2")), granted("two", None)]));
    let kept = Arc::<Mutex<Vec<Tokens>>>::default();
    let keep = kept.clone();
    let provider =
        sign_in::refresh_token("17", "s3cret", "r1").on_renewal(move |tokens| keep.lock().expect("not poisoned").push(tokens.clone()));
    let (client, clock) = client(&api, &account, provider);
    get(&client).expect("signed in");
    clock.advance(std::time::Duration::from_secs(3600));
    get(&client).expect("signed in");
    let tails: Vec<_> = forms(&account).iter().map(|form| form.rsplit('=').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(tails, ["r1", "r2"]);
    let first = Tokens::new("one", Some("r2".into()), Some(UNIX_SECONDS + 3600));
    assert_eq!(kept.lock().expect("not poisoned").first(), Some(&first));
    // The server gave no new one: the old one stays good.
    assert_eq!(kept.lock().expect("not poisoned")[1].refresh_token, Some("r2".into()));
}

#[test]
fn what_the_account_host_refuses_is_reported_without_a_secret() {
    let (api, account) = (groups(0), Server::start([json(401, r#"{"error": "invalid_client", "echo": "s3cret-of-mine"}"#)]));
    let (client, _) = client(&api, &account, sign_in::client_credentials("17", "s3cret-of-mine"));
    let error = get(&client).expect_err("no such client");
    let host = |server: &Server| server.url().trim_start_matches("http://").split('/').next().unwrap_or_default().to_owned();
    let refused = format!("POST /oauth/token at {}: 401 Unauthorized: invalid_client (the server did not process it)", host(&account));
    assert_eq!(
        error.to_string(),
        format!("GET /organizations/{{org_id}}/groups/{{group_id}} at {}: no token: {refused} (nothing was sent)", host(&api))
    );
    assert!(error.is_unauthorized() && !format!("{error:?}").contains("s3cret-of-mine"));
}
