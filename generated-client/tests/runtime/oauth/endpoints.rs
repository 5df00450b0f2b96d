//! Where the endpoints are: by the definition, or as the application says.

use serde_json::json;

use super::{API, client, field};
use crate::runtime::oauth::{ClientAuthentication, OAuthClient, OAuthError};
use crate::runtime::{Api, Client, ClientBuilder, Flow, FlowKind, Scheme, SchemeKind, Tokens};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::Received;
use crate::support::service::Service;

static SEVERAL: Api = api(&[
    Scheme { name: "people", kind: SchemeKind::OAuth2(&[flow("http://people.example/token")]) },
    Scheme { name: "machines", kind: SchemeKind::OAuth2(&[flow("http://machines.example/token")]) },
]);

const fn api(schemes: &'static [Scheme]) -> Api {
    Api {
        schemes,
        name: "Several",
        version: "1",
        base_url: Some("http://things.example"),
        variables: &[],
        base_url_env: None,
        token_env: None,
        log_env: None,
        headers: &[],
        bound: &[],
        servers: &[],
        secrets: &[],
        auth: &[&["people"], &["machines"]],
    }
}

const fn flow(token_url: &'static str) -> Flow {
    Flow { kind: FlowKind::ClientCredentials, authorization_url: None, token_url: Some(token_url), scopes: &[] }
}

fn service() -> Service {
    Service::new(|_| (200, json!({ "access_token": "the-access-token" }).to_string())).yielding()
}

/// The request for the token of an application.
fn request_of(app: &OAuthClient, api: &'static Api) -> Result<Received, String> {
    let service = service();
    let builder = ClientBuilder::new(api).transport(service.clone()).header("x-api-key", "key-of-the-api").user_agent("program/1");
    let client: Client = builder.token_provider(app.client_credentials()).build().expect("all is given");
    let error = block_on(super::get(&client)).err().map(|error| error.to_string());
    let token_request = service.received().into_iter().find(|request| request.method == "POST");
    token_request.ok_or_else(|| error.expect("no request, so an error"))
}

#[test]
fn the_definition_has_the_urls_and_the_scopes() {
    let request = request_of(&OAuthClient::new("my app").secret("s3cret").all_scopes(), &API).expect("the URL is known");
    assert_eq!((request.target.as_str(), request.header("host")), ("/token", None));
    assert_eq!(field(&request.body, "scope").as_deref(), Some("all"));
    assert_eq!(field(&request.body, "grant_type").as_deref(), Some("client_credentials"));
    let (client, _) = client(&service());
    let url = OAuthClient::new("my app").all_scopes().authorize(&client, "http://127.0.0.1/").expect("known").url().to_owned();
    assert!(url.starts_with("http://login.example/authorize?") && url.contains("&scope=read%20write&"), "{url}");
}

#[test]
fn what_the_application_sets_has_precedence() {
    let app = OAuthClient::new("my app").token_url("http://other.example/oauth/token?tenant=7").token_param("audience", "things");
    let request = request_of(&app, &API).expect("the URL is set");
    assert_eq!(request.target, "/oauth/token?tenant=7");
    assert_eq!((field(&request.body, "audience").as_deref(), field(&request.body, "scope")), (Some("things"), None));
}

#[test]
fn several_of_a_definition_have_to_be_chosen_from() {
    let app = OAuthClient::new("my app");
    let error = request_of(&app, &SEVERAL).expect_err("which one?");
    assert!(error.contains("choose with `scheme`, or set the token URL with `token_url`"), "{error}");
    assert!(request_of(&app.scheme("machines"), &SEVERAL).is_ok());
}

static DEVICES: Api = api(&[Scheme {
    name: "people",
    kind: SchemeKind::OAuth2(&[
        Flow {
            kind: FlowKind::AuthorizationCode,
            authorization_url: Some("http://login.example/authorize"),
            token_url: Some("http://login.example/token"),
            scopes: &["read"],
        },
        Flow {
            kind: FlowKind::DeviceAuthorization,
            authorization_url: Some("http://login.example/device"),
            token_url: Some("http://login.example/device/token"),
            scopes: &["watch"],
        },
    ]),
}]);

#[test]
fn a_definition_that_has_it_says_where_the_sign_in_of_a_device_begins() {
    let service = Service::new(|request| {
        let body = match request.target.as_str() {
            "/device" => json!({
                "device_code": "the-device-code", "user_code": "ABCD", "verification_uri": "http://login.example/enter",
                "interval": 1, "expires_in": 600,
            }),
            _ => json!({ "access_token": "the-access-token" }),
        };
        (200, body.to_string())
    });
    let client = ClientBuilder::new(&DEVICES).transport(service.clone()).clock(FakeClock::default()).build().expect("all is given");
    let app = OAuthClient::new("my app").all_scopes();
    let device = block_on(app.authorize_device(&client)).expect("the definition has the URL");
    block_on(device.wait()).expect("confirmed at once");
    let received = service.received();
    let targets: Vec<&str> = received.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/device", "/device/token"]);
    assert_eq!(field(&received[0].body, "scope").as_deref(), Some("watch"));
    // The browser's sign-in is not that of a device.
    let url = app.authorize(&client, "http://127.0.0.1/").expect("known").url().to_owned();
    assert!(url.starts_with("http://login.example/authorize?"), "{url}");
}

#[test]
fn what_is_not_known_is_named_with_its_setter() {
    let (client, _) = client(&service());
    let app = OAuthClient::new("my app");
    let error = block_on(app.authorize_device(&client)).expect_err("no definition has it");
    assert!(error.to_string().contains("set it with `device_authorization_url`"), "{error}");
    let error = block_on(app.revoke(&client, &Tokens::new("a token", None, None))).expect_err("no definition has it");
    assert!(error.to_string().contains("set it with `revocation_url`"), "{error}");
    for url in ["", "/token", "ftp://x/token", "https://x/token#y"] {
        let error = block_on(OAuthClient::new("my app").revocation_url(url).revoke(&client, &Tokens::new("a token", None, None)));
        let error = error.expect_err("not a URL");
        assert!(matches!(error, OAuthError::Call(_)) && error.to_string().contains("the revocation URL is not"), "{error}");
    }
}

#[test]
fn an_application_proves_who_it_is_in_one_way() {
    let app = OAuthClient::new("my app:1").secret("s3cret/ü%");
    let request = request_of(&app, &API).expect("sent");
    // base64("my%20app%3A1:s3cret%2F%C3%BC%25")
    assert_eq!(request.header("authorization"), Some("Basic bXklMjBhcHAlM0ExOnMzY3JldCUyRiVDMyVCQyUyNQ=="));
    assert_eq!((field(&request.body, "client_id"), field(&request.body, "client_secret")), (None, None));
    let request = request_of(&app.authentication(ClientAuthentication::Body), &API).expect("sent");
    assert_eq!((request.header("authorization"), field(&request.body, "client_id").as_deref()), (None, Some("my app:1")));
    assert_eq!(field(&request.body, "client_secret").as_deref(), Some("s3cret/ü%"));
    let request = request_of(&OAuthClient::new("public"), &API).expect("sent");
    assert_eq!((request.header("authorization"), field(&request.body, "client_id").as_deref()), (None, Some("public")));
}

#[test]
fn the_headers_of_the_api_are_not_for_others() {
    let request = request_of(&OAuthClient::new("my app"), &API).expect("sent");
    assert_eq!((request.header("x-api-key"), request.header("x-things")), (None, None));
    assert_eq!((request.header("user-agent"), request.header("accept")), (Some("program/1"), Some("application/json")));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}
