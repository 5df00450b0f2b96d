//! Values, with their text where a value does not say as much.

use serde_json::{Number, Value};

use super::raw::json_text;
use super::tokens::{JsonToken, JsonTokens, without_halves};

/// Parses JSON that a parser has already skipped over. Returns its text as well, if the value is not written like it.
///
/// What a [`Value`] cannot hold becomes a string of its text: numbers that are neither integers of 64 bits nor decimals that
/// an `f64` holds with all their digits, strings with half of a surrogate pair, and values that are nested too deeply.
pub(crate) fn exact(json: &str) -> (Value, Option<String>) {
    let stored = as_value_text(json);
    match (serde_json::from_str(stored.as_deref().unwrap_or(json)), stored) {
        (Ok(value), None) => (value, None),
        (value, _) => (value.unwrap_or_else(|_| json.into()), Some(compact(json))),
    }
}

/// Returns whether a value keeps all digits of a number.
#[cfg(feature = "strict")]
pub(crate) fn keeps_digits(number: &str) -> bool {
    !matches!(Spelling::of(number), Spelling::NotStored)
}

/// Returns the JSON with everything replaced that a value does not hold, or that it is not written like; `None` if that is
/// nothing.
fn as_value_text(json: &str) -> Option<String> {
    let (mut out, mut done) = (String::new(), 0);
    for token in JsonTokens::of(json) {
        let (JsonToken::String(place) | JsonToken::Number(place)) = &token;
        let piece = json.get(place.clone()).unwrap_or_default();
        let replaced = match token {
            JsonToken::String(_) => without_halves(piece).map(|mended| if is_name(json, place.end) { mended } else { json_text(piece) }),
            JsonToken::Number(_) => match Spelling::of(piece) {
                Spelling::Own => None,
                Spelling::Other(stored) => Some(stored.to_string()),
                Spelling::NotStored => Some(json_text(piece)),
            },
        };
        if let Some(replaced) = replaced {
            out.push_str(json.get(done..place.start).unwrap_or_default());
            out.push_str(&replaced);
            done = place.end;
        }
    }
    (done > 0).then(|| out + json.get(done..).unwrap_or_default())
}

/// Returns whether the string that ends here is the name of a property.
fn is_name(json: &str, end: usize) -> bool {
    json.get(end..).is_some_and(|rest| rest.trim_ascii_start().starts_with(':'))
}

/// Returns JSON without white space around its tokens.
fn compact(json: &str) -> String {
    let (mut out, mut done) = (String::with_capacity(json.len()), 0);
    let between = |out: &mut String, piece: &str| out.extend(piece.split_ascii_whitespace());
    for token in JsonTokens::of(json) {
        let (JsonToken::String(place) | JsonToken::Number(place)) = token;
        between(&mut out, json.get(done..place.start).unwrap_or_default());
        out.push_str(json.get(place.clone()).unwrap_or_default());
        done = place.end;
    }
    between(&mut out, json.get(done..).unwrap_or_default());
    out
}

/// How a number is written by a value that was parsed from it.
enum Spelling {
    /// As it came.
    Own,
    /// Otherwise, with the same digits: `1.50`, `1E5`.
    Other(Number),
    /// With other digits, or not at all.
    NotStored,
}

impl Spelling {
    fn of(number: &str) -> Self {
        if !number.contains(['.', 'e', 'E']) {
            return match number {
                "-0" => Number::from_f64(-0.0).map_or(Self::Own, Self::Other),
                _ if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() => Self::Own,
                _ => Self::NotStored,
            };
        }
        let Some(float) = number.parse().ok().filter(|float: &f64| float.is_finite()) else {
            return Self::NotStored;
        };
        match Digits::of(number).zip(Digits::of(&format!("{float:e}"))) {
            Some((own, stored)) if own == stored => match Number::from_f64(float) {
                Some(stored) if stored.to_string() == number => Self::Own,
                Some(stored) => Self::Other(stored),
                None => Self::NotStored,
            },
            _ => Self::NotStored,
        }
    }
}

/// The digits of a decimal without zeros around them, and the power of ten that they are multiplied with.
#[derive(PartialEq)]
struct Digits {
    digits: String,
    exponent: i64,
}

impl Digits {
    /// Returns `None` for an exponent that is out of all proportion.
    fn of(number: &str) -> Option<Self> {
        let number = number.trim_start_matches('-');
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { digits, exponent: 0 });
        }
        let zeros = all.len() - all.trim_end_matches('0').len();
        let exponent = exponent.parse::<i32>().ok()?;
        Some(Self { digits, exponent: i64::from(exponent) + zeros as i64 - fraction.len() as i64 })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_keep_their_text_where_a_value_does_not_hold_it() {
        for (text, value, kept) in [
            ("1", json!(1), false),
            ("-0.5", json!(-0.5), false),
            ("18446744073709551615", json!(u64::MAX), false),
            ("-9223372036854775808", json!(i64::MIN), false),
            ("1.50", json!(1.5), true),
            ("1E5", json!(1e5), true),
            ("-0", json!(-0.0), true),
            ("0.000", json!(0.0), true),
            ("18446744073709551616", json!("18446744073709551616"), true),
            ("100000000000000000000", json!("100000000000000000000"), true),
            ("-9223372036854775809", json!("-9223372036854775809"), true),
            ("12345678901234567.89", json!("12345678901234567.89"), true),
            ("0.1000000000000000055511151231257827", json!("0.1000000000000000055511151231257827"), true),
            ("1e999", json!("1e999"), true),
            ("1e-400", json!("1e-400"), true),
            ("1e99999999999999999999", json!("1e99999999999999999999"), true),
        ] {
            let (read, raw) = exact(text);
            assert_eq!((&read, raw.as_deref()), (&value, kept.then_some(text)), "{text}");
        }
    }

    #[test]
    fn what_is_nested_keeps_its_structure() {
        let (value, raw) = exact(r#"{ "a": [1e999, "\ud800 x", {"\ud800": 1.0}], "b c": "1 2" }"#);
        assert_eq!(value, json!({ "a": ["1e999", "\"\\ud800 x\"", { "\u{fffd}": 1.0 }], "b c": "1 2" }));
        assert_eq!(raw.expect("kept"), r#"{"a":[1e999,"\ud800 x",{"\ud800":1.0}],"b c":"1 2"}"#);
        let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
        let (value, raw) = exact(&deep);
        assert_eq!((value, raw), (json!(deep), Some(deep)));
    }
}
