use crate::server::{Server, run};
use ::placeholders_with_more_than_a_name::Client;

#[test]
fn values_stand_where_the_placeholders_are() {
    let server = Server::silent();
    run(client!(server).t().by_rule(5)).unwrap();
    assert_eq!(server.asked().line, "GET /asp/5");
    run(client!(server).t().by_case(5)).unwrap();
    assert_eq!(server.asked().line, "GET /case/5");
    run(client!(server).t().express_range("a", "b/c", 5)).unwrap();
    assert_eq!(server.asked().line, "GET /express/a-b%2Fc/5.json");
    run(client!(server).t().archive("projects/p/notes/n")).unwrap();
    assert_eq!(server.asked().line, "POST /google/projects/p/notes/n:archive");
}

#[test]
fn slashes_are_kept_where_the_placeholder_says_so() {
    let server = Server::silent();
    run(client!(server).t().plus("a/b c")).unwrap();
    assert_eq!(server.asked().line, "GET /wild/a/b%20c");
    run(client!(server).t().one("a/b")).unwrap();
    assert_eq!(server.asked().line, "GET /google/a%2Fb");
    run(client!(server).t().segment("a/b")).unwrap();
    assert_eq!(server.asked().line, "GET /segment/a%2Fb");
}
