use crate::server::{Server, run};
use ::closed_enums::{Client, Error, UnknownValue, things, types};

use things::{ListColours, ListLevel, ListOrder};
use types::{Size, Thing, ThingState, ThingStep};

fn list(body: &'static str) -> Result<Vec<Thing>, Error> {
    run(client!(Server::json(200, body)).things().list())
}

#[test]
fn listed_values_read_and_others_are_errors_with_their_place() {
    let things = list(r#"[{"kind":"one","size":"big","sizes":["small","big"],"step":-1,"state":"lost","inner":{"size":"small"}}]"#);
    let things = things.unwrap();
    assert_eq!((things[0].size, things[0].step), (Some(Size::Big), Some(ThingStep::Minus1)));
    assert_eq!(things[0].sizes.as_deref(), Some([Size::Small, Size::Big].as_slice()));
    // An enum that stays open keeps what it does not list.
    assert_eq!(things[0].state, Some(ThingState::Other("lost".to_owned())));
    for (body, place, allowed, found) in [
        (r#"[{"kind":"two"}]"#, "[0].kind", "one of `one`, `other`", "two"),
        (r#"[{"kind":"one"},{"kind":"one","size":"huge"}]"#, "[1].size", "one of `big`, `small`", "huge"),
        (r#"[{"kind":"one","sizes":["big","huge"]}]"#, "[0].sizes[1]", "one of `big`, `small`", "huge"),
        (r#"[{"kind":"one","inner":{"size":"huge"}}]"#, "[0].inner.size", "one of `big`, `small`", "huge"),
        (r#"[{"kind":"one","step":7}]"#, "[0].step", "one of `-1`, `1`", "7"),
        (r#"[{"kind":"one","step":"1","size":{}}]"#, "[0].size", "one of `big`, `small`", "object"),
    ] {
        let error = list(body).unwrap_err().to_string();
        assert!([place, allowed, found].iter().all(|word| error.contains(word)), "{body}: {error}");
    }
    // What servers write for nothing is nothing.
    assert_eq!(list(r#"[{"kind":"one","size":null,"step":[]}]"#).unwrap()[0].size, None);
}

#[test]
fn text_becomes_a_value_only_where_it_is_listed() {
    assert_eq!("small".parse(), Ok(Size::Small));
    let unknown: UnknownValue = "huge".parse::<Size>().unwrap_err();
    assert_eq!((unknown.value(), unknown.to_string().as_str()), ("huge", "expected one of `big`, `small`, found \"huge\""));
    assert!(Size::try_from("Small").is_err());
    assert_eq!((ThingStep::try_from(1), ThingStep::try_from(0).is_err()), (Ok(ThingStep::N1), true));
    assert_eq!((Size::ALL, Size::Big.as_str(), ThingStep::Minus1.number()), (&[Size::Big, Size::Small][..], "big", -1));
    assert_eq!(Size::Small.to_string(), "small");
    assert_eq!("error".parse(), Ok(types::ThingOutcome::Error));
    assert_eq!((types::ThingCode::try_from(0), types::ThingCode::try_from(2).is_err()), (Ok(types::ThingCode::Error), true));
}

#[test]
fn values_are_sent_as_they_are_written() {
    let server = Server::json(200, "[]");
    let call = client!(server).things().list().order(ListOrder::Down).level(ListLevel::N2);
    run(call.colours([ListColours::Red, ListColours::Green])).unwrap();
    assert_eq!(server.asked().line, "GET /things?order=down&level=2&colours=red,green");
    let server = Server::silent();
    run(client!(server).things().put(&Thing::new(types::ThingKind::OtherValue).size(Size::Small))).unwrap();
    assert_eq!(server.asked().body, r#"{"kind":"other","size":"small"}"#);
}
