//! Redirects of what stands before an authorization server.

use tallyfy::oauth::{OAuthClient, OAuthError};
use tallyfy::{Client, Tokens};

use crate::Test;
use crate::calls::{block_on, direct};
use crate::peers::origin;
use crate::servers::NGINX;
use crate::servers::nginx::Nginx;

pub fn trials() -> Vec<Test> {
    vec![Test::new("sign_in::a_redirect_of_nginx_is_not_followed", &[NGINX], a_redirect_of_nginx_is_not_followed)]
}

fn a_redirect_of_nginx_is_not_followed() {
    let elsewhere = origin();
    let nginx = Nginx::start(&format!("location / {{ return 307 {}$request_uri; }}", elsewhere.url()));
    let url = |path: &str| format!("http://{}{path}", nginx.address);
    let client = Client::builder().base_url(url("")).transport(direct().build().expect("valid")).build().expect("valid");
    let app = OAuthClient::new("my application").secret("s3cret").token_url(url("/token"));
    let app = app.device_authorization_url(url("/device")).revocation_url(url("/revoke"));
    let tokens = Tokens::new("access", Some("refresh".into()), Some(0));
    let signed_in = Client::builder().base_url(url("")).transport(direct().build().expect("valid"));
    let signed_in = signed_in.token_provider(app.session().starting_with(tokens.clone())).build().expect("valid");
    block_on(async {
        for error in [app.authorize_device(&client).await.map(|_| ()), app.revoke(&client, &tokens).await] {
            let error = error.expect_err("not followed");
            assert!(matches!(&error, OAuthError::Call(call) if call.status().is_some_and(|status| status == 307)), "{error}");
        }
        let error = super::provider::who(&signed_in).await.expect_err("not followed");
        assert!(error.to_string().contains("the redirect is not followed"), "{error}");
    });
    assert_eq!(nginx.requests(3).len(), 3);
    assert!(elsewhere.seen().is_empty());
}
