//! Whether a value that has been read and written again says the same as what came.

use serde_json::Value;

/// Lists what is lost, changed or invented.
///
/// Equal are: null, absent and empty; `[]` and `{}`; a number and its digits, a boolean and its names; one value and a
/// list of it; a list and an object whose keys count; `{data: X}` and X, where `data` is how records are wrapped.
pub fn differences(original: &Value, again: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    compare(original, again, at, &mut found);
    found
}

fn compare(original: &Value, again: &Value, at: &str, found: &mut Vec<String>) {
    match (original, again) {
        _ if is_nothing(original) && is_nothing(again) => {}
        (Value::Object(members), Value::Object(known)) if !is_wrapper(original) || known.contains_key("data") => {
            for (name, value) in members {
                compare(value, known.get(name).unwrap_or(&Value::Null), &format!("{at}.{name}"), found);
            }
            for (name, value) in known.iter().filter(|(name, value)| !members.contains_key(*name) && !is_nothing(value)) {
                found.push(format!("{at}.{name}: {value} was not there"));
            }
        }
        (Value::Object(wrapper), _) if is_wrapper(original) => compare(&wrapper["data"], again, &format!("{at}.data"), found),
        (Value::Array(items), Value::Array(known)) if items.len() == known.len() => {
            for (index, (item, known)) in items.iter().zip(known).enumerate() {
                compare(item, known, &format!("{at}[{index}]"), found);
            }
        }
        (Value::Object(members), Value::Array(_)) if members.keys().enumerate().all(|(at, key)| *key == at.to_string()) => {
            compare(&members.values().cloned().collect(), again, at, found);
        }
        (_, Value::Array(known)) if known.len() == 1 && !original.is_array() => compare(original, &known[0], at, found),
        _ if spelled(original).is_some() && spelled(original) == spelled(again) => {}
        _ => found.push(format!("{at}: {original} became {again}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty() || (is_wrapper(value) && is_nothing(&members["data"])),
        _ => false,
    }
}

fn is_wrapper(value: &Value) -> bool {
    value.as_object().is_some_and(|members| members.contains_key("data") && members.keys().all(|name| name == "data" || name == "meta"))
}

/// One spelling for all that mean the same.
fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(u8::from(*value).to_string()),
        Value::Number(number) => {
            Some(number.as_f64().filter(|float| float.fract() == 0.0).map_or(number.to_string(), |whole| format!("{whole:.0}")))
        }
        Value::String(text) => Some(match text.as_str() {
            "true" => "1".to_owned(),
            "false" => "0".to_owned(),
            other => other.to_owned(),
        }),
        _ => None,
    }
}
