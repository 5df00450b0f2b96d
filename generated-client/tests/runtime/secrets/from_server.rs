//! Secrets that a server hands out, by their places: nobody knew their values before. And what must stay readable.

use serde_json::json;

use super::doors::API;
use super::sinks::error;
use crate::runtime::{Body, Call, Client, ClientBuilder, Error, Json, Method, Transport, TransportFuture, Value};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

/// Answers with this status, this header and this body.
struct Says(u16, (&'static str, &'static str), String);

impl Transport for Says {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let mut response = http::Response::new(Body::from(self.2.clone()));
        *response.status_mut() = http::StatusCode::from_u16(self.0).expect("a status");
        response.headers_mut().insert(self.1.0, self.1.1.parse().expect("a value"));
        Box::pin(async { Ok(response) })
    }
}

fn client(says: Says) -> Client {
    ClientBuilder::new(&API).base_url("http://vault.example").clock(FakeClock::default()).transport(says).build().expect("all is given")
}

fn failed<T: crate::runtime::FromJson + 'static>(says: Says) -> Error {
    block_on(Call::<Json<T>>::from(client(says).call(Method::GET, "/locks")).into_future()).err().expect("a failure")
}

/// Headers and bodies with the secret `q~7`, or 98765 where it is a number.
fn handed_out() -> Vec<(&'static str, (&'static str, &'static str), String)> {
    let plain = ("x-plain", "x");
    let body = |value: Value| value.to_string();
    vec![
        ("a cookie", ("set-cookie", "session=q~7; Path=/"), body(json!({}))),
        ("the header of a scheme", ("x-vault-key", "q~7"), body(json!({}))),
        ("a user in a header", ("location", "http://me:q~7@vault.example/x"), body(json!({}))),
        ("a key in a header", ("location", "/x?a=b&vault_key=q~7"), body(json!({}))),
        ("a property that the definition marks", plain, body(json!({ "pin": "q~7" }))),
        ("a property deep in a body", plain, body(json!({ "a": [{ "pass_phrase": "q~7", "b": 1 }] }))),
        ("a token response", plain, body(json!({ "token_type": "bearer", "access_token": "q~7", "refresh_token": "q~7" }))),
        ("a number", plain, body(json!({ "pin": 98765 }))),
        ("headers that were sent back", plain, body(json!({ "headers": { "Authorization": "Bearer q~7", "X-Vault-Key": "q~7" } }))),
        ("a form", plain, "token_type=bearer&access_token=q~7&expires_in=3".to_owned()),
        ("a URL in a message", plain, body(json!({ "message": "see https://me:q~7@vault.example/x?vault_key=q~7&a=b for more" }))),
        ("a body that is cut", plain, r#"{"a":[{"pin" : "q~7"#.to_owned()),
    ]
}

fn clean(cell: &str, shown: Vec<(&'static str, String)>) {
    for (what, text) in shown {
        assert!(!text.contains("q~7") && !text.contains("98765"), "{cell} ({what}): {text}");
    }
}

#[test]
fn what_a_server_hands_out_is_hidden_by_its_place() {
    let mut cells = 0;
    for (name, header, body) in handed_out() {
        for status in [302, 401, 422, 500] {
            clean(&format!("{name} with {status}"), error(&failed::<Value>(Says(status, header, body.clone()))));
            cells += 1;
        }
        clean(&format!("{name} in what cannot be read"), error(&failed::<i64>(Says(200, header, body.clone()))));
        let call = Call::<Json<Value>>::from(client(Says(200, header, "{}".to_owned())).call(Method::GET, "/locks"));
        let response = block_on(call.with_response().into_future()).expect("a value");
        clean(&format!("{name} in a response"), vec![("Debug", format!("{response:?} {:?}", response.headers))]);
        // What is needed is there.
        assert_eq!(response.headers[header.0], header.1);
        cells += 2;
    }
    assert_eq!(cells, 12 * 6);
}

#[test]
fn what_a_server_says_about_a_secret_stays_readable() {
    let body = json!({
        "message": "The data was invalid.",
        "code": "WRONG_PIN",
        "errors": { "pin": ["The pin is too short."], "password": "Too old.", "access_token": { "kind": "Expired." } },
    });
    let error = failed::<Value>(Says(422, ("x-request-id", "r-1"), body.to_string()));
    assert_eq!(error.code().as_deref(), Some("WRONG_PIN"));
    let fields = json!({ "pin": ["The pin is too short."], "password": ["Too old."], "access_token.kind": ["Expired."] });
    assert_eq!(serde_json::to_value(error.field_errors()).expect("writable"), fields);
    assert!(error.to_string().contains("password: Too old.; pin: The pin is too short."), "{error}");
    let error = failed::<Value>(Says(400, ("x-request-id", "r-1"), json!({ "pin": ["Too short."] }).to_string()));
    assert_eq!(error.json(), Some(json!({ "pin": ["Too short."] })));
    let plain = "password: at least 8 characters; token expired";
    assert_eq!(failed::<Value>(Says(400, ("x-request-id", "r-1"), plain.to_owned())).message(), Some(plain));
}

/// A server may send back what it got as the name of a header.
#[test]
fn a_header_whose_name_is_a_secret_is_left_out() {
    let says = Says(400, ("x-t0ken-of-mine", "1"), "{}".to_owned());
    let builder = ClientBuilder::new(&crate::api::API).base_url("http://vault.example").clock(FakeClock::default()).token("t0ken-of-mine");
    let client = builder.transport(says).build().expect("all is given");
    let error = block_on(Call::<Json<Value>>::from(client.call(Method::GET, "/locks")).into_future()).expect_err("a failure");
    assert_eq!(error.headers().map(http::HeaderMap::len), Some(0));
    for (what, text) in super::sinks::error(&error) {
        assert!(!text.contains("t0ken-of-mine"), "{what}: {text}");
    }
}
