use crate::server::{Server, run};
use ::read_only_properties::{Client, types::Thing};

#[test]
fn what_only_the_server_sets_need_not_be_sent() {
    let server = Server::json(200, r#"{"id":"1","name":"n","made":"2026-11-23T00:00:00Z"}"#);
    assert_eq!(run(client!(server).things().get()).unwrap().id.as_deref(), Some("1"));
    server.asked();
    run(client!(server).things().put(&Thing::new("n"))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n"}"#);
}
