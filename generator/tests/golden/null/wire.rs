use crate::server::{Server, run};
use ::null::{Client, Maybe, types::Thing};

#[test]
fn absent_and_null_are_two_things() {
    let server = Server::json(200, r#"{"must":null,"may":null,"items":[1,null],"values":{"a":null}}"#);
    let thing = run(client!(server).things().get()).unwrap();
    server.asked();
    assert_eq!((&thing.must, &thing.may), (&None, &Maybe::Null));
    assert_eq!(thing.items.as_deref(), Some(&[Some(1), None][..]));
    run(client!(server).things().put(&thing)).unwrap();
    assert_eq!(server.asked().body, r#"{"must":null,"may":null,"items":[1,null],"values":{"a":null}}"#);
    run(client!(server).things().put(&Thing::default())).unwrap();
    assert_eq!(server.asked().body, r#"{"must":null}"#);
}
