use crate::server::{Server, run};
use ::values_of_several_types::{Client, types::{IntOrString, Thing}};

#[test]
fn values_stay_of_the_type_that_they_came_as() {
    for body in [
        r#"{"port":80,"other":1,"more":true,"list":[80,"http"],"map":{"a":1,"b":"2"},"custom":5,"level":1,"untyped":1,"flag":true,"numbers":2}"#,
        r#"{"port":"80","other":"1","more":"true","list":["80"],"custom":"5","alternatives":"x","extended":"y","level":"auto","untyped":"auto","flag":"auto","ratio":"auto","only":"b"}"#,
        r#"{"port":"http","more":1.5,"alternatives":7,"extended":8,"level":3,"untyped":"new","ratio":1.5}"#,
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Thing::new("x"))).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
    }
}

#[test]
fn both_become_the_value_by_themselves() {
    for (thing, body) in [(Thing::new(80), r#"{"port":80}"#), (Thing::new("http"), r#"{"port":"http"}"#)] {
        let server = Server::json(200, body);
        let read = run(client!(server).things().put(&thing).port("80").ports(["http"]).mixed("auto")).unwrap();
        let asked = server.asked();
        assert_eq!(asked.body, body);
        assert_eq!(asked.line, "PUT /things?port=80&ports=http&mixed=auto");
        assert_eq!(read.port, thing.port);
    }
    assert_eq!(IntOrString::from(80), IntOrString::Integer(80));
}
