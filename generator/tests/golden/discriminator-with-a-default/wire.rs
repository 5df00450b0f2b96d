use crate::server::{Server, run};
use ::discriminator_with_a_default::{Client, types::{Made, Rest, Thing}};

#[test]
fn what_no_value_chooses_is_the_default() {
    for (body, name) in [
        (r#"{"type":"made","id":"1"}"#, "made"),
        (r#"{"type":"Broken","id":"1","why":"x"}"#, "broken"),
        (r#"{"id":"1","text":"t"}"#, "rest"),
        (r#"{"type":"moved","id":"1"}"#, "rest"),
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Made::new("x").into())).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
        let found = match thing {
            Thing::Made(_) => "made",
            Thing::Broken(_) => "broken",
            Thing::Rest(_) => "rest",
            _ => "other",
        };
        assert_eq!(found, name, "{body}");
    }
}

#[test]
fn only_what_a_value_chooses_sends_one() {
    let server = Server::json(200, "{}");
    for (thing, body) in [
        (Thing::from(Made::new("1")), r#"{"type":"made","id":"1"}"#),
        (Thing::from(Rest::new("1").text("t")), r#"{"id":"1","text":"t"}"#),
    ] {
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body);
    }
}
