use crate::server::{Server, run};
use ::links::Client;

#[test]
fn a_value_of_a_response_goes_into_the_next_call() {
    let server = Server::json(200, r#"{"username":"ada"}"#);
    let user = run(client!(server).users().get("7")).unwrap();
    assert_eq!(server.asked().line, "GET /users/7");
    run(client!(server).repositories().list(user.username.as_deref().unwrap()).limit(10)).unwrap();
    assert_eq!(server.asked().line, "GET /users/ada/repositories?limit=10");
}
