//! A person signs in with a browser.

use std::time::Duration;

use tallyfy::oauth::{
    AuthorizationCode, AuthorizationRequest, FileStore, LoopbackListener, OAuthClient, OAuthError, OAuthErrorCode, TokenStore,
};
use tallyfy::{Client, Tokens};

use super::browser::{Answer, Browser, Page};
use super::provider::{OidcProvider, who};
use crate::Test;
use crate::calls::block_on;
use crate::servers::Folder;

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("sign_in::a_person_signs_in_with_a_browser", &[], a_person_signs_in_with_a_browser),
        Test::new("sign_in::the_server_checks_the_verifier", &[], the_server_checks_the_verifier),
        Test::new("sign_in::a_person_says_no", &[], a_person_says_no),
        Test::new("sign_in::refresh_tokens_are_rotated_and_stored", &[], refresh_tokens_are_rotated_and_stored),
        Test::new("sign_in::tokens_are_revoked", &[], tokens_are_revoked),
    ]
}

/// Signs in, and returns what came back with the last page.
async fn begin(app: &OAuthClient, client: &Client, answer: Answer) -> (AuthorizationRequest, Result<AuthorizationCode, OAuthError>, Page) {
    let listener = LoopbackListener::bind(0).await.expect("loopback has free ports");
    let request = app.authorize(client, listener.redirect_uri()).expect("the settings are valid");
    let url = request.url().to_owned();
    let browsing = tokio::task::spawn_blocking(move || Browser::default().visit(&url, answer));
    let code = listener.code(&request, Duration::from_secs(30)).await;
    (request, code, browsing.await.expect("the browser does not panic"))
}

async fn sign_in(app: &OAuthClient, client: &Client) -> Tokens {
    let (request, code, _) = begin(app, client, Answer::SignIn).await;
    request.exchange(code.expect("signed in")).await.expect("the server issues tokens")
}

fn a_person_signs_in_with_a_browser() {
    let provider = OidcProvider::start();
    block_on(async {
        let (app, client) = (provider.app_of_people("person"), provider.client());
        let (request, code, page) = begin(&app, &client, Answer::SignIn).await;
        assert!(page.status == 200 && page.body.contains("Sign-in received") && page.url.contains("/callback?code="), "{page:?}");
        let tokens = request.exchange(code.expect("signed in")).await.expect("the server issues tokens");
        assert!(tokens.refresh_token.is_some() && tokens.expires_at.is_some());
        assert_eq!(tokens.scope.as_deref(), Some("openid offline_access things"));
        let signed_in = provider.builder().token_provider(app.session().starting_with(tokens)).build().expect("valid");
        assert_eq!(who(&signed_in).await.expect("the token is valid")["sub"], "ada");
    });
}

fn the_server_checks_the_verifier() {
    let provider = OidcProvider::start();
    block_on(async {
        let (app, client) = (provider.app_of_people("person"), provider.client());
        let (_, code, _) = begin(&app, &client, Answer::SignIn).await;
        let other = app.authorize(&client, "http://127.0.0.1/callback").expect("the settings are valid");
        let error = other.exchange(code.expect("signed in")).await.expect_err("another verifier");
        assert_eq!(error.code(), Some(&OAuthErrorCode::InvalidGrant), "{error}");
    });
}

fn a_person_says_no() {
    let provider = OidcProvider::start();
    block_on(async {
        let (_, code, page) = begin(&provider.app_of_people("person"), &provider.client(), Answer::Cancel).await;
        let error = code.expect_err("refused");
        assert_eq!(error.code(), Some(&OAuthErrorCode::AccessDenied), "{error}");
        assert!(page.body.contains("Not signed in") && page.body.contains("access_denied"), "{page:?}");
    });
}

fn refresh_tokens_are_rotated_and_stored() {
    let (provider, folder) = (OidcProvider::start(), Folder::new());
    block_on(async {
        let (app, client) = (provider.app_of_people("person"), provider.client());
        let store = FileStore::new(folder.path("tokens.json"));
        let first = sign_in(&app, &client).await;
        // The server does not know the access token any more: its refusal decides.
        let stale = Tokens::new("stale", first.refresh_token.clone(), None);
        store.save(&stale).await.expect("the folder can be written to");
        let signed_in = |store: &FileStore| {
            let session = app.session().store(store.clone());
            provider.builder().token_provider(session).build().expect("the settings are valid")
        };
        let running = signed_in(&store);
        who(&running).await.expect("refreshed");
        let second = store.load().await.expect("readable").expect("stored");
        assert_ne!((&second.access_token, &second.refresh_token), (&first.access_token, &first.refresh_token));
        who(&signed_in(&store)).await.expect("after a restart");
        // The server takes a refresh token that comes twice for stolen, and ends the sign-in.
        let stolen = app.session().starting_with(Tokens::new("expired", first.refresh_token.clone(), Some(0)));
        let error = who(&provider.builder().token_provider(stolen).build().expect("valid")).await.expect_err("used before");
        assert!(error.is_sign_in_required() && error.to_string().contains("invalid_grant"), "{error}");
        let error = who(&running).await.expect_err("ended");
        assert!(error.is_sign_in_required(), "{error}");
    });
}

fn tokens_are_revoked() {
    let provider = OidcProvider::start();
    block_on(async {
        let (app, client) = (provider.app_of_people("person"), provider.client());
        let tokens = sign_in(&app, &client).await;
        app.revoke(&client, &tokens).await.expect("revoked");
        app.revoke(&client, &tokens).await.expect("what is not valid any more is as good as revoked");
        let signed_in = provider.builder().token_provider(app.session().starting_with(tokens)).build().expect("valid");
        let error = who(&signed_in).await.expect_err("neither token is valid");
        assert!(error.is_sign_in_required(), "{error}");
    });
}
