use crate::server::{Server, run};
use ::additional_properties::{
    Client,
    types::{Beside, Thing},
};

#[test]
fn properties_beside_the_named_ones_are_read_and_sent() {
    let server = Server::json(
        200,
        r#"{"any":{"a":[1]},"numbers":{"x":1},"nested":{"k":{"a":"b"}},"beside":{"id":"1","more":5,"odd":"text"},"unknown":true}"#,
    );
    let thing = run(client!(server).things().get()).unwrap();
    let beside = thing.beside.clone().unwrap();
    assert_eq!((beside.id.as_str(), beside.additional_properties["more"]), ("1", 5));
    assert_eq!(beside.extra.get("odd").map(|odd| odd == "text"), Some(true));
    assert_eq!(thing.extra.get("unknown").map(|value| value == true), Some(true));
    server.asked();
    run(client!(server).things().put(&thing)).unwrap();
    let body = server.asked().body;
    for part in [r#""numbers":{"x":1}"#, r#""more":5"#, r#""odd":"text""#, r#""unknown":true"#] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    run(client!(server).things().put(&Thing::new().beside(Beside::new("2").additional_properties([("n", 3)])))).unwrap();
    assert_eq!(server.asked().body, r#"{"beside":{"id":"2","n":3}}"#);
}
