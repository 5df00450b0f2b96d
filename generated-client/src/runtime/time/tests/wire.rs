use serde::Serialize;
use serde_json::{Value, from_str, from_value, json, to_value};

use super::super::TimeForm;
use super::*;
use crate::runtime::{FromJson, Maybe, Param};

fn goes_through<T: Serialize + serde::de::DeserializeOwned + AsRef<str>>(json: &Value, text: &str) {
    let read: T = from_str(&json.to_string()).expect("dates are always readable");
    assert_eq!(read.as_ref(), text);
    assert_eq!(&to_value(&read).expect("dates are always writable"), json);
    assert_eq!(from_value::<T>(json.clone()).expect("dates are always readable").as_ref(), text);
}

#[test]
fn what_comes_goes_back_unchanged() {
    let php = json!({"date": "2026-01-03 10:30:00.000000", "timezone_type": 3, "timezone": "UTC"});
    for (json, text) in [
        (json!("2026-01-03T10:30:00.000Z"), "2026-01-03T10:30:00.000Z"),
        (json!(" odd \" text\u{e9} "), " odd \" text\u{e9} "),
        (json!(""), ""),
        (json!("1767436200"), "1767436200"),
        (json!(1_767_436_200), "1767436200"),
        (json!(-1), "-1"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1_767_436_200.25), "1767436200.25"),
        (php.clone(), php.to_string().as_str()),
    ] {
        goes_through::<Timestamp>(&json, text);
        goes_through::<Date>(&json, text);
        goes_through::<LocalDateTime>(&json, text);
        goes_through::<IsoDuration>(&json, text);
    }
}

#[test]
fn numbers_and_objects_mean_what_they_say() {
    let read = |json: Value| from_value::<Timestamp>(json).expect("dates are always readable");
    assert_eq!(read(json!(1_767_436_200)), moment("2026-01-03T10:30:00Z"));
    assert_eq!(read(json!(1_767_436_200.25)), moment("2026-01-03T10:30:00.25Z"));
    assert_eq!(read(json!({"date": "2026-01-03 10:30:00", "timezone": "Z"})), moment("2026-01-03T10:30:00Z"));
    assert_eq!(to_value(moment("2026-01-03").in_form(TimeForm::UnixSeconds)).ok(), Some(json!(1_767_398_400)));
    assert_eq!(read(json!(1_767_436_200)).form(), Some(TimeForm::UnixSeconds));
    assert_eq!(read(json!("1767436200")).form(), None);
    let debug = format!("{:?} {:?}", read(json!(1)), day("2026-01-03"));
    assert_eq!(debug, r#"Timestamp(1) Date("2026-01-03")"#);
}

#[test]
fn what_is_not_a_string_is_a_mismatch() {
    for json in [json!(null), json!(true), json!([]), json!(["2026-01-03"]), json!({}), json!({"date": 1})] {
        let error = from_value::<Timestamp>(json.clone()).expect_err("a mismatch");
        assert!(error.to_string().starts_with("expected a date and time, found "), "{error}");
        assert!(from_value::<Date>(json.clone()).is_err());
        assert!(from_value::<IsoDuration>(json).is_err());
    }
    assert!(from_str::<Timestamp>("\"2026").is_err(), "broken JSON is an error still");
}

#[test]
fn parameters_are_the_text() {
    let mut out = String::from("since=");
    moment("2026-01-03 10:30:00").write(&mut out);
    day("2026-01-03").write(&mut out);
    assert_eq!(out, "since=2026-01-03 10:30:002026-01-03");
}

#[test]
fn strings_become_fields_that_may_be_null() {
    assert_eq!(Maybe::<Timestamp>::from("2026-01-03"), Maybe::Value(moment("2026-01-03")));
    assert!(Timestamp::matches_type(&json!("x")) && !Timestamp::matches_type(&json!(1)) && !Timestamp::matches_type(&json!({})));
    assert_eq!(size_of::<Option<Timestamp>>(), size_of::<String>());
}

#[test]
fn display_pads() {
    assert_eq!(format!("{:>12}|{:12}|", day("2026-01-03"), day("2026-01-03")), "  2026-01-03|2026-01-03  |");
}
