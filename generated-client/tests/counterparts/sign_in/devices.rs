//! A person signs a device in.

use tallyfy::Tokens;
use tallyfy::oauth::{OAuthError, OAuthErrorCode};

use super::browser::{Answer, Browser, Page};
use super::provider::{OidcProvider, who};
use crate::Test;
use crate::calls::block_on;

pub fn trials() -> Vec<Test> {
    vec![
        Test::new("sign_in::a_device_is_signed_in", &[], a_device_is_signed_in),
        Test::new("sign_in::a_device_is_refused", &[], a_device_is_refused),
    ]
}

async fn sign_in(provider: &OidcProvider, answer: Answer) -> (Result<Tokens, OAuthError>, Page) {
    let device = provider.app_of_people("device").authorize_device(&provider.client()).await.expect("the server knows the client");
    let url = device.verification_uri_complete().expect("the server has one").to_owned();
    assert!(url.starts_with(device.verification_uri()) && url.contains(device.user_code()), "{url}");
    let browsing = tokio::task::spawn_blocking(move || Browser::default().visit(&url, answer));
    let tokens = device.wait().await;
    (tokens, browsing.await.expect("the browser does not panic"))
}

fn a_device_is_signed_in() {
    let provider = OidcProvider::start();
    block_on(async {
        let (tokens, page) = sign_in(&provider, Answer::SignIn).await;
        let tokens = tokens.unwrap_or_else(|error| panic!("{error}: {page:?}"));
        let session = provider.app("device").session().starting_with(tokens);
        let signed_in = provider.builder().token_provider(session).build().expect("the settings are valid");
        assert_eq!(who(&signed_in).await.expect("the token is valid")["sub"], "ada");
    });
}

fn a_device_is_refused() {
    let provider = OidcProvider::start();
    block_on(async {
        let (tokens, page) = sign_in(&provider, Answer::Cancel).await;
        let error = tokens.expect_err("refused");
        assert_eq!(error.code(), Some(&OAuthErrorCode::AccessDenied), "{error}: {page:?}");
    });
}
