use crate::server::{Server, run};
use ::all_of_plain_schemas::{Client, types::{Kind, Level, Own, Thing, ThingF}};

#[test]
fn plain_values_are_sent_and_read() {
    let server = Server::silent();
    let thing = Thing::new("abc", Kind::A).b("de").c(Kind::B).d(3).e("n").f(ThingF::X).i(7).j(["t"]).k(true).own(Own::Y).level(Level::N2);
    let _ = run(client!(server).things().add(&thing));
    let body = r#"{"a":"abc","b":"de","c":"b","d":3,"e":"n","f":"x","i":7,"j":["t"],"k":true,"narrow":"a","own":"y","level":2}"#;
    assert_eq!(server.asked().body, body);
    let thing = run(client!(Server::json(200, r#"{"a":"abc","narrow":"b","list":["x"],"neither":5}"#)).things().add(&thing)).unwrap();
    assert_eq!((thing.a.as_str(), &thing.narrow, thing.list.as_deref()), ("abc", &Kind::B, Some(&["x".to_owned()][..])));
    assert_eq!(thing.neither, Some(5.into()));
    assert_eq!(run(client!(Server::json(200, r#""text""#)).things().get_name()).unwrap(), "text");
}

#[test]
fn a_body_is_plain_as_well() {
    let server = Server::silent();
    run(client!(server).things().put_name("text")).unwrap();
    assert_eq!(server.asked().body, r#""text""#);
}
