use crate::server::{Server, run};
use ::constants::{Client, types::{GradeLevel, GradeWord, Thing, ThingVersion}};

#[test]
fn constants_that_are_required_are_sent_without_being_asked_for() {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&Thing::new("1")));
    assert_eq!(server.asked().body, r#"{"kind":"thing","version":3,"live":true,"ratio":1.5,"id":"1"}"#);
    let _ = run(client!(server).things().get());
    assert_eq!(server.asked().line, "GET /things/big?since=2024-01");
    let _ = run(client!(server).things().get().deep(true));
    assert_eq!(server.asked().line, "GET /things/big?since=2024-01&deep=true");
}

#[test]
fn another_value_of_the_server_is_kept() {
    for body in [
        r#"{"kind":"thing","version":4,"live":true,"ratio":1.5,"id":"1","note":"urgent","gone":null}"#,
        r#"{"kind":"other","version":3,"live":false,"ratio":2.5,"id":"1","note":"later","listed":"one"}"#,
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Thing::new("x"))).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
    }
    let thing = run(client!(Server::json(200, r#"{"kind":"thing","version":3.0,"live":true,"ratio":1.5,"id":"1"}"#)).things().put(&Thing::new("x")));
    assert_eq!(thing.unwrap().version, ThingVersion::from(3));
}

#[test]
fn constants_that_are_alternatives_are_one_enum() {
    let grade = run(client!(Server::json(200, r#"{"origin":{"x":0,"y":0},"level":2,"word":"red"}"#)).things().get()).unwrap();
    assert_eq!(grade.level, Some(GradeLevel::High));
    assert_eq!(grade.word, Some(GradeWord::Red));
    assert_eq!(grade.origin["x"], 0);
}
