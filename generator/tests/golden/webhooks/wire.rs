use ::webhooks::Value;
use ::webhooks::webhook::{self, Event, secrets_match};

#[test]
fn a_constant_says_which_event_it_is() {
    let created = Event::from_slice(br#"{"type":"order.created","data":{"id":"o-1","total":3,"colour":"red"}}"#).unwrap();
    assert_eq!(created.name(), Some("order.created"));
    let Event::OrderCreated(created) = created else { panic!("{created:?}") };
    assert_eq!((created.data.id.as_str(), created.data.total), ("o-1", Some(3)));
    // What the definition does not name is kept.
    assert_eq!(created.data.extra.get("colour"), Some(&Value::from("red")));
    let Event::OrderGone(gone) = Event::from_slice(br#"{"type":"order.deleted","id":"o-2"}"#).unwrap() else { panic!() };
    assert_eq!(gone.id, "o-2");
}

#[test]
fn one_type_serves_two_events() {
    let event = |kind: &str| Event::from_slice(format!(r#"{{"type":"{kind}","parcel":"p"}}"#).as_bytes()).unwrap();
    assert!(matches!(event("parcel.sent"), Event::ParcelSent(parcel) if parcel.parcel.as_deref() == Some("p")));
    assert!(matches!(event("parcel.lost"), Event::ParcelLost(_)));
}

#[test]
fn an_unknown_event_is_no_error_and_keeps_its_json() {
    let body = br#"{"type":"order.praised","stars":5}"#;
    let event = Event::from_slice(body).unwrap();
    assert_eq!(event.name(), None);
    let Event::Other(json) = event else { panic!("{event:?}") };
    assert_eq!(json, serde_json::from_slice::<Value>(body).unwrap());
    assert!(matches!(Event::from_slice(b"[1]").unwrap(), Event::Other(_)));
    assert!(matches!(r#"{"type":"bill.paid","amount":1.5}"#.parse::<Event>().unwrap(), Event::BillPaid(_)));
}

#[test]
fn a_broken_body_is_an_error() {
    for body in [&b""[..], b" ", b"{", b"{\"type\":\"order.created\"", b"\xff\xfe", b"type=ping"] {
        let error = Event::from_slice(body).unwrap_err();
        assert!(error.to_string().contains("expected JSON"), "{error}");
    }
}

#[test]
fn an_event_can_be_known_by_name() {
    let body = br#"{"type":"order.created","data":{"id":"o-1"}}"#;
    assert!(matches!(Event::named("ORDER_CREATED", body).unwrap(), Event::OrderCreated(_)));
    // One without a body has nothing but its name.
    assert!(matches!(Event::named("ping", b"").unwrap(), Event::Other(Value::Null)));
    assert!(Event::named("order.created", b"{").is_err());
}

#[test]
fn what_is_read_is_written_as_it_came() {
    let body = r#"{"type":"order.created","data":{"id":"o-1","total":3}}"#;
    assert_eq!(serde_json::to_string(&body.parse::<Event>().unwrap()).unwrap(), body);
    let order: webhook::OrderCreated = webhook::from_slice(body.as_bytes()).unwrap();
    assert_eq!(order.data.id, "o-1");
}

#[test]
fn a_secret_is_compared_as_a_whole() {
    assert!(secrets_match("s3cret", "s3cret"));
    assert!(!secrets_match("s3cret", "s3cre"));
    assert!(!secrets_match("", ""));
}
