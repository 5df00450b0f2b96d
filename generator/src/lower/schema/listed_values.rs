//! The values of an enum: borrowed, until a type is made of them.

use serde_json::Value;

use crate::scalar::number::integer;

/// The values of an enum, as the model has them: they are only put together where a type is made of them.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) enum ListedValues<'a> {
    Strings(&'a [Option<String>]),
    Integers(&'a [Option<i64>]),
    /// Numbers, all of which are integers.
    Numbers(&'a [Option<f64>]),
    /// Of a schema that is of no single type.
    Any(&'a [Value]),
}

impl ListedValues<'_> {
    /// The strings, each once.
    pub(in crate::lower) fn strings(self) -> Vec<String> {
        match self {
            Self::Strings(values) => distinct(values.iter().flatten().cloned()),
            Self::Integers(values) => distinct(values.iter().flatten().map(i64::to_string)),
            Self::Numbers(_) => self.integers().iter().map(i64::to_string).collect(),
            Self::Any(values) => distinct(values.iter().filter_map(scalar_text)),
        }
    }

    /// The integers, each once.
    pub(in crate::lower) fn integers(self) -> Vec<i64> {
        match self {
            Self::Strings(values) => distinct(values.iter().flatten().filter_map(|text| text.parse().ok())),
            Self::Integers(values) => distinct(values.iter().flatten().copied()),
            Self::Numbers(values) => distinct(values.iter().flatten().filter_map(|value| whole(*value))),
            Self::Any(values) => distinct(values.iter().filter_map(exact)),
        }
    }
}

/// The integer that a number is.
pub(super) fn whole(number: f64) -> Option<i64> {
    serde_json::Number::from_f64(number).as_ref().and_then(integer)
}

/// The integer that a value is, however it is written.
pub(super) fn exact(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => integer(number),
        _ => None,
    }
}

/// A value as the text that it would be in a query; none for objects and lists.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

fn distinct<T: Clone + Eq + std::hash::Hash>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_given_once_each_whatever_they_are_written_as() {
        let strings = [Some("b".to_owned()), None, Some("2".to_owned()), Some("b".to_owned())];
        let integers = [Some(2), Some(-1), None, Some(2)];
        let numbers = [Some(2.0), None, Some(-1.0), Some(2.0)];
        let any = [json!("2"), json!(2), json!(3.0), json!(true), json!(null), json!([1])];
        assert_eq!(ListedValues::Strings(&strings).strings(), ["b", "2"]);
        assert_eq!(ListedValues::Strings(&strings).integers(), [2]);
        assert_eq!(ListedValues::Integers(&integers).strings(), ["2", "-1"]);
        assert_eq!(ListedValues::Integers(&integers).integers(), [2, -1]);
        assert_eq!(ListedValues::Numbers(&numbers).integers(), [2, -1]);
        assert_eq!(ListedValues::Numbers(&numbers).strings(), ["2", "-1"]);
        assert_eq!(ListedValues::Any(&any).strings(), ["2", "3.0", "true"]);
        assert_eq!(ListedValues::Any(&any).integers(), [2, 3]);
    }
}
