use crate::server::{Server, run};
use ::whole_queries::{Client, shops::FindFilter, types::Rule};

#[test]
fn one_value_is_the_whole_query() {
    let server = Server::silent();
    run(client!(server).shops().find().filter(&FindFilter::new().name("a & b").kinds(["x", "y"]))).unwrap();
    assert_eq!(server.asked().line, "GET /shops?name=a%20%26%20b&kinds=x&kinds=y");
    run(client!(server).shops().match_().rule(&Rule::new(2))).unwrap();
    assert_eq!(server.asked().line, "PUT /shops?%7B%22least%22%3A2%7D");
}
