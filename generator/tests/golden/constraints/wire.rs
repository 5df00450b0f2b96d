// Features: constraints
use std::collections::BTreeMap;

use crate::server::{Server, run};
use ::constraints::types::{Attributes, Email, Free, Line, Order, OrderPayer, Phone, Sku};
use ::constraints::{Client, Constrained, Constraint, Delivery, Error, InputPlace, JsonNumber, Maybe, Timestamp};

/// A client that checks what it sends.
fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).tenant("me").check_constraints(true).build().unwrap()
}

/// The violations of an error, each as a line.
fn lines(error: &Error) -> Vec<String> {
    error.violations().iter().map(ToString::to_string).collect()
}

/// The violations of an order, each as a line.
fn check(order: Order) -> Vec<String> {
    order.note("a").check().map_or_else(|violations| violations.iter().map(ToString::to_string).collect(), |()| Vec::new())
}

fn number(text: &str) -> JsonNumber {
    text.parse().unwrap()
}

fn order() -> Order {
    Order::new("AB1")
}

fn line(sku: &str) -> Line {
    Line::new().sku(sku)
}

#[test]
fn one_error_lists_all_and_nothing_is_sent() {
    let server = Server::silent();
    let client = client(&server).for_tenant("x");
    let call = client.orders().get("ab").limit(0).ratio(0.07).tags(["a", "b", "abcde", "a"]).after(4).x_trace("t");
    let error = run(call).unwrap_err();
    assert!(matches!(error, Error::Constraints(_)));
    assert_eq!((error.delivery(), error.is_transient(), error.attempts()), (Delivery::NeverSent, false, 0));
    assert_eq!(
        lines(&error),
        [
            "path parameter `tenant`: at least 2 characters",
            r"path parameter `code`: the pattern `^[A-Z]{2}\d+$`",
            "query parameter `limit`: at least 1",
            "query parameter `ratio`: a multiple of 0.05",
            "query parameter `tags`: at most 3 items",
            "query parameter `tags` at /2: at most 4 characters",
            "query parameter `tags`: no item twice",
            "query parameter `after`: at least 5",
            "header `X-Trace`: at least 2 characters",
        ]
    );
    let text = error.to_string();
    assert!(text.contains(": 9 constraints are not met: path parameter `tenant`: at least 2 characters; "), "{text}");
    assert!(text.ends_with("; and 4 more (nothing was sent)"), "{text}");
    let first = &error.violations()[2];
    assert_eq!((first.place(), first.name(), first.pointer()), (InputPlace::Query, "limit", ""));
    assert_eq!((first.constraint(), first.constraint().keyword()), (Constraint::Minimum("1"), "minimum"));

    run(client.for_tenant("me").orders().get("AB12").limit(1)).unwrap();
    assert_eq!(server.asked().line, "GET /me/orders/AB12?limit=1", "the first request");
}

#[test]
fn values_at_the_bounds_are_sent() {
    let server = Server::silent();
    let client = client(&server);
    let call = client.orders().get("AB1").limit(100).ratio(0.95).tags(["a", "b", "abcd"]).after(None).x_trace("ab");
    run(call).unwrap();
    assert_eq!(server.asked().line, "GET /me/orders/AB1?limit=100&ratio=0.95&tags=a,b,abcd&after=");
    for ratio in [0.0, 1.0, 1e-9] {
        assert!(run(client.orders().get("AB1").ratio(ratio)).is_err(), "{ratio}");
    }
    run(client.orders().search("a").colors(["red", "blue"])).unwrap();
    assert_eq!(server.asked().body, "name=a&colors=red&colors=blue");
    let error = run(client.orders().search("").colors(["red", "blue", "green"])).unwrap_err();
    assert_eq!(lines(&error), ["form field `name`: at least 1 character", "form field `colors`: at most 2 items"]);
}

#[test]
fn the_last_value_counts_and_a_call_decides_for_itself() {
    let server = Server::silent();
    let client = client(&server);
    run(client.orders().get("AB1").limit(0).limit(7)).unwrap();
    assert_eq!(server.asked().line, "GET /me/orders/AB1?limit=7");
    run(client.orders().get("AB1").limit(0).check_constraints(false)).unwrap();
    assert_eq!(server.asked().line, "GET /me/orders/AB1?limit=0");
    run(client.orders().put("AB1", &order().quantity(0)).extra_body("quantity", &1)).unwrap();
    assert_eq!(server.asked().body, r#"{"code":"AB1","quantity":1}"#);

    let unchecked = Client::builder().base_url(&server.url).tenant("m").build().unwrap();
    run(unchecked.orders().get("a")).unwrap();
    assert_eq!(server.asked().line, "GET /m/orders/a", "nothing is checked unless it is asked for");
    let error = run(unchecked.orders().get("a").check_constraints(true)).unwrap_err();
    assert_eq!(error.violations().len(), 2);
    assert!(client.orders().get("a").preview().is_err(), "as it would be sent");
}

#[test]
fn bodies_are_checked_at_any_depth_as_they_are_sent() {
    let server = Server::silent();
    let client = client(&server);
    let labels = BTreeMap::from([("a/b".to_owned(), "X".to_owned()), ("c".to_owned(), "ok".to_owned()), ("d".to_owned(), "ok".to_owned())]);
    let mut order = order().quantity(0).labels(labels).grid([vec![1, 10], vec![1, 2, 3]]).lines([line("abcd"), line("abc").count(10), line("abcd")]);
    order.id = Some("too long, but never sent".to_owned());
    let body = order.after(Order::new("x"));
    let error = run(client.orders().put("AB1", &body)).unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "/quantity: at least 1",
            "/lines/1/sku: at least 4 characters",
            "/lines/1/count: at most 9",
            "/lines: no item twice",
            "/labels/a~1b: the pattern `^[a-z]+$`",
            "/labels: at most 2 properties",
            "/grid/0/1: at most 9",
            "/grid/1: at most 2 items",
            r"/after/code: the pattern `^[A-Z]{2}\d+$`",
            "/after: at least 2 properties",
        ]
    );
    let error = run(client.orders().put("AB1", &Order::new("AB1"))).unwrap_err();
    assert_eq!(lines(&error), ["the whole value: at least 2 properties"]);

    assert_eq!(lines(&run(client.bodies().add_lines(&[])).unwrap_err()), ["the whole value: at least 1 item"]);
    assert_eq!(lines(&run(client.bodies().add_note("äöüäöü")).unwrap_err()), ["the whole value: at most 5 characters"]);
    run(client.bodies().add_note("äöüäö")).unwrap();
    assert_eq!(server.asked().body, "äöüäö");
    let scores = |score| BTreeMap::from([("a".to_owned(), score), ("b".to_owned(), 10)]);
    assert_eq!(lines(&run(client.bodies().set_scores().body(&scores(11))).unwrap_err()), ["/a: at most 10"]);
    run(client.bodies().set_scores().body(&scores(10))).unwrap();
    assert_eq!(server.asked().body, r#"{"a":10,"b":10}"#);
    run(client.bodies().set_free(&Free::new().pattern("b"))).unwrap();
    assert_eq!(server.asked().body, r#"{"pattern":"b"}"#, "a pattern that cannot be read is not checked");
}

#[test]
fn a_value_can_be_checked_alone() {
    assert_eq!(check(order()), [""; 0]);
    assert!(Order::new("AB1").check().is_err(), "two properties");
    assert!(order().note("äöüäöü").check().is_err() && order().note("äöüäö").check().is_ok());
    assert!(order().note(Maybe::Null).check().is_ok(), "null is not checked");
    assert_eq!(check(order().half(0)), ["/half: at least 1"]);
    assert_eq!(check(order().half(1)), [""; 0]);

    assert_eq!(check(order().price(number("0.01000"))), [""; 0]);
    assert_eq!(check(order().price(number("12345678901234567890123.45"))), [""; 0]);
    assert_eq!(check(order().price(number("12345678901234567890123.455"))), ["/price: a multiple of 0.01"]);
    assert_eq!(check(order().price(number("0.0099999999999999999999"))), ["/price: at least 0.01", "/price: a multiple of 0.01"]);
    assert_eq!(check(order().weight(0.0)), ["/weight: more than 0"]);
    assert_eq!(check(order().weight(f64::MIN_POSITIVE)), [""; 0]);
    assert_eq!(check(order().huge(0.2)), [""; 0], "a limit that is not certain");
    assert_eq!(check(order().serial(999)), [""; 0]);
    assert_eq!(check(order().serial(1000)), ["/serial: at most 3 characters"]);
    assert_eq!(check(order().made(Timestamp::from("2024-05-06T07:08:09Z"))), [""; 0]);
    assert_eq!(check(order().made(Timestamp::from("2024-05-06T07:08:09+02:00"))), ["/made: the pattern `Z$`"]);

    assert_eq!(check(order().payer("ab")), ["/payer: at least 3 characters"]);
    assert_eq!(check(order().payer(OrderPayer::Integer(99))), ["/payer: at least 100"]);
    assert_eq!(check(order().payer("abc")), [""; 0]);
    assert_eq!(check(order().either("y")), [""; 0], "each alternative has its own");
    assert_eq!(check(order().contact(Email::new().address("a"))), ["/contact/address: the pattern `@`"]);
    assert_eq!(check(order().contact(Phone::new().number("+1"))), [""; 0]);
    let attributes = Attributes::new().name("").additional_properties([("b", 6), ("c", 5)]);
    assert_eq!(check(order().attributes(attributes)), ["/attributes/name: at least 1 character", "/attributes/b: at most 5"]);
    assert_eq!(check(order().lines([line("abcdefg")])), ["/lines/0/sku: at most 6 characters"]);
    assert!(Sku::new("abc").check().is_err() && Sku::new("abcdefgh").check().is_ok());
}

#[test]
fn an_error_shows_no_value_and_no_secret() {
    let server = Server::silent();
    let client = Client::builder().base_url(&server.url).tenant("me").token("hunter2").check_constraints(true).build().unwrap();
    let labels = BTreeMap::from([("of hunter2".to_owned(), "X".to_owned())]);
    let error = run(client.orders().put("AB1", &order().secret("pass").labels(labels))).unwrap_err();
    let lines = lines(&error);
    assert_eq!(lines[0], "/secret: at least 8 characters");
    assert!(lines[1].starts_with("/labels/of ") && lines[1].ends_with(": the pattern `^[a-z]+$`"), "{lines:?}");
    let shown = format!("{error} {error:?} {:?} {lines:?}", error.violations());
    assert!(!shown.contains("hunter2") && !shown.contains("pass\""), "{shown}");
}
