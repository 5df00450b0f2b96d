use crate::server::{Server, run};
use ::lists_of_types::{
    Client,
    types::{Thing, ThingEither},
};

#[test]
fn a_value_is_of_one_of_the_types() {
    let read = |body| run(client!(Server::json(200, body)).things().get()).unwrap().either;
    assert_eq!(read(r#"{"either":"a"}"#), Some(ThingEither::String("a".into())));
    assert_eq!(read(r#"{"either":5}"#), Some(ThingEither::Integer(5)));
    assert!(matches!(read(r#"{"either":[1]}"#), Some(ThingEither::Other(_))));
    let server = Server::silent();
    run(client!(server).things().put(&Thing::new().either(5).nothing(None))).unwrap();
    assert_eq!(server.asked().body, r#"{"nothing":null,"either":5}"#);
}
