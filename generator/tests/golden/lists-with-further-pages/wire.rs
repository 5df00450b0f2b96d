use crate::server::{Server, run};
use ::lists_with_further_pages::Client;

#[test]
fn further_pages_are_where_the_other_operation_is() {
    let server = Server::json(200, r#"{"value":["a"],"next":"more?at=2"}"#);
    let things = run(client!(server).things().list("o/p", "7").order("up").stream().collect());
    // The server always answers the same, which is found out.
    assert!(things.unwrap_err().to_string().contains("next page is the current page"));
    assert_eq!(server.asked().line, "GET /o%2Fp/things?api-version=7&order=up");
    assert_eq!(server.asked().line, "GET /o%2Fp/things/more?further&at=2&api-version=7");
}

#[test]
fn what_is_kept_replaces_what_the_address_says_of_it() {
    let server = Server::json(200, r#"{"value":["a"],"next":"/items?Key=other&at=2"}"#);
    let items = run(client!(server).things().list_items("a b").stream().collect());
    assert!(items.is_err());
    assert_eq!(server.asked().line, "GET /items?key=a%20b");
    assert_eq!(server.asked().line, "GET /items?at=2&key=a%20b");
}
