use crate::server::{Server, run};
use ::redirects::{Client, files::FindMovedResponse};

#[test]
fn a_redirect_is_the_response_where_no_other_success_is_declared() {
    let server = Server::answering(302, &[("Location", "https://elsewhere.example/x")], "");
    let response = run(client!(server).files().locate("7").with_response()).unwrap();
    assert_eq!(response.status, 302);
    assert_eq!(response.declared.location.as_deref(), Some("https://elsewhere.example/x"));
    assert_eq!(server.asked().line, "GET /files/7");
    let response = run(client!(server).files().find_any().with_response()).unwrap();
    assert_eq!(response.status, 302);
    let server = Server::answering(303, &[("Location", "/files/9"), ("X-Id", "9")], "");
    assert_eq!(run(client!(server).files().add().with_response()).unwrap().declared.x_id, Some(9));
}

#[test]
fn its_body_is_read() {
    let server = Server::answering(301, &[("Location", "/x"), ("Content-Type", "application/json")], r#"{"url":"u"}"#);
    let found = run(client!(server).files().find_moved()).unwrap();
    assert!(matches!(found, FindMovedResponse::MovedPermanently(place) if place.url.as_deref() == Some("u")));
}

#[test]
fn one_that_is_not_declared_is_followed() {
    // To itself, until there are too many.
    let server = Server::answering(307, &[("Location", "/v1/other")], "");
    let error = run(client!(server).files().locate("7")).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(error.to_string().contains("too many redirects"), "{error}");
    let server = Server::answering(304, &[], "");
    assert_eq!(run(client!(server).files().check_same()).unwrap_err().status().map(|status| status.as_u16()), Some(304));
}
