use crate::server::{Server, run};
use ::read_only_properties::{Client, types::{Part, Shape, Square, Thing}};

const THING: &str = r#"{"id":"1","name":"n","made":"2026-11-23T00:00:00Z","closed":null,"parts":[{"id":7,"size":1}],"by_name":{"a":{"id":8}},"owner":{"id":9}}"#;

#[test]
fn what_only_the_server_sets_is_not_an_argument() {
    let server = Server::json(200, THING);
    run(client!(server).things().put(&Thing::new("n"))).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n"}"#);
}

#[test]
fn what_was_read_goes_back_without_what_only_the_server_sets() {
    let server = Server::json(200, THING);
    let mut thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert_eq!((thing.id.as_deref(), thing.owner.as_ref().and_then(|owner| owner.id)), (Some("1"), Some(9)));
    thing.name = "new".to_owned();
    thing.parts.get_or_insert_default().push(Part::new().size(2));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"new","parts":[{"size":1},{"size":2}],"by_name":{"a":{}}}"#);
}

#[test]
fn what_does_not_fit_is_not_sent_back_either() {
    let server = Server::json(200, r#"{"id":{"odd":true},"name":"n","more":1}"#);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert!(thing.extra.get("id").is_some());
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n","more":1}"#);
    run(client!(server).things().put(&thing).extra_body("id", "2")).unwrap();
    assert_eq!(server.asked().body, r#"{"name":"n","more":1,"id":"2"}"#);
}

#[test]
fn elsewhere_a_value_is_written_as_it_is() {
    let thing: Thing = serde_json::from_str(THING).unwrap();
    let kept = THING.replace(r#""closed":null,"#, "");
    assert_eq!(serde_json::to_string(&thing).unwrap(), kept);
}

#[test]
fn what_tells_subtypes_apart_is_sent() {
    let server = Server::json(200, r#"[{"kind":"Square","id":"5","side":1}]"#);
    let shapes = run(client!(server).shapes().add(&[Square::new().side(1).into()])).unwrap();
    assert_eq!(server.asked().body, r#"[{"kind":"Square","side":1}]"#);
    assert!(matches!(&shapes[..], [Shape::Square(square)] if square.id.as_deref() == Some("5")));
    run(client!(server).shapes().add(&shapes)).unwrap();
    assert_eq!(server.asked().body, r#"[{"kind":"Square","side":1}]"#);
}
