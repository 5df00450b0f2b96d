// Features: constraints
use crate::server::{Server, run};
use ::tuples::{
    Client, Constrained as _,
    types::{Owner, Tuples, TuplesEither, TuplesLoose, TuplesPoint, TuplesRow, TuplesTitled},
};

fn read(body: &'static str) -> Tuples {
    run(client!(Server::json(200, body)).tuples().put(&Tuples::new())).unwrap()
}

/// What is sent of a value, and with which query.
fn sent(value: &Tuples) -> String {
    let server = Server::json(200, "{}");
    let _ = run(client!(server).tuples().put(value));
    server.asked().body
}

#[test]
fn each_item_has_the_type_of_its_place() {
    let read = read(
        r#"{"point":[1.5,2.5,"m"],"row":["a",1,2,3],"loose":[1,"x",true],"pair":["a",1],"rows":[["a",1.5],["b",2.5]],"owner":[{"name":"n"},null]}"#,
    );
    let point = read.point.unwrap();
    assert_eq!((point.first, point.second, point.third.as_deref()), (Some(1.5), Some(2.5), Some("m")));
    let row = read.row.unwrap();
    assert_eq!((row.first.as_deref(), row.rest.as_slice()), (Some("a"), [1, 2, 3].as_slice()));
    let loose = read.loose.unwrap();
    assert_eq!((loose.first, loose.rest), (Some(1), vec!["x".into(), true.into()]));
    assert_eq!(read.pair, Some(("a".to_owned(), 1)));
    assert_eq!(read.rows, Some(vec![("a".to_owned(), 1.5), ("b".to_owned(), 2.5)]));
    assert_eq!(read.owner, Some((Owner::new("n"), None)));
}

#[test]
fn what_was_read_goes_back_as_it_came() {
    for body in [
        r#"{"point":[1.5,2.5,"m"],"row":["a",1,2,3],"loose":[1,"x",true],"pair":["a",1],"rows":[["a",1.5],["b",2.5]],"owner":[{"name":"n","more":1},null]}"#,
        // Fewer items than there are schemas.
        r#"{"point":[1.5],"row":[],"loose":[],"titled":["s"]}"#,
        r#"{"point":[],"titled":["s",null]}"#,
        // Items that are not allowed, and of other types.
        r#"{"point":["x",2.5,"m",{"a":1}]}"#,
        r#"{"point":[null,2.5],"row":["a",1,"two",3,null]}"#,
        r#"{"point":[1.5,null]}"#,
        r#"{"point":[1.5,2.5,"m",12345678901234567.89]}"#,
        // Not as many items as there must be.
        r#"{"pair":["a"]}"#,
        r#"{"pair":["a",1,2],"rows":[["a",1.5],["b"]]}"#,
        r#"{"pair":"x","point":{"a":1},"row":7}"#,
        // Lists by references, without a first item, and among alternatives.
        r#"{"plain":["a","b"],"tree":["a",[["b",[]],["c",[["d",[]]]]]],"either":[1,2]}"#,
        r#"{"either":[1,2,3]}"#,
    ] {
        assert_eq!(sent(&read(body)), body);
    }
}

#[test]
fn an_item_of_another_type_does_not_take_the_others_away() {
    let point = read(r#"{"point":["x",2.5,"m",{"a":1}]}"#).point.unwrap();
    assert_eq!((point.first, point.second, point.third.as_deref()), (None, Some(2.5), Some("m")));
    assert_eq!((point.extra.get("0"), point.extra.get("3").is_some()), (Some(&"x".into()), true));
    let row = read(r#"{"row":["a",1,"two",3]}"#).row.unwrap();
    assert_eq!((row.rest, row.extra.get("2")), (vec![1, 3], Some(&"two".into())));
}

#[test]
fn callers_set_as_many_items_as_they_have() {
    let value = Tuples::new()
        .point(TuplesPoint::new().first(1.5).second(2.5))
        .row(TuplesRow::new().first("a").rest([1, 2]))
        .loose(TuplesLoose::new().rest([true.into()]))
        .pair(("a".to_owned(), 1))
        .titled(TuplesTitled::new("s").house_number(7))
        .either(TuplesEither::from("x"));
    // A place before others is not empty: null stands there.
    let body = r#"{"point":[1.5,2.5],"row":["a",1,2],"loose":[null,true],"pair":["a",1],"titled":["s",7],"either":"x"}"#;
    assert_eq!(sent(&value), body);
    assert_eq!(sent(&Tuples::new().titled(TuplesTitled::new("s").house_number(None))), r#"{"titled":["s",null]}"#);
}

#[test]
fn a_query_has_the_items_between_commas() {
    let server = Server::json(200, "{}");
    let from = ::tuples::tuples::PutFrom::new().first("a,b").second(7);
    let _ = run(client!(server).tuples().put(&Tuples::new()).at(&(1.5, 2.0)).from(&from));
    assert_eq!(server.asked().line, "PUT /tuples?at=1.5,2&from=a%2Cb,7");
}

#[test]
fn a_body_and_a_response_are_tuples_too() {
    let server = Server::json(200, "[[1.5,2],[3,4]]");
    let positions = run(client!(server).tuples().post_position(&(-170.0, 80.5))).unwrap();
    assert_eq!((server.asked().body.as_str(), positions), ("[-170.0,80.5]", vec![(1.5, 2.0), (3.0, 4.0)]));
}

#[test]
fn items_have_constraints_of_their_own() {
    let server = Server::json(200, "[]");
    let client = Client::builder().base_url(&server.url).check_constraints(true).build().unwrap();
    let error = run(client.tuples().post_position(&(-180.5, 90.0))).unwrap_err();
    let found: Vec<String> = error.violations().iter().map(ToString::to_string).collect();
    assert_eq!(found, ["/0: at least -180"]);
    assert_eq!(TuplesTitled::new("s").check(), Ok(()));
}
