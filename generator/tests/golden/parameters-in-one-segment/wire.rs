use crate::server::{Server, run};
use ::parameters_in_one_segment::Client;

#[test]
fn a_segment_holds_several_values() {
    let server = Server::silent();
    run(client!(server).releases().get(1, 2, "a-b", "c/d")).unwrap();
    assert_eq!(server.asked().line, "GET /releases/1.2/a-b-c%2Fd");
    run(client!(server).releases().get_latest_release("x:y")).unwrap();
    assert_eq!(server.asked().line, "GET /releases/x%3Ay:latest");
}
