use crate::server::{Server, run};
use ::server_variables::Client;

#[test]
fn they_are_given_to_the_builder_or_to_a_sibling() {
    let server = Server::silent();
    let client = Client::builder().endpoint(&server.url).tenant("a/b").build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /v1/a%2Fb/api/things");
    run(client.for_version("v2").for_tenant("c").things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /v2/c/api/things");
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /v1/a%2Fb/api/things");
}

#[test]
fn what_they_cannot_be_is_an_error() {
    let missing = Client::builder().endpoint("https://h.example").build().unwrap_err();
    assert!(missing.to_string().contains("needs `tenant`, which is not set"), "{missing}");
    let client = Client::builder().endpoint("https://h.example").tenant("a").build().unwrap();
    let unknown = run(client.for_version("v3").things().list()).unwrap_err();
    assert!(unknown.to_string().contains("`version` cannot be `v3`: it must be one of v1, v2"), "{unknown}");
    let upwards = run(client.for_tenant("..").things().list()).unwrap_err();
    assert!(upwards.to_string().contains("`tenant` cannot be `..`"), "{upwards}");
}

#[test]
fn a_whole_address_needs_none_of_them() {
    let server = Server::silent();
    run(client!(server).things().list()).unwrap();
    assert_eq!(server.asked().line, "GET /things");
}
