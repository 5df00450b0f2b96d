use crate::server::{Server, run};
use ::reserved_characters_in_queries::Client;

#[test]
fn reserved_characters_stand_for_themselves_as_far_as_the_query_stays_whole() {
    let server = Server::silent();
    run(client!(server).pages().find().under("x/y:z%2Fw 5%ü").title("x/y:z%2Fw 5%ü")).unwrap();
    assert_eq!(server.asked().line, "GET /pages?under=x/y:z%2Fw%205%25%C3%BC&title=x%2Fy%3Az%252Fw%205%25%C3%BC");
    run(client!(server).pages().find().under("a&b=c+d#e[0]")).unwrap();
    assert_eq!(server.asked().line, "GET /pages?under=a%26b=c%2Bd%23e%5B0%5D");
    run(client!(server).pages().find().tags(["a/b", "c?"]).paths(["/x", "/y"])).unwrap();
    assert_eq!(server.asked().line, "GET /pages?tags=a/b&tags=c?&paths=/x,/y");
}
