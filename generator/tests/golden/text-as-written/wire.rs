use crate::server::{Server, run};
use ::text_as_written::{Client, types::{Special, Thing}};

#[test]
fn constants_and_values_travel_as_they_are_written() {
    let server = Server::silent();
    run(client!(server).n2_0().n1e3().format("1.10").n1_50("x")).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "GET /things?api-version=2.10&rate=1.0&format=1.10&1.50=x");
    assert_eq!(asked.header("x-api-version"), Some("0x10"));
    assert_eq!(asked.header("x-level"), Some("1.0"));
}

#[test]
fn properties_and_tags_are_called_as_they_are_written() {
    let server = Server::silent();
    run(client!(server).n2_0().put_thing("7", &Special::new("a", "b").into())).unwrap();
    assert_eq!(server.asked().body, r#"{"1.50":"1.10","0x10":"a","null":"b"}"#);
    let server = Server::json(200, r#"{"1.50":"1.10","0x10":"a","null":"b"}"#);
    assert!(matches!(run(client!(server).n2_0().n2_50("7")).unwrap(), Thing::Special(_)));
    assert_eq!(server.asked().body, "version=1.10");
}
