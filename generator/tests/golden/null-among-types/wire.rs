use crate::server::{Server, run};
use ::null_among_types::{Client, Maybe, types::{Maker, Thing, ThingEither, ThingSize}};

const WHOLE: &str = r#"{"state":null,"level":null,"label":null,"maker":null,"owner":null,"size":null,"tags":null,"counts":{"k":null,"l":1.5},"either":null,"twice":null,"only":"x","strict":{"name":"n"}}"#;

#[test]
fn null_is_read_wherever_it_is_among_the_types_and_goes_back() {
    for body in [
        WHOLE,
        r#"{"state":"s","level":1,"label":"l","maker":{"name":"n"},"owner":{"name":"o"},"size":"small","tags":["t",null],"either":7,"twice":"x"}"#,
        r#"{"state":null,"level":2}"#,
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Thing::new())).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
    }
}

#[test]
fn what_is_required_is_always_sent_and_the_rest_may_be_left_out_null_or_set() {
    for (thing, body) in [
        (Thing::new(), r#"{"state":null,"level":null}"#),
        (Thing::new().state("s").label(Maybe::Null).maker(Maybe::Null), r#"{"state":"s","level":null,"label":null,"maker":null}"#),
        (
            Thing::new().level(1).label("l").owner(Maker::new().name("o")).size(ThingSize::Large).either(ThingEither::from(1)),
            r#"{"state":null,"level":1,"label":"l","owner":{"name":"o"},"size":"large","either":1}"#,
        ),
    ] {
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body);
    }
}

#[test]
fn the_older_word_lets_nothing_fail() {
    let thing = run(client!(Server::json(200, r#"{"state":null,"level":1,"older":null}"#)).things().put(&Thing::new())).unwrap();
    let older: Option<String> = thing.older;
    assert_eq!(older, None);
}
