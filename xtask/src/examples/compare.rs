//! Whether two values are equal as JSON, and where they are not.

use serde_json::{Map, Number, Value};

/// How what was written is like what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    Equal,
    /// But for nulls that became absent.
    EqualButNulls,
    /// The first place at which they differ, and how.
    Differs(String),
}

/// Compares what was written with what was read.
pub fn compare(read: &Value, written: &Value) -> Likeness {
    let mut differences = Differences::default();
    match differences.difference(read, written) {
        Some(difference) => Likeness::Differs(difference),
        None if differences.nulls > 0 => Likeness::EqualButNulls,
        None => Likeness::Equal,
    }
}

#[derive(Default)]
struct Differences {
    place: String,
    /// How many nulls became absent.
    nulls: usize,
}

impl Differences {
    fn difference(&mut self, read: &Value, written: &Value) -> Option<String> {
        match (read, written) {
            (Value::Object(read), Value::Object(written)) => self.members(read, written),
            (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
                let mut items = read.iter().zip(written).enumerate();
                items.find_map(|(index, (value, other))| self.inside(&index.to_string(), |inner| inner.difference(value, other)))
            }
            (Value::Number(read), Value::Number(written)) if is_same(read, written) => None,
            (read, written) if read == written => None,
            (read, written) => Some(format!("{}: {} became {}", self.place, shown(read), shown(written))),
        }
    }

    fn members(&mut self, read: &Map<String, Value>, written: &Map<String, Value>) -> Option<String> {
        for (name, value) in read {
            match written.get(name) {
                None if value.is_null() => self.nulls += 1,
                None => return Some(format!("{}/{name}: {} became absent", self.place, shown(value))),
                Some(other) => {
                    let found = self.inside(name, |inner| inner.difference(value, other));
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        let (name, value) = written.iter().find(|(name, _)| !read.contains_key(*name))?;
        Some(format!("{}/{name}: absent became {}", self.place, shown(value)))
    }

    fn inside<R>(&mut self, key: &str, look: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.place.len();
        self.place.push('/');
        self.place += key;
        let result = look(self);
        self.place.truncate(length);
        result
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
        assert_eq!(compare(&json!({"a": 1.0, "b": [2]}), &json!({"b": [2.0], "a": 1})), Likeness::Equal);
        assert_eq!(compare(&json!([1.5]), &json!([1.25])), Likeness::Differs("/0: 1.5 became 1.25".into()));
    }

    #[test]
    fn the_first_difference_has_its_place() {
        let cases = [
            (json!({"a": [{"b": 1}, {"b": 2}]}), json!({"a": [{"b": 1}, {"b": 3}]}), "/a/1/b: 2 became 3"),
            (json!({"a": 1}), json!({}), "/a: 1 became absent"),
            (json!({}), json!({"a": 1}), "/a: absent became 1"),
            (json!({"a": null}), json!({"a": 0}), "/a: null became 0"),
            (json!([1]), json!([1, 2]), ": [1] became [1,2]"),
            (json!("1"), json!(1), ": \"1\" became 1"),
        ];
        for (read, written, expected) in cases {
            assert_eq!(compare(&read, &written), Likeness::Differs(expected.to_owned()));
        }
    }

    #[test]
    fn nulls_that_became_absent_are_no_difference() {
        assert_eq!(compare(&json!({"a": {"b": null}, "c": 1}), &json!({"a": {}, "c": 1})), Likeness::EqualButNulls);
        assert_eq!(compare(&json!({"a": null, "c": 1}), &json!({"c": 2})), Likeness::Differs("/c: 1 became 2".into()));
        assert_eq!(compare(&json!({}), &json!({"a": null})), Likeness::Differs("/a: absent became null".into()));
    }
}
