use crate::server::{Server, run};
use ::discriminators_of_other_types::{
    Client,
    types::{
        All, BigSquare, BooleanFull, ByBoolean, ByClosed, ByDate, ByInteger, ByIntegerBase, ByIntegers, ByNumber, ByReference, ByStrings,
        Choice, ClosedRound, DateNew, IntegerHex, IntegerOnly, IntegerRoundBase, IntegerSquare, IntegersOne, MomentNew, NumberHalf, NumberTwo,
        ReferenceSeven, UuidNone, UuidOne,
    },
};

/// Sends a value and returns the body.
fn sent(all: All) -> String {
    let server = Server::silent();
    run(client!(server).shapes().add(&all)).unwrap();
    server.asked().body
}

/// Reads a body, and checks that the same goes back.
fn read(body: &'static str) -> All {
    let server = Server::json(200, body);
    let all = run(client!(server).shapes().list()).unwrap();
    server.asked();
    assert_eq!(sent(all.clone()), body, "all of it goes back as it came");
    all
}

#[test]
fn values_are_sent_as_the_type_of_the_discriminator() {
    assert_eq!(sent(All::new().integer(IntegerRoundBase::new().radius(2.5))), r#"{"integer":{"kind":1,"radius":2.5}}"#);
    assert_eq!(sent(All::new().integer(IntegerHex::new())), r#"{"integer":{"kind":16}}"#);
    assert_eq!(sent(All::new().integer(IntegerOnly::new())), r#"{"integer":{"kind":5}}"#);
    assert_eq!(sent(All::new().integer(IntegerSquare::new(9))), r#"{"integer":{"kind":9}}"#);
    assert_eq!(sent(All::new().integer(ByIntegerBase::new(4))), r#"{"integer":{"kind":4}}"#);
    assert_eq!(sent(All::new().number(NumberHalf::new())), r#"{"number":{"kind":1.5}}"#);
    assert_eq!(sent(All::new().number(NumberTwo::new())), r#"{"number":{"kind":2.0}}"#);
    assert_eq!(sent(All::new().boolean(BooleanFull::new())), r#"{"boolean":{"full":true}}"#);
    assert_eq!(sent(All::new().date(DateNew::new())), r#"{"date":{"on":"2026-01-01"}}"#);
    assert_eq!(sent(All::new().moment(MomentNew::new())), r#"{"moment":{"at":"2026-01-01T00:00:00Z"}}"#);
    assert_eq!(sent(All::new().uuid(UuidOne::new())), r#"{"uuid":{"id":"0f8fad5b-d9cb-469f-a165-70867728950e"}}"#);
    assert_eq!(sent(All::new().uuid(UuidNone::new("x"))), r#"{"uuid":{"id":"x"}}"#);
    assert_eq!(sent(All::new().integers(IntegersOne::new())), r#"{"integers":{"kind":1}}"#);
    assert_eq!(sent(All::new().strings(BigSquare::new())), r#"{"strings":{"kind":"BIG_SQUARE"}}"#);
    assert_eq!(sent(All::new().closed(ClosedRound::new())), r#"{"closed":{"kind":"closed_round"}}"#);
    assert_eq!(sent(All::new().reference(ReferenceSeven::new())), r#"{"reference":{"kind":7}}"#);
}

#[test]
fn values_choose_by_their_json_text() {
    assert!(matches!(read(r#"{"integer":{"kind":1,"radius":2.5}}"#).integer, Some(ByInteger::IntegerRound(_))));
    assert!(matches!(read(r#"{"integer":{"kind":16}}"#).integer, Some(ByInteger::IntegerHex(_))));
    assert!(matches!(read(r#"{"integer":{"kind":99,"side":1}}"#).integer, Some(ByInteger::Other(_))));
    assert!(matches!(read(r#"{"number":{"kind":1.5}}"#).number, Some(ByNumber::NumberHalf(_))));
    assert!(matches!(read(r#"{"number":{"kind":2.0}}"#).number, Some(ByNumber::NumberTwo(_))));
    assert!(matches!(read(r#"{"boolean":{"full":true}}"#).boolean, Some(ByBoolean::BooleanFull(_))));
    assert!(matches!(read(r#"{"boolean":{"full":false}}"#).boolean, Some(ByBoolean::ByBoolean(_))));
    assert!(matches!(read(r#"{"date":{"on":"2026-01-01"}}"#).date, Some(ByDate::DateNew(_))));
    assert!(matches!(read(r#"{"integers":{"kind":1}}"#).integers, Some(ByIntegers::IntegersOne(_))));
    assert!(matches!(read(r#"{"strings":{"kind":"round"}}"#).strings, Some(ByStrings::Round(_))));
    assert!(matches!(read(r#"{"strings":{"kind":"Round"}}"#).strings, Some(ByStrings::Round(_))), "by the definition's name");
    assert!(matches!(read(r#"{"closed":{"kind":"closed_round"}}"#).closed, Some(ByClosed::ClosedRound(_))));
    assert!(matches!(read(r#"{"reference":{"kind":7}}"#).reference, Some(ByReference::ReferenceSeven(_))));
    assert!(matches!(read(r#"{"choice":{"kind":1,"one":"a"}}"#).choice, Some(Choice::ChoiceOne(_))));
    assert!(matches!(read(r#"{"choice":{"kind":2,"two":"b"}}"#).choice, Some(Choice::ChoiceTwo(_))));
}
