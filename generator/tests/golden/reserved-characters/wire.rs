use crate::server::{Server, run};
use ::reserved_characters::Client;

#[test]
fn they_stand_for_themselves_where_the_document_says_so() {
    let server = Server::silent();
    run(client!(server).things().get("/groups/a b?c", "x/y").filter("a eq b/c&d=%20#e%")).unwrap();
    assert_eq!(server.asked().line, "GET /groups/a%20b%3Fc/things/x%2Fy?filter=a%20eq%20b/c&d=%20%23e%25");
    run(client!(server).things().get_always()).unwrap();
    assert_eq!(server.asked().line, "GET /always/a/b%20c?q=x=1&y=2");
}

#[test]
fn no_value_leads_out_of_its_place() {
    for scope in ["", "/", "..", "a/../b", "a//b", "./a"] {
        let server = Server::silent();
        let error = run(client!(server).things().get(scope, "1")).unwrap_err();
        assert!(error.to_string().contains("the path parameter `scope`"), "{scope}: {error}");
    }
}
