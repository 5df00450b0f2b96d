//! Tokens: OAuth, and what makes its secrets hard to guess.

use tallyfy::oauth::OAuthClient;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{SERVER, Server};

#[wasm_bindgen_test]
async fn a_refused_token_is_renewed_once_for_all_calls() {
    let (server, issuer) = (Server::new("expired"), Server::new("token"));
    let app = OAuthClient::new("my application").secret("s3cret").token_url(issuer.url(SERVER));
    let builder = tallyfy::Client::builder().base_url(server.url(SERVER)).org_id("acme");
    let session = app.client_credentials().starting_with(tallyfy::Tokens::new("stale", None, None));
    let client = builder.token_provider(session).build().expect("a client");
    let (one, other) = (client.groups().get("g1").into_future(), client.groups().get("g2").into_future());
    let (one, other) = futures_util::future::join(one, other).await;
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(issuer.received().await.len(), 1);
}

#[wasm_bindgen_test]
fn what_a_browser_is_led_with_cannot_be_guessed() {
    let app = OAuthClient::new("my application")
        .authorization_url("https://login.example.com/authorize")
        .token_url("https://login.example.com/token");
    let client = Server::new("plain").client();
    let urls: Vec<String> =
        (0..20).map(|_| app.authorize(&client, "https://my.example.com/callback").expect("a URL").url().to_owned()).collect();
    for (at, url) in urls.iter().enumerate() {
        let state = url.split("&state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
        assert!(state.len() == 43 && !urls[..at].iter().any(|before| before.contains(state)), "{url}");
    }
}
