// Features: oauth
use crate::server::{Server, run};
use ::security_with_relative_urls::Client;
use ::security_with_relative_urls::oauth::OAuthClient;

const TOKENS: &str = r#"{"access_token":"t1","token_type":"Bearer","expires_in":3600}"#;

/// Where a token is requested from, under a base URL that ends so.
fn asked_for(end: &str, scheme: &str) -> String {
    let server = Server::json(200, TOKENS);
    let session = OAuthClient::new("app").secret("s").scheme(scheme.to_owned()).client_credentials();
    let client = Client::builder().base_url(format!("{}{end}", server.url)).token_provider(session).build().unwrap();
    let _ = run(client.things().list());
    server.asked().line
}

#[test]
fn tokens_come_from_beside_the_operations() {
    assert_eq!(asked_for("/v1", "people"), "POST /v1/token");
    assert_eq!(asked_for("/v1/", "people"), "POST /v1/token");
    assert_eq!(asked_for("", "people"), "POST /token");
    assert_eq!(asked_for("/v1", "partners"), "POST /oauth/token");
}

#[test]
fn people_are_sent_to_a_whole_url() {
    let client = Client::builder().base_url("https://h.example/v1").build().unwrap();
    let url = |scheme: &'static str| {
        let app = OAuthClient::new("app").scheme(scheme);
        let sign_in = app.authorize(&client, "http://127.0.0.1/back").unwrap();
        sign_in.url().split("client_id").next().unwrap().to_owned()
    };
    assert!(url("partners").starts_with("https://h.example/oauth/authorize?next=https://h.example/&"), "{}", url("partners"));
    assert!(url("outside").starts_with("https://login.example/authorize?"), "{}", url("outside"));
}
