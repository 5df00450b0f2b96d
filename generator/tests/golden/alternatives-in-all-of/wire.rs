use crate::server::{Server, run};
use ::alternatives_in_all_of::{Client, types::{Beside, BesideAdded, BesideRemovedData, Both, Circle, Named, Payment, PaymentKindChoice, Shape, Thing}};

#[test]
fn what_alternatives_have_is_read_beside_the_other_parts() {
    let body = r#"{"payment":{"id":"1","kind":"bank","iban":"X"},"named":{"name":"n","kind":"card","number":"4"},"both":{"kind":"card","number":"5","phone":"6"}}"#;
    let thing = run(client!(Server::json(200, body)).things().put(&Thing::new())).unwrap();
    let payment = thing.payment.clone().unwrap();
    assert_eq!((payment.id.as_str(), payment.kind, payment.iban.as_deref()), ("1", Some(PaymentKindChoice::Bank), Some("X")));
    let named = thing.named.clone().unwrap();
    assert_eq!((named.name.as_str(), named.number.as_deref()), ("n", Some("4")));
    let both = thing.both.clone().unwrap();
    assert_eq!((both.number.as_deref(), both.phone.as_deref(), both.email), (Some("5"), Some("6"), None));
    assert!(payment.extra.is_empty() && named.extra.is_empty() && both.extra.is_empty());
}

#[test]
fn what_alternatives_have_is_sent_beside_the_other_parts() {
    let server = Server::json(200, "{}");
    let thing = Thing::new()
        .payment(Payment::new("1").kind("card").number("4"))
        .named(Named::new("n").kind("bank").iban("X"))
        .both(Both::new().kind("card").number("5").email("a@b"));
    let _ = run(client!(server).things().put(&thing));
    let sent: serde_json::Value = serde_json::from_str(&server.asked().body).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({
            "payment": {"id": "1", "kind": "card", "number": "4"},
            "named": {"name": "n", "kind": "bank", "iban": "X"},
            "both": {"kind": "card", "number": "5", "email": "a@b"},
        })
    );
}

#[test]
fn subtypes_are_alternatives_still() {
    let body = r#"{"shape":{"type":"Circle","radius":2},"beside":{"event":"removed","data":""}}"#;
    let thing = run(client!(Server::json(200, body)).things().put(&Thing::new().shape(Circle::new(1.0)).beside(BesideAdded::new()))).unwrap();
    assert!(matches!(&thing.shape, Some(Shape::Circle(circle)) if circle.radius == 2.0), "{thing:?}");
    let Some(Beside::Removed(removed)) = thing.beside else { panic!("{:?}", thing.beside) };
    assert_eq!((removed.event.as_str(), removed.data), ("removed", Some(BesideRemovedData::Empty)));
}
