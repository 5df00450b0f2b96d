use crate::server::{Server, run};
use ::discriminator_mappings::{Client, types::{Hammer, Nail, Saw, Thing}};

#[test]
fn values_are_those_of_the_mapping_and_the_names_of_schemas() {
    for (body, name) in [
        (r#"{"kind":"saw","teeth":1}"#, "saw"),
        (r#"{"kind":"jigsaw","teeth":1}"#, "saw"),
        (r#"{"kind":"Saw","teeth":1}"#, "saw"),
        (r#"{"kind":"hammer","weight":1}"#, "hammer"),
        (r#"{"kind":"Hammer","teeth":9}"#, "hammer"),
        (r#"{"kind":"Nail","length":1}"#, "nail"),
        (r#"{"kind":"glue","teeth":1}"#, "other"),
    ] {
        let thing = run(client!(Server::json(200, body)).things().put(&Nail::new().into())).unwrap();
        let server = Server::json(200, "{}");
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body, "all of it goes back as it came");
        let found = match thing {
            Thing::Saw(_) => "saw",
            Thing::Hammer(_) => "hammer",
            Thing::Nail(_) => "nail",
            _ => "other",
        };
        assert_eq!(found, name, "{body}");
    }
}

#[test]
fn what_is_new_has_the_value_that_chooses_it() {
    let server = Server::json(200, "{}");
    for (thing, body) in [
        (Thing::from(Saw::new().teeth(3)), r#"{"kind":"saw","teeth":3}"#),
        (Thing::from(Hammer::new()), r#"{"kind":"hammer"}"#),
        (Thing::from(Nail::new()), r#"{"kind":"Nail"}"#),
    ] {
        let _ = run(client!(server).things().put(&thing));
        assert_eq!(server.asked().body, body);
    }
    let server = Server::silent();
    run(client!(server).things().put_hammer(&Hammer::new().weight(2))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"hammer","weight":2}"#);
}

#[test]
fn without_a_value_nothing_is_lost() {
    let thing = run(client!(Server::json(200, r#"{"teeth":1}"#)).things().put(&Nail::new().into())).unwrap();
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, r#"{"teeth":1}"#);
}
