use ::webhooks_of_swagger::webhook::Event;

#[test]
fn swagger_has_webhooks_by_extension() {
    assert!(matches!(Event::from_slice(br#"{"name":"ada"}"#).unwrap(), Event::Joined(member) if member.name == "ada"));
    let left = Event::from_slice(br#"{"reason":"bored","member":{"name":"ada"}}"#).unwrap();
    assert!(matches!(left, Event::Left(left) if left.member.as_ref().unwrap().name == "ada"));
}
