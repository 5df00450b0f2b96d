use crate::server::{Server, run};
use ::members_beside_a_map::{Client, types::{PatternsValue, Prices, Thing}};

#[test]
fn members_and_further_ones_are_on_one_level() {
    const BODY: &str = r#"{"prices":{"currency":"EUR","a":1.5,"b":2.5},"closed":{"a":"x","z":1},"open":{"a":"x","z":[1]},"free":{"q":{"a":1}},"table":{"":[],"a.b/c":[1,2]},"nested":{"k":{"l":"m"}},"headers":{"a":1,"x-b":"c"},"left":{"a":1,"b":true},"patterns":{"n1":1,"s1":"x"}}"#;
    let thing = run(client!(Server::json(200, BODY)).things().put(&Thing::new())).unwrap();
    assert_eq!(thing.prices.as_ref().unwrap().additional_properties["b"], 2.5);
    assert_eq!(thing.table.as_ref().unwrap()["a.b/c"], [1, 2]);
    assert_eq!(thing.headers.as_ref().unwrap().additional_properties["x-b"], "c");
    assert!(thing.left.as_ref().unwrap().additional_properties["b"]);
    assert_eq!(thing.patterns.as_ref().unwrap()["n1"], PatternsValue::Integer(1));
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, BODY, "all of it goes back as it came");
}

#[test]
fn what_does_not_fit_is_kept() {
    const BODY: &str = r#"{"prices":{"currency":"EUR","a":"x"}}"#;
    let thing = run(client!(Server::json(200, BODY)).things().put(&Thing::new())).unwrap();
    assert_eq!(thing.prices.as_ref().unwrap().currency, "EUR");
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&thing));
    assert_eq!(server.asked().body, BODY);
}

#[test]
fn a_new_one_sends_no_member_of_another_name() {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).things().put(&Thing::new().prices(Prices::new("EUR").additional_properties([("a", 1.5)]))));
    assert_eq!(server.asked().body, r#"{"prices":{"currency":"EUR","a":1.5}}"#);
}
