//! Read strictly, JSON becomes what code would have made, or is refused with its place: a table of what may be wrong × where
//! it may be.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::strict::{self, Problem, from_slice, from_str, from_value};
use crate::runtime::{Extra, Maybe, Secret, Timestamp, object, string_enum};
use crate::types::{Everything, Part, Steps};

/// All that an object may hold, in the forms that it is sent in.
fn everything() -> Value {
    json!({
        "flag": true, "count": 1, "small": 2, "big": u64::MAX, "ratio": 0.5, "name": "n", "moment": "2026-01-03T10:30:00Z",
        "day": "2026-01-03", "data": "aGk/", "numbers": [1, 2], "names": ["a"], "gaps": [1, null], "map": {"a": 1},
        "part": {"id": 1, "tags": ["t"], "step": {"first": "f", "more": 2}, "note": "x"},
        "boxed": {"flag": false},
        "parts": [{"id": 2, "tags": [], "step": {}}],
        "kind": "task", "level": 1, "shape": [1], "pet": {"first": "dog", "more": 1},
        "free": {"any": [1, null, 1.5]}, "maybe": null,
    })
}

/// The properties of [`everything`], with the values of the type that they have.
fn fits(property: &str, value: &Value) -> bool {
    match property {
        "flag" => value.is_boolean(),
        "count" | "small" => value.is_i64(),
        "big" => value.is_u64(),
        "ratio" => value.is_number(),
        "name" => value.is_string(),
        // It is base64.
        "data" => *value == json!("true"),
        "numbers" | "gaps" => value.as_array().is_some_and(|items| items.iter().all(Value::is_i64)),
        "names" => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        "map" => value.as_object().is_some_and(|entries| entries.values().all(Value::is_i64)),
        "parts" => value.as_array().is_some_and(Vec::is_empty),
        "level" => *value == json!(1),
        "shape" => {
            let is_list = |items: &Vec<Value>| items.iter().all(Value::is_i64) || items.iter().all(Value::is_string);
            value.is_string()
                || value.is_number()
                || value.as_array().is_some_and(is_list)
                || matches!(value, Value::Object(entries) if entries.values().all(Value::is_i64))
        }
        "free" => true,
        "maybe" => value.is_string() || value.is_null(),
        "boxed" => *value == json!({}),
        _ => false,
    }
}

fn problems<T>(read: Result<T, strict::InputError>) -> Vec<(String, String)> {
    let owned = |problem: &Problem| (problem.path().to_owned(), problem.message().to_owned());
    read.err().expect("it is refused").problems().iter().map(owned).collect()
}

fn paths<T>(read: Result<T, strict::InputError>) -> Vec<String> {
    problems(read).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn what_a_type_writes_is_accepted_and_is_the_same() {
    let value = everything();
    let read: Everything = from_value(&value).expect("all of it fits");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
    assert_eq!(read.extra, Extra::default());
    assert_eq!(from_str::<Everything>("{}").expect("nothing is required"), Everything::default());
    for size in Size::ALL {
        assert_eq!(from_value::<Size>(size).expect("it is listed"), *size);
    }
}

#[test]
fn every_value_of_another_type_is_refused_at_its_place() {
    let others = [
        json!(null),
        json!(true),
        json!("true"),
        json!(7),
        json!("7"),
        json!(-7),
        json!(1.5),
        json!(1.0),
        json!("x"),
        json!([]),
        json!([7]),
        json!(["7"]),
        json!([[7]]),
        json!({}),
        json!({"a": 7}),
        json!({"a": "7"}),
        json!({"data": 7}),
        json!({"0": 7}),
    ];
    let (mut refused, mut accepted) = (0, 0);
    for property in everything().as_object().expect("an object").keys() {
        for other in &others {
            let read = from_value::<Everything>(&json!({ property: other }));
            if fits(property, other) {
                let read = read.unwrap_or_else(|error| panic!("{other} for {property}: {error}"));
                let number = other.as_f64().filter(|_| property == "ratio");
                let expected = number.map_or(other.clone(), |number| json!(number));
                assert_eq!(serde_json::to_value(&read).expect("JSON"), json!({ property: expected }));
                accepted += 1;
                continue;
            }
            for path in paths(read.map(|_| panic!("{other} for {property} is accepted"))) {
                let rest = path.strip_prefix(property.as_str()).unwrap_or_else(|| panic!("{other} for {property}: at {path}"));
                assert!(rest.is_empty() || rest.starts_with(['.', '[']), "{other} for {property}: at {path}");
                refused += 1;
            }
        }
    }
    assert!(refused >= 280 && accepted >= 60, "{refused} refused, {accepted} accepted");
}

/// A cell: what is wrong at the root, and the message.
type Wrong = (Value, &'static str, &'static str);

/// Where an object may be: the value around it, and the path of the object.
type Place = (&'static str, fn(Value) -> Value, &'static str);

const PLACES: [Place; 6] = [
    ("the root", |part| part, ""),
    ("a property", |part| json!({ "part": part }), "part"),
    ("an item", |part| json!({ "parts": [{"id": 1, "tags": [], "step": {}}, part] }), "parts[1]"),
    ("a nested object", |part| json!({ "boxed": { "boxed": { "part": part } } }), "boxed.boxed.part"),
    ("a union", |part| json!({ "shape": part }), "shape"),
    ("a map", |part| json!({ "by.name": part }), "by.name"),
];

#[test]
fn every_kind_of_mistake_is_refused_in_every_place() {
    let wrong: [Wrong; 9] = [
        (json!({"id": "1", "tags": [], "step": {}}), "id", "expected an integer, found a string"),
        (json!({"id": null, "tags": [], "step": {}}), "id", "expected an integer, found null"),
        (json!({"id": 1, "tags": "a", "step": {}}), "tags", "expected an array, found a string"),
        (json!({"id": 1, "tags": ["a", 2], "step": {}}), "tags[1]", "expected a string, found an integer"),
        (json!({"id": 1, "tags": [], "step": []}), "step", "expected Steps, found an array"),
        (json!({"id": 1, "tags": [], "step": {"data": {}}}), "step", "expected Steps, found an object around one"),
        (json!({"id": 1, "tags": [], "step": {"more": "2"}}), "step.more", "expected an integer, found a string"),
        (
            json!({"id": 1, "tags": [], "step": {}, "note": null}),
            "note",
            "expected a string, found null; leave the property out where it has no value",
        ),
        (json!({"id": 1, "tags": [], "step": {}, "Notes": "x"}), "Notes", "there is no such property; did you mean `note`?"),
    ];
    for (name, around, place) in PLACES {
        for (part, inner, message) in &wrong {
            let value = around(part.clone());
            let found = match name {
                "the root" => problems(from_value::<Part>(&value)),
                "a map" => problems(from_value::<BTreeMap<String, Part>>(&value)),
                _ => problems(from_value::<Everything>(&value)),
            };
            let path = if place.is_empty() { (*inner).to_owned() } else { format!("{place}.{inner}") };
            assert_eq!(found, [(path, (*message).to_owned())], "{value} in {name}");
        }
        let value = around(json!({"tags": []}));
        let found = match name {
            "the root" => problems(from_value::<Part>(&value)),
            "a map" => problems(from_value::<BTreeMap<String, Part>>(&value)),
            // It has a property that is required, but lacks others: so it is none of the types.
            "a union" => continue,
            _ => problems(from_value::<Everything>(&value)),
        };
        assert_eq!(found, [(place.to_owned(), "the required property `id` is missing".to_owned())], "{name}");
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Other(String),
}

string_enum! {
    Answer;
    "yes" => Yes;
    "no" => No;
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Size {
    Small,
    Large,
}

string_enum! {
    closed Size;
    "small" => Small;
    "large" => Large;
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Form {
    answer: Option<Answer>,
    size: Option<Size>,
    due: Option<Timestamp>,
    pin: Option<Secret>,
    hue: Option<i64>,
    ratio: Option<f64>,
    color: Maybe<String>,
    free: Option<Value>,
    extra: Extra,
}

object! {
    Form;
    "answer" => optional answer;
    "size" => optional size;
    "due" => optional due;
    "pin" => optional pin;
    "hue" => nullable hue;
    "ratio" => optional ratio;
    "color" => maybe color;
    "free" => optional free;
    _ => extra;
}

#[test]
fn values_without_meaning_are_refused() {
    for (json, path, message) in [
        (r#"{"answer": "Yess"}"#, "answer", r#""Yess" is not one of the values; did you mean `yes`?"#),
        (r#"{"answer": "maybe"}"#, "answer", r#""maybe" is not one of the values; expected `no`, `yes`"#),
        (r#"{"answer": true}"#, "answer", "expected a string, found a boolean"),
        (r#"{"size": "medium"}"#, "size", r#"expected one of `small`, `large`, found the string "medium""#),
        (r#"{"due": "tomorrow"}"#, "due", "expected a date and time, found another string"),
        (r#"{"due": "2026-02-30T00:00:00Z"}"#, "due", "expected a date and time, found another string"),
        (r#"{"due": "1767436200"}"#, "due", "expected a date and time, found another string"),
        (r#"{"due": 1767436200}"#, "due", "expected a date and time, found an integer"),
        // A secret is not shown, in whatever type it comes.
        (r#"{"pin": 739182}"#, "pin", "expected a string, found an integer"),
        (r#"{"pin": ["s3cr3t"]}"#, "pin", "expected a string, found an array"),
        (r#"{"hue": 9223372036854775808}"#, "hue", "the integer is out of range"),
        (r#"{"ratio": 0.1000000000000000055511151231257827}"#, "ratio", "the number has more digits than are kept"),
        (r#"{"free": [{"a": 12345678901234567890123}]}"#, "free[0].a", "the number has more digits than are kept"),
        (r#"{"free": {"a": 1, "b": 2, "a": 3}}"#, "free.a", "the property is there twice"),
        (r#"{"hue": 1, "hue": 1}"#, "hue", "the property is there twice"),
        (r#"{"hue": 1, "h\u0075e": 1}"#, "hue", "the property is there twice"),
        ("{\"co\\u001b[1mlor\": 1}", "co\u{fffd}[1mlor", "there is no such property; did you mean `color`?"),
        (r#"{"unit": 1}"#, "unit", "there is no such property; expected `answer`, `color`, `due`, `free`, `hue`, `pin`, `ratio`, `size`"),
    ] {
        assert_eq!(problems(from_str::<Form>(json)), [(path.to_owned(), message.to_owned())], "{json}");
    }
    let read: Form = from_str(r#"{"hue": null, "color": null, "ratio": 0.30000000000000004}"#).expect("all of it may be so");
    assert_eq!(serde_json::to_string(&read).expect("JSON"), r#"{"hue":null,"ratio":0.30000000000000004,"color":null}"#);
}

#[test]
fn what_is_not_json_is_refused() {
    for json in ["", "{", "{}}", "\u{feff}{}", r#"{"color": "\ud800"}"#, r#"{"free": 01}"#, "{'a': 1}"] {
        assert_eq!(paths(from_str::<Form>(json)), [""], "{json}");
    }
    assert_eq!(problems(from_slice::<Form>(b"{\"color\": \"\xff\"}"))[0].1.split(':').next(), Some("not UTF-8"));
    // Where another crate of the program wants all digits, serde_json reads it, and it does not fit.
    assert!(from_str::<Form>(r#"{"ratio": 1e999}"#).is_err());
    let deep = format!("{{\"free\": {}1{}}}", "[".repeat(500), "]".repeat(500));
    assert!(from_str::<Form>(&deep).is_err());
    let unknown = format!("{{\"deep\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(paths(from_str::<Form>(&unknown)), ["deep"]);
    assert_eq!(paths(from_value::<Form>(&json!(null))), [""]);
    assert_eq!(paths(from_value::<Steps>(&json!([]))), [""]);
}

#[test]
fn many_problems_are_told_up_to_a_hundred() {
    let items: Vec<Value> = (0..1000).map(|index| json!(index.to_string())).collect();
    let found = paths(from_value::<Vec<i64>>(&json!(items)));
    assert_eq!((found.len(), found[7].as_str()), (100, "[7]"));
}
