use crate::server::{Server, run};
use ::alternatives_that_overlap::{Client, types::{Disc, Event, Fact, FactOutcome, FactSince, FactWhen, Task, Thing, Washer}};

/// What a body is read as, and what goes back.
fn read(body: &'static str) -> (&'static str, String) {
    let thing = run(client!(Server::json(200, body)).things().put(&Thing::from("x"))).unwrap();
    let server = Server::json(200, "\"x\"");
    let _ = run(client!(server).things().put(&thing));
    let name = match thing {
        Thing::Note(_) => "note",
        Thing::Disc(_) => "disc",
        Thing::Washer(_) => "washer",
        Thing::String(_) => "string",
        Thing::IntegerList(_) => "list",
        _ => "other",
    };
    (name, server.asked().body)
}

#[test]
fn the_alternative_that_fits_best_is_read_and_nothing_is_lost() {
    for (body, name) in [
        (r#"{"radius":1.5}"#, "disc"),
        (r#"{"radius":1.5,"hole":0.25}"#, "washer"),
        (r#"{"radius":1.5,"color":"red"}"#, "disc"),
        (r#"{"text":"x"}"#, "note"),
        ("{}", "note"),
        (r#""abc""#, "string"),
        ("[1,2]", "list"),
        ("7", "other"),
        ("true", "other"),
    ] {
        assert_eq!(read(body), (name, body.to_owned()));
    }
    let (name, back) = read(r#"{"radius":"x"}"#);
    assert!(["note", "other"].contains(&name), "{name}");
    assert_eq!(back, r#"{"radius":"x"}"#);
}

#[test]
fn an_alternative_sends_what_it_has() {
    let server = Server::json(200, "\"x\"");
    let _ = run(client!(server).things().put(&Thing::from(Washer::new(1.0, 0.5))));
    assert_eq!(server.asked().body, r#"{"radius":1.0,"hole":0.5}"#);
    let _ = run(client!(server).things().put(&Thing::from(Disc::new(1.5))));
    assert_eq!(server.asked().body, r#"{"radius":1.5}"#);
}

/// What a body is read as, and what goes back.
fn read_event(body: &'static str) -> (&'static str, String) {
    let event = run(client!(Server::json(200, body)).events().put(&Event::from(Task::new("x")))).unwrap();
    let server = Server::json(200, "{}");
    let _ = run(client!(server).events().put(&event));
    let name = match event {
        Event::Meeting(_) => "meeting",
        Event::Task(_) => "task",
        Event::Trip(_) => "trip",
        _ => "other",
    };
    (name, server.asked().body)
}

#[test]
fn an_alternative_without_what_may_be_null_but_is_required_does_not_fit_as_well() {
    for (body, name) in [
        (r#"{"name":"a"}"#, "task"),
        (r#"{"name":"a","due":"b"}"#, "task"),
        (r#"{"name":"a","room":null}"#, "meeting"),
        (r#"{"name":"a","room":"b"}"#, "meeting"),
        (r#"{"stay":{"hotel":null}}"#, "trip"),
    ] {
        assert_eq!(read_event(body), (name, body.to_owned()));
    }
    // It is read as before where nothing fits better.
    assert_eq!(read_event(r#"{"stay":{}}"#).0, "trip");
}

#[test]
fn a_date_is_no_time_whatever_stands_first() {
    for (body, is_date) in [
        (r#"{"when":"2024-05-06","since":"2024-05-06"}"#, true),
        (r#"{"when":"2024-05-06T07:08:09Z","since":"2024-05-06T07:08:09Z"}"#, false),
    ] {
        let fact = run(client!(Server::json(200, body)).facts().put(&Fact::new())).unwrap();
        assert_eq!(matches!(fact.when, Some(FactWhen::Date(_))), is_date, "{body}");
        assert_eq!(matches!(fact.since, Some(FactSince::Date(_))), is_date, "{body}");
        assert_eq!(matches!(fact.since, Some(FactSince::Timestamp(_))), !is_date, "{body}");
    }
}

#[test]
fn a_boolean_tells_alternatives_apart() {
    for (body, is_success) in [(r#"{"outcome":{"ok":true,"note":"x"}}"#, true), (r#"{"outcome":{"ok":false,"note":"x"}}"#, false)] {
        let fact = run(client!(Server::json(200, body)).facts().put(&Fact::new())).unwrap();
        assert_eq!(matches!(fact.outcome, Some(FactOutcome::Success(_))), is_success, "{body}");
        assert_eq!(matches!(fact.outcome, Some(FactOutcome::Failure(_))), !is_success, "{body}");
    }
}
