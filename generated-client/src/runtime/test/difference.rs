//! How two JSON values differ, in words.

use std::collections::BTreeMap;

use serde_json::Value;

/// How many differences are listed.
const MOST: usize = 8;
/// How many characters of a value are shown.
const SHOWN: usize = 80;

/// Returns the differences of a value from what was expected. Members that only the value has count unless `partly`.
pub(super) fn differences(expected: &Value, found: &Value, partly: bool) -> Vec<String> {
    let mut list = Vec::new();
    compare(expected, found, partly, &mut String::new(), &mut list);
    if list.len() > MOST {
        let more = list.len() - MOST;
        list.truncate(MOST);
        list.push(format!("and {more} more"));
    }
    list
}

fn compare(expected: &Value, found: &Value, partly: bool, at: &mut String, list: &mut Vec<String>) {
    let length = at.len();
    let place = |at: &str| if at.is_empty() { "the body".to_owned() } else { format!("`{at}`") };
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            // In this order whatever order serde_json keeps.
            for (key, value) in expected.iter().collect::<BTreeMap<_, _>>() {
                at.push('/');
                at.push_str(&key.replace('~', "~0").replace('/', "~1"));
                match found.get(key) {
                    Some(found) => compare(value, found, partly, at, list),
                    None => list.push(format!("{}: expected {}, but it is absent", place(at), shown(value))),
                }
                at.truncate(length);
            }
            for (key, value) in
                found.iter().collect::<BTreeMap<_, _>>().into_iter().filter(|(key, _)| !partly && !expected.contains_key(*key))
            {
                list.push(format!("`{at}/{key}`: not expected, found {}", shown(value)));
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            if expected.len() != found.len() {
                list.push(format!("{}: expected {} items, found {}", place(at), expected.len(), found.len()));
            }
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                at.push_str(&format!("/{index}"));
                compare(expected, found, partly, at, list);
                at.truncate(length);
            }
        }
        (expected, found) if is_same(expected, found) => {}
        (expected, found) => list.push(format!("{}: expected {}, found {}", place(at), shown(expected), shown(found))),
    }
}

/// Whether two values that are no containers are the same: 1 and 1.0 are.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || matches!((one, other), (Value::Number(_), Value::Number(_))) && one.as_f64() == other.as_f64()
}

/// A value on one line, not too long.
pub(super) fn shown(value: &Value) -> String {
    shortened(&value.to_string())
}

pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_have_their_places() {
        let expected = json!({"name": "a", "tags": ["x", "y"], "owner": {"id": 1, "a/b": 2}, "gone": null});
        let found = json!({"name": "b", "tags": ["x"], "owner": {"id": 1.0, "a/b": 3}, "more": true});
        let whole = [
            "`/gone`: expected null, but it is absent",
            "`/name`: expected \"a\", found \"b\"",
            "`/owner/a~1b`: expected 2, found 3",
            "`/tags`: expected 2 items, found 1",
        ];
        let more = "`/more`: not expected, found true";
        assert_eq!(differences(&expected, &found, true), whole);
        assert_eq!(differences(&expected, &found, false), [&whole[..], &[more]].concat());
        assert_eq!(differences(&json!(1), &json!("1"), false), ["the body: expected 1, found \"1\""]);
        assert!(differences(&found, &found, false).is_empty());
    }

    #[test]
    fn long_lists_and_values_are_cut() {
        let expected: Value = (0..20).map(Value::from).collect::<Vec<_>>().into();
        let found: Value = (100..120).map(Value::from).collect::<Vec<_>>().into();
        let list = differences(&expected, &found, false);
        assert_eq!((list.len(), list.last().map(String::as_str)), (9, Some("and 12 more")));
        assert_eq!(shown(&json!("é".repeat(100))).chars().count(), 81);
    }
}
