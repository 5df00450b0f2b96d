//! Whether two values are equal as JSON, and where they are not.

use serde_json::{Number, Value};

/// The first place at which what was written differs from what was read, and how.
pub fn difference(read: &Value, written: &Value) -> Option<String> {
    at(read, written, &mut String::new())
}

fn at(read: &Value, written: &Value, place: &mut String) -> Option<String> {
    match (read, written) {
        (Value::Object(read), Value::Object(written)) => {
            for (name, value) in read {
                let length = place.len();
                *place += &format!("/{name}");
                match written.get(name) {
                    None if value.is_null() => return Some(format!("{place}: null became absent")),
                    None => return Some(format!("{place}: {} became absent", shown(value))),
                    Some(other) => {
                        if let Some(found) = at(value, other, place) {
                            return Some(found);
                        }
                    }
                }
                place.truncate(length);
            }
            let (name, value) = written.iter().find(|(name, _)| !read.contains_key(*name))?;
            Some(format!("{place}/{name}: absent became {}", shown(value)))
        }
        (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            for (index, (value, other)) in read.iter().zip(written).enumerate() {
                let length = place.len();
                *place += &format!("/{index}");
                if let Some(found) = at(value, other, place) {
                    return Some(found);
                }
                place.truncate(length);
            }
            None
        }
        (Value::Number(read), Value::Number(written)) if is_same(read, written) => None,
        (read, written) if read == written => None,
        (read, written) => Some(format!("{place}: {} became {}", shown(read), shown(written))),
    }
}

/// Whether two numbers have one value.
fn is_same(one: &Number, other: &Number) -> bool {
    one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
}

/// A value in a line.
pub fn shown(value: &Value) -> String {
    const WIDTH: usize = 60;
    let text = value.to_string();
    if text.chars().count() <= WIDTH { text } else { text.chars().take(WIDTH).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_compared_by_value_and_objects_without_order() {
        assert_eq!(difference(&json!({"a": 1.0, "b": [2]}), &json!({"b": [2.0], "a": 1})), None);
        assert_eq!(difference(&json!([1.5]), &json!([1.25])), Some("/0: 1.5 became 1.25".into()));
    }

    #[test]
    fn the_first_difference_has_its_place() {
        let cases = [
            (json!({"a": {"b": null}}), json!({"a": {}}), "/a/b: null became absent"),
            (json!({"a": 1}), json!({}), "/a: 1 became absent"),
            (json!({}), json!({"a": 1}), "/a: absent became 1"),
            (json!([1]), json!([1, 2]), ": [1] became [1,2]"),
            (json!("1"), json!(1), ": \"1\" became 1"),
        ];
        for (read, written, expected) in cases {
            assert_eq!(difference(&read, &written).as_deref(), Some(expected));
        }
    }
}
