//! Properties that no field takes: wherever they lie in a response, each object has its own, as they came.

use serde_json::{Value, from_str, json, to_value};

use crate::runtime::{Extra, object};

#[derive(Debug, Clone, PartialEq, Default)]
struct Folder {
    id: i64,
    inner: Option<Box<Folder>>,
    folders: Option<Vec<Folder>>,
    extra: Extra,
}

object! {
    Folder;
    "id" => required id;
    "inner" => optional inner;
    "folders" => optional folders;
    _ => extra;
}

fn read(text: &str) -> Folder {
    from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn members(extra: &Extra) -> Value {
    extra.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn each_object_has_its_own_however_they_are_mixed() {
    let text = r#"{ "a" : 1 , "b":[1, {"x":2}], "id":1, "c":"\"],}",
        "inner":{"d":{}, "id":2, "e":null, "inner":{"id":3, "f":0.5}, "g":true},
        "h":"", "folders":[{"id":4}, {"i":1,"j":2,"id":5,"k":3}] , "l" : {"id":9} }"#;
    let folder = read(text);
    assert_eq!(members(&folder.extra), json!({ "a": 1, "b": [1, { "x": 2 }], "c": "\"],}", "h": "", "l": { "id": 9 } }));
    let inner = folder.inner.as_ref().expect("there");
    assert_eq!(members(&inner.extra), json!({ "d": {}, "e": null, "g": true }));
    assert_eq!(members(&inner.inner.as_ref().expect("there").extra), json!({ "f": 0.5 }));
    let folders = folder.folders.as_ref().expect("there");
    assert!(folders[0].extra.is_empty());
    assert_eq!(members(&folders[1].extra), json!({ "i": 1, "j": 2, "k": 3 }));
    assert_eq!(to_value(&folder).expect("writable"), from_str::<Value>(text).expect("JSON"));
}

#[test]
fn names_with_escapes_and_beyond_ascii_are_what_they_mean() {
    let folder = read(r#"{"é":1,"\u0061b":2,"id":7,"c\n\"d":3,"日本":"\ud83d\ude00","\u0069d2":4}"#);
    assert_eq!(members(&folder.extra), json!({ "é": 1, "ab": 2, "c\n\"d": 3, "日本": "😀", "id2": 4 }));
}

#[test]
fn of_a_name_that_comes_twice_the_last_one_counts() {
    let folder = read(r#"{"a":1,"id":1,"a":2}"#);
    assert_eq!((folder.extra.len(), folder.extra.get("a")), (1, Some(&json!(2))));
}

#[test]
fn what_is_no_json_value_after_all_stays_as_its_text() {
    let folder = read(r#"{"id":1,"half":"\ud83d","huge":1e999}"#);
    assert_eq!(members(&folder.extra), json!({ "half": r#""\ud83d""#, "huge": "1e999" }));
}

#[test]
fn a_change_in_one_is_none_in_the_others() {
    let mut folder = read(r#"{"id":1,"a":1,"b":2,"folders":[{"id":2,"a":3}]}"#);
    let before = folder.clone();
    assert_eq!(folder.extra.insert("a", 10), Some(json!(1)));
    assert_eq!(folder.extra.remove("b"), Some(json!(2)));
    assert_eq!(folder.extra.remove("b"), None);
    assert_eq!(folder.extra.insert("c", "new"), None);
    assert_eq!(members(&folder.extra), json!({ "a": 10, "c": "new" }));
    assert_eq!(members(&before.extra), json!({ "a": 1, "b": 2 }));
    assert_eq!(members(&folder.folders.as_ref().expect("there")[0].extra), json!({ "a": 3 }));
    assert_ne!(folder, before);

    folder.extra.remove("a");
    folder.extra.remove("c");
    assert!(folder.extra.is_empty());
    assert_eq!(to_value(&folder).expect("writable"), json!({ "id": 1, "folders": [{ "id": 2, "a": 3 }] }));
}

#[test]
fn they_outlive_the_response_and_go_to_other_threads() {
    let extra = read(r#"{"id":1,"folders":[{"id":2,"a":[1,2]},{"id":3,"b":4}]}"#).folders.expect("there").remove(1).extra;
    let read = std::thread::spawn(move || members(&extra)).join().expect("no panic");
    assert_eq!(read, json!({ "b": 4 }));
}

#[test]
fn a_name_that_stands_for_numbers_is_one_like_others_behind_the_first() {
    // serde_json passes numbers on as objects with this one name, if any crate of the program asks for that.
    let folder = read(r#"{"id": 1, "$serde_json::private::Number": "2", "a": 3}"#);
    assert_eq!((folder.id, members(&folder.extra)), (1, json!({ "$serde_json::private::Number": "2", "a": 3 })));
}
