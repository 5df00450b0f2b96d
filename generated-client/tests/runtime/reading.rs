//! What is read as what: one row per tolerance.

use serde_json::{Value, json};

use crate::api::{read, said};
use crate::runtime::{FromJson, Maybe, Timestamp};
use crate::types::{Everything, Kind, Part, Pet, Shape};

/// What becomes of one member of [`Everything`].
enum Is {
    /// Its field takes it, and writes it back like this.
    Taken(Value),
    /// Its field stays empty; it is kept as it came.
    Kept,
}
use Is::{Kept, Taken};

fn check(rows: Vec<(&str, Value, Is)>) {
    for (member, value, is) in rows {
        let whole = json!({ member: value });
        let text = whole.to_string();
        // As a response, and through serde from a source that is no text.
        for everything in [read(&text, None).expect(&text), serde_json::from_value::<Everything>(whole.clone()).expect(&text)] {
            let written = serde_json::to_value(&everything).expect(&text);
            match &is {
                Taken(back) => {
                    assert_eq!(written, json!({ member: back }), "{text}");
                    assert!(everything.extra.is_empty(), "{text} is not taken: {everything:?}");
                }
                Kept => {
                    assert_eq!(written, whole, "{text}");
                    assert_eq!(everything.extra.get(member), Some(&value), "{text}");
                    assert_eq!(Everything { extra: Default::default(), ..everything }, Everything::default(), "{text}");
                }
            }
        }
    }
}

#[test]
fn booleans() {
    check(vec![
        ("flag", json!(true), Taken(json!(true))),
        ("flag", json!(1), Taken(json!(true))),
        ("flag", json!(0), Taken(json!(false))),
        ("flag", json!("true"), Taken(json!(true))),
        ("flag", json!("0"), Taken(json!(false))),
        ("flag", json!(2), Kept),
        ("flag", json!(1.0), Kept),
        ("flag", json!("yes"), Kept),
        ("flag", json!([]), Kept),
        ("flag", json!({ "on": true }), Kept),
    ]);
}

#[test]
fn numbers() {
    check(vec![
        ("count", json!(-12), Taken(json!(-12))),
        ("count", json!("12"), Taken(json!(12))),
        ("count", json!(" 12 "), Taken(json!(12))),
        ("count", json!(12.0), Taken(json!(12))),
        ("count", json!("12.0"), Taken(json!(12))),
        ("count", json!(9_007_199_254_740_993_i64), Taken(json!(9_007_199_254_740_993_i64))),
        ("count", json!(12.5), Kept),
        ("count", json!(1e300), Kept),
        ("count", json!(u64::MAX), Kept),
        ("count", json!("12 apples"), Kept),
        ("count", json!(""), Kept),
        ("count", json!(true), Kept),
        ("count", json!([1]), Kept),
        ("small", json!(2_147_483_648_i64), Kept),
        ("big", json!(u64::MAX), Taken(json!(u64::MAX))),
        ("big", json!(-1), Kept),
        ("ratio", json!(1.5), Taken(json!(1.5))),
        ("ratio", json!("1.5"), Taken(json!(1.5))),
        ("ratio", json!(2), Taken(json!(2.0))),
        ("ratio", json!("NaN"), Kept),
        ("ratio", json!(false), Kept),
    ]);
}

#[test]
fn texts() {
    check(vec![
        ("name", json!("ä\"\\\u{1F600}"), Taken(json!("ä\"\\\u{1F600}"))),
        ("name", json!(12), Taken(json!("12"))),
        ("name", json!(-1.5), Taken(json!("-1.5"))),
        ("name", json!(true), Taken(json!("true"))),
        ("name", json!(["a"]), Kept),
        ("moment", json!("2026-01-02 03:04:05"), Taken(json!("2026-01-02 03:04:05"))),
        ("moment", json!(1_767_323_045), Taken(json!(1_767_323_045))),
        ("moment", json!({ "date": "2026-01-02", "timezone": "Z" }), Taken(json!({ "date": "2026-01-02", "timezone": "Z" }))),
        ("moment", json!({ "date": 20260102 }), Kept),
        ("moment", json!(false), Kept),
        ("day", json!("2026-01-02"), Taken(json!("2026-01-02"))),
        ("data", json!("aGk="), Taken(json!("aGk="))),
        ("data", json!("aGk"), Taken(json!("aGk"))),
        ("data", json!("not base64!"), Taken(json!("not base64!"))),
        ("data", json!(7), Kept),
    ]);
}

#[test]
fn lists() {
    check(vec![
        ("numbers", json!([1, "2", 3.0]), Taken(json!([1, 2, 3]))),
        ("numbers", json!([]), Taken(json!([]))),
        ("numbers", json!({}), Taken(json!([]))),
        ("numbers", json!({ "10": 3, "0": 1, "2": 2 }), Taken(json!([1, 2, 3]))),
        ("numbers", json!(7), Taken(json!([7]))),
        ("numbers", json!("7"), Taken(json!([7]))),
        ("numbers", json!("x"), Kept),
        ("numbers", json!({ "a": 1 }), Kept),
        ("numbers", json!({ "0": "x" }), Kept),
        ("numbers", json!([1, 2, null, 4]), Kept),
        ("numbers", json!([[1]]), Kept),
        ("names", json!("one"), Taken(json!(["one"]))),
        ("gaps", json!([1, null, "3"]), Taken(json!([1, null, 3]))),
        ("parts", json!([{ "id": 1, "tags": [], "step": {} }, 5]), Kept),
        ("parts", json!({ "id": 1, "tags": [], "step": {} }), Taken(json!([{ "id": 1, "tags": [], "step": {} }]))),
        ("parts", json!({ "new": 1 }), Kept),
    ]);
}

#[test]
fn objects_and_maps() {
    let part = json!({ "id": 1, "tags": ["a"], "step": { "first": "x" } });
    let boxed = json!({ "part": { "id": null }, "boxed": { "count": [] } });
    check(vec![
        ("map", json!({ "a": 1, "b": "2" }), Taken(json!({ "a": 1, "b": 2 }))),
        ("map", json!([]), Taken(json!({}))),
        ("map", json!([1]), Kept),
        ("map", json!("a"), Kept),
        ("map", json!({ "a": 1, "b": {} , "c": 3 }), Kept),
        ("part", part.clone(), Taken(part.clone())),
        (
            "part",
            json!({ "id": 1, "tags": "a", "step": [], "new": null }),
            Taken(json!({ "id": 1, "tags": ["a"], "step": {}, "new": null })),
        ),
        ("part", json!([]), Kept),
        ("part", json!("p1"), Kept),
        ("part", json!({}), Kept),
        ("part", json!({ "id": 1, "tags": [], "new": { "a": [1] } }), Kept),
        ("part", json!({ "new": 1, "id": {}, "tags": [], "step": {}, "note": [2] }), Kept),
        ("boxed", boxed.clone(), Taken(boxed)),
    ]);
}

#[test]
fn wrapped_values() {
    let part = json!({ "id": 1, "tags": [], "step": {} });
    check(vec![
        ("wrapped", json!({ "data": part }), Taken(part.clone())),
        ("wrapped", part.clone(), Taken(part.clone())),
        ("wrapped", json!({ "data": [] }), Kept),
        ("wrapped", json!({ "data": { "id": 1 }, "meta": 2 }), Kept),
        ("wrapped", json!(3), Kept),
        ("wrapped_list", json!({ "data": [part] }), Taken(json!([part]))),
        ("wrapped_list", json!([part]), Taken(json!([part]))),
        ("wrapped_list", json!({ "data": [] }), Taken(json!([]))),
        ("wrapped_list", json!({}), Taken(json!([]))),
    ]);
    let null: Everything = read(r#"{"wrapped": {"data": null}, "wrapped_list": {"data": null}}"#, None).expect("null is none");
    assert_eq!(null, Everything::default());
}

#[test]
fn what_lies_beside_a_wrapped_value_is_kept_and_not_sent() {
    let text = r#"{"wrapped_list": {"data": [], "meta": {"total": 7}}, "new": 1}"#;
    for everything in [read(text, None).expect(text), serde_json::from_str::<Everything>(text).expect(text)] {
        assert_eq!(everything.wrapped_list, Some(Vec::new()));
        assert_eq!(everything.extra.get("wrapped_list"), Some(&json!({ "meta": { "total": 7 } })));
        assert_eq!(serde_json::to_value(&everything).expect(text), json!({ "wrapped_list": [], "new": 1 }));
    }
}

#[test]
fn choices() {
    let part = json!({ "id": 1, "tags": [], "step": {} });
    check(vec![
        ("kind", json!("task"), Taken(json!("task"))),
        ("kind", json!("email"), Taken(json!("email"))),
        ("kind", json!(7), Taken(json!("7"))),
        ("kind", json!(true), Taken(json!("true"))),
        ("kind", json!({}), Kept),
        ("level", json!(1), Taken(json!(1))),
        ("level", json!("9"), Taken(json!(9))),
        ("level", json!("high"), Kept),
        ("shape", json!(12), Taken(json!(12))),
        ("shape", json!(1.5), Taken(json!(1.5))),
        ("shape", json!("12"), Taken(json!("12"))),
        ("shape", json!([1, 2]), Taken(json!([1, 2]))),
        ("shape", json!(["1"]), Taken(json!(["1"]))),
        ("shape", part.clone(), Taken(part)),
        ("shape", json!({ "id": 1 }), Taken(json!({ "id": 1 }))),
        ("shape", json!([null]), Taken(json!([null]))),
        ("shape", json!(true), Taken(json!(true))),
        ("pet", json!({ "first": "dog", "legs": 4 }), Taken(json!({ "first": "dog", "legs": 4 }))),
        ("pet", json!({ "first": "bird", "legs": [2] }), Taken(json!({ "first": "bird", "legs": [2] }))),
        ("free", json!([{ "a": null }]), Taken(json!([{ "a": null }]))),
    ]);
    let read = |text| serde_json::from_str::<Everything>(text).expect(text);
    assert_eq!(read(r#"{"kind": "email"}"#).kind, Some(Kind::Other("email".to_owned())));
    assert!(matches!(read(r#"{"shape": "12"}"#).shape, Some(Shape::Text(_))));
    assert!(matches!(read(r#"{"shape": {"id": 1}}"#).shape, Some(Shape::Steps(_))), "{{first, …: integer}}");
    assert!(matches!(read(r#"{"shape": [null]}"#).shape, Some(Shape::Other(_))));
    assert!(matches!(read(r#"{"pet": {"first": "dog"}}"#).pet, Some(Pet::Dog(_))));
    assert!(matches!(read(r#"{"pet": {}}"#).pet, Some(Pet::Other(_))));
}

#[test]
fn null_is_none_and_a_maybe_tells_it_from_absent() {
    let members = ["flag", "count", "name", "moment", "numbers", "map", "part", "wrapped", "kind", "shape", "free"];
    for member in members {
        let text = json!({ member: null }).to_string();
        assert_eq!(read::<Everything>(&text, None).expect(&text), Everything::default(), "{text}");
    }
    let maybe = |text| read::<Everything>(text, None).expect(text).maybe;
    assert_eq!(maybe("{}"), Maybe::Absent);
    assert_eq!(maybe(r#"{"maybe": null}"#), Maybe::Null);
    assert_eq!(maybe(r#"{"maybe": ""}"#), Maybe::Value(String::new()));
    check(vec![("maybe", json!(null), Taken(json!(null))), ("maybe", json!([1]), Kept)]);
}

#[test]
fn unknown_properties_are_kept_and_sent_back() {
    let text = r#"{"a b": 1.50, "q\"\\": [{"x": null}], "é": "\ud83d\ude00", "count": 1, "": true}"#;
    let everything: Everything = read(text, None).expect(text);
    assert_eq!(everything.extra.len(), 4);
    assert_eq!(everything.extra.get("é"), Some(&json!("\u{1F600}")));
    let whole: Value = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::from_str::<Value>(&serde_json::to_string(&everything).expect(text)).expect(text), whole);
    assert_eq!(everything, serde_json::from_value(whole).expect(text));
}

#[test]
fn extra_properties_can_be_changed() {
    let mut everything: Everything = read(r#"{"a": 1, "b": 2, "count": {}}"#, None).expect("readable");
    assert_eq!(everything.extra.insert("a", "one"), Some(json!(1)));
    assert_eq!(everything.extra.remove("b"), Some(json!(2)));
    assert_eq!(everything.extra.remove("c"), None);
    everything.extra.extend([("c", 3)]);
    // A field that has been set wins over what came in its place.
    everything.count = Some(5);
    assert_eq!(serde_json::to_value(&everything).expect("writable"), json!({ "a": "one", "c": 3, "count": 5 }));
    assert_eq!(everything.extra.iter().count(), 3);
    let mut empty: crate::runtime::Extra = [("x", 1)].into_iter().collect();
    empty.remove("x");
    assert!(empty.is_empty());
}

#[test]
fn what_json_allows_and_no_value_holds_is_kept_as_its_text() {
    let text = r#"{"huge": 1e999, "half": "\ud800", "fine": 1}"#;
    let everything: Everything = read(text, None).expect(text);
    assert_eq!(everything.extra.get("huge"), Some(&json!("1e999")));
    assert_eq!(everything.extra.get("half"), Some(&json!(r#""\ud800""#)));
    assert_eq!(everything.extra.get("fine"), Some(&json!(1)));
}

fn problem<T: FromJson + std::fmt::Debug + 'static>(text: &str, envelope: Option<&'static str>) -> String {
    let error = read::<T>(text, envelope).expect_err(text);
    let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
    assert_eq!(body.as_deref(), Some(text), "the error keeps the body");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    said(&error)
}

#[test]
fn a_required_property_that_does_not_fit_is_an_error_with_its_place() {
    let part = |id: &str| format!(r#"{{"id": {id}, "tags": [], "step": {{}}}}"#);
    assert_eq!(problem::<Part>(&part("null"), None), "GET /things: 200 OK: expected an integer, found null at id");
    assert_eq!(problem::<Part>(r#"{"id": 1}"#, None), "GET /things: 200 OK: missing field `tags`");
    assert_eq!(
        problem::<Vec<Part>>(&format!("{{\"data\": [{}, {}]}}", part("1"), part("[]")), Some("data")),
        "GET /things: 200 OK: expected an integer, found an empty array at data[1].id"
    );
    assert_eq!(problem::<Part>("[1]", None), "GET /things: 200 OK: expected Part, found an array");
    assert_eq!(problem::<i64>("\"x\"", None), "GET /things: 200 OK: expected an integer, found the string \"x\"");
    let nested = r#"{"id": 1, "tags": [[]], "step": {}}"#;
    assert_eq!(problem::<Part>(nested, None), "GET /things: 200 OK: expected a string, found an empty array at tags[0]");
}

#[test]
fn what_is_no_json_is_an_error_that_says_what_it_is() {
    assert_eq!(
        problem::<Part>("<html><title>Maintenance\n mode</title></html>", Some("data")),
        "GET /things: 200 OK: expected JSON, found an HTML page titled \"Maintenance mode\""
    );
    assert!(problem::<Part>("{\"id\": 1", None).contains("EOF while parsing"));
    assert!(problem::<Part>("{} {}", None).contains("trailing characters"));
}

#[test]
fn a_response_may_be_empty_or_bare_or_wrapped() {
    let one = json!({ "id": 1, "tags": [], "step": {} });
    let part: Part = serde_json::from_value(one.clone()).expect("a part");
    for (text, expected) in [
        (json!({ "data": one, "meta": { "x": [1] } }).to_string(), part.clone()),
        (one.to_string(), part.clone()),
        (format!("\u{feff} {one}\n"), part),
        ("".to_owned(), Part::default()),
        (" \n".to_owned(), Part::default()),
        ("null".to_owned(), Part::default()),
        ("[]".to_owned(), Part::default()),
        (r#"{"data": null}"#.to_owned(), Part::default()),
        (r#"{"data": []}"#.to_owned(), Part::default()),
    ] {
        assert_eq!(read::<Part>(&text, Some("data")).expect(&text), expected, "{text}");
    }
    assert_eq!(read::<Vec<i64>>(r#"{"data": 5}"#, Some("data")).expect("a list of one"), [5]);
    assert_eq!(read::<String>(r#"{"data": null}"#, Some("data")).expect("an empty text"), "");
    assert_eq!(read::<Value>(r#"{"data": 1}"#, None).expect("any value"), json!({ "data": 1 }));
}

#[test]
fn bytes_that_are_no_text_do_not_spoil_the_rest() {
    use crate::support::memory::{Answer, block_on};
    let body = b"{\"name\": \"caf\xe9\", \"count\": 3}".to_vec();
    let client = crate::api::client().transport(Answer("application/json", body.into())).build().expect("all is given");
    let call = crate::runtime::Call::<crate::runtime::Json<Everything>>::from(client.call(http::Method::GET, "/things"));
    let everything = block_on(call.into_future()).expect("readable");
    assert_eq!((everything.name.as_deref(), everything.count), (Some("caf\u{fffd}"), Some(3)));
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    assert!(read::<Everything>(&deep(r#"{"boxed":"#, "}"), None).is_err());
    assert!(read::<Value>(&deep("[", "]"), None).is_err());
    let unknown = format!(r#"{{"new": {}}}"#, deep("[", "]"));
    let everything: Everything = read(&unknown, None).expect("what is not asked for does no harm");
    assert!(everything.extra.get("new").is_some_and(Value::is_string));
}

#[test]
fn a_value_that_is_given_up_half_way_is_kept_as_it_came() {
    let text = r#"{"p\u0061rt" :
        {"id": "1", "note": null, "new": 1.50}, "numbers":[1, "2",null, "4"] , "wrapped": {"data": {"id": "x"}, "meta": 0}}"#;
    let everything: Everything = read(text, None).expect(text);
    let whole: Value = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::from_str::<Value>(&serde_json::to_string(&everything).expect(text)).expect(text), whole);
    assert_eq!(everything.extra.len(), 3);
}

#[test]
fn types_are_read_through_serde_from_anything() {
    let text = r#"{"count": "12", "kind": "email", "part": {"id": 1}, "new": {"a": [1]}}"#;
    let expected: Everything = read(text, None).expect(text);
    assert_eq!(serde_json::from_str::<Everything>(text).expect(text), expected);
    assert_eq!(serde_json::from_reader::<_, Everything>(text.as_bytes()).expect(text), expected);
    let value: Value = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::from_value::<Everything>(value.clone()).expect(text), expected);

    // Formats that know nothing of serde_json: serde's own buffers, and its iterators.
    #[derive(serde::Deserialize)]
    struct Around {
        #[serde(flatten)]
        inside: Everything,
    }
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Everything(Box<Everything>),
    }
    assert_eq!(serde_json::from_str::<Around>(text).expect(text).inside, expected);
    assert!(matches!(serde_json::from_str::<Either>(text).expect(text), Either::Everything(inside) if *inside == expected));
    assert!(matches!(serde_json::from_str::<Either>("\"x\"").expect("a text"), Either::Text(text) if text == "x"));
    let members = serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new([("count", 12), ("new", 1)].into_iter());
    let everything: Everything = serde::Deserialize::deserialize(members).expect("readable");
    assert_eq!((everything.count, everything.extra.get("new")), (Some(12), Some(&json!(1))));

    let error = serde_json::from_str::<Part>(r#"{"id": {}}"#).expect_err("no number");
    assert_eq!(error.to_string(), "expected an integer, found an object at id");
}

#[test]
fn moments_keep_their_text() {
    let moment = Timestamp::from("2026-01-02 03:04:05");
    assert_eq!((moment.as_str(), moment.to_string().as_str()), ("2026-01-02 03:04:05", "2026-01-02 03:04:05"));
    assert_eq!(moment.unix_seconds(), Some(1_767_323_045));
}
