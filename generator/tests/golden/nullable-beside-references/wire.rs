use crate::server::{Server, run};
use ::nullable_beside_references::{
    Client, Maybe, Value,
    types::{Owner, OwnerOrNone, Thing},
};

const NULLS: &str = r#"{"a":null,"b":null,"c":null,"d":null,"e":null,"f":null,"g":"x"}"#;

fn read(body: &'static str) -> Thing {
    run(client!(Server::json(200, body)).things().patch(&Thing::new())).unwrap()
}

fn sent(thing: &Thing) -> String {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().patch(thing));
    server.asked().body
}

#[test]
fn null_goes_back_as_null_and_what_is_absent_stays_so() {
    let thing = read(NULLS);
    assert_eq!((&thing.a, &thing.b, &thing.c), (&Maybe::Null, &Maybe::Null, &Maybe::Null));
    assert_eq!((&thing.d, &thing.e, &thing.f), (&Maybe::Null, &Maybe::Null, &Maybe::Null));
    assert_eq!(sent(&thing), NULLS);
    assert_eq!(sent(&read(r#"{"g":"x"}"#)), r#"{"g":"x"}"#);
    assert_eq!(sent(&read(r#"{"a":{"name":"n"},"e":{},"f":[1]}"#)), r#"{"a":{"name":"n"},"e":{},"f":[1]}"#);
}

#[test]
fn what_may_not_be_null_is_no_reason_to_fail() {
    let thing = read(r#"{"g":null}"#);
    assert_eq!(thing.g, None);
}

#[test]
fn callers_send_null_or_a_value_or_nothing() {
    let nothing = Thing::new().a(None).b(None).c(None).d(None).e(None).f(None).g("x");
    assert_eq!(sent(&nothing), NULLS);
    let all = Thing::new().a(Owner::new().name("n")).c(Owner::new()).d("t").e(OwnerOrNone::new()).f(Value::from(1));
    assert_eq!(sent(&all), r#"{"a":{"name":"n"},"c":{},"d":"t","e":{},"f":1}"#);
}
