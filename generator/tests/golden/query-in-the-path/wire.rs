use crate::server::{Server, run};
use ::query_in_the_path::Client;

#[test]
fn the_query_of_the_path_comes_first_and_a_fragment_stays_here() {
    let server = Server::silent();
    run(client!(server).things().find().text("a b")).unwrap();
    assert_eq!(server.asked().line, "GET /things?action=find&text=a%20b");
    run(client!(server).things().count("x&y")).unwrap();
    assert_eq!(server.asked().line, "GET /things?action=count&of=x%26y");
    run(client!(server).things().get_all_things()).unwrap();
    assert_eq!(server.asked().line, "GET /things");
}
