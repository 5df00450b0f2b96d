use crate::server::{Server, run};
use ::anchors_and_ids::{Client, types::{Node, Thing}};

#[test]
fn names_lead_to_the_types_that_they_name() {
    const BODY: &str = r#"{"ab":1,"cd":true,"ef":"x","gh":1.5,"node":{"value":"a","next":{"value":"b"}},"crate":{"lid":{"w":1},"side":{"h":2}},"lid":{"w":3}}"#;
    let thing: Thing = run(client!(Server::json(200, BODY)).things().put(&Thing::new())).unwrap();
    assert_eq!((thing.ab, thing.cd, thing.ef.as_deref(), thing.gh), (Some(1), Some(true), Some("x"), Some(1.5)));
    assert_eq!(thing.node.as_ref().unwrap().next.as_ref().unwrap().value.as_deref(), Some("b"));
    assert_eq!(thing.lid.as_ref().unwrap().w, Some(3));
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, BODY, "all of it goes back as it came");
    let _ = run(client!(server).things().put(&Thing::new().node(Node::new().value("v").next(Node::new()))));
    assert_eq!(server.asked().body, r#"{"node":{"value":"v","next":{}}}"#);
}

#[test]
fn a_reference_through_a_path_is_the_same_type() {
    let thing: Thing = run(client!(Server::json(200, r#"{"ab":7}"#)).things().get_copy("1")).unwrap();
    assert_eq!(thing.ab, Some(7));
}
