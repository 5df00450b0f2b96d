use crate::server::{Server, run};
use ::security_basic::Client;

#[test]
fn name_and_password_are_sent() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).basic_auth("me", "secret").build().unwrap();
    run(client.things().list()).unwrap();
    assert_eq!(server.asked().header("authorization"), Some("Basic bWU6c2VjcmV0"));
}
