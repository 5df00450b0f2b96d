use crate::server::{Server, run};
use ::properties_on_a_condition::{Client, types::{Address, Card, Payment, PaymentKind, Thing}};

#[test]
fn what_holds_on_a_condition_is_read() {
    let body = r#"{"address":{"country":"DE","postcode":"01"},"payment":{"kind":"card","number":"4","expires":"2030-01-02"},"card":{"number":"5","expires":"2031-01-02"}}"#;
    let thing = run(client!(Server::json(200, body)).things().put(&Thing::new())).unwrap();
    let (address, payment, card) = (thing.address.unwrap(), thing.payment.unwrap(), thing.card.unwrap());
    assert_eq!((address.country.as_str(), address.zip, address.postcode.as_deref()), ("DE", None, Some("01")));
    assert_eq!((payment.kind, payment.number.as_deref(), payment.iban), (PaymentKind::Card, Some("4"), None));
    assert_eq!(card.expires.unwrap().to_string(), "2031-01-02");
    assert!(payment.expires.is_some() && payment.extra.is_empty() && address.extra.is_empty());
}

#[test]
fn what_holds_on_a_condition_is_sent() {
    let server = Server::json(200, "{}");
    let thing = Thing::new()
        .address(Address::new("US").zip(12345))
        .payment(Payment::new("bank").iban("X"))
        .card(Card::new().number("1").expires("2030-01-02"))
        .strict([("a".to_owned(), "1".to_owned())]);
    let _ = run(client!(server).things().put(&thing));
    let sent: serde_json::Value = serde_json::from_str(&server.asked().body).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({
            "address": {"country": "US", "zip": 12345},
            "payment": {"kind": "bank", "iban": "X"},
            "card": {"number": "1", "expires": "2030-01-02"},
            "strict": {"a": "1"},
        })
    );
}
