//! Strings and numbers that fit a schema.

use serde_json::{Number, Value};

use crate::ir;
use crate::lower::example_values::facets::{Facets, as_written};
use crate::lower::example_values::{form, suggestions};
use crate::lower::schema::view::{number_type, string_type};
use crate::scalar::pattern_text;

/// Strings that may fit, the best ones first. Each number gives other ones.
pub(super) fn texts(facets: &Facets<'_>, name: &str, number: usize) -> Vec<Value> {
    let mut found: Vec<String> = facets.format.and_then(|format| form::text_of(format, number)).into_iter().collect();
    if facets.format.is_some_and(|format| matches!(string_type(format), ir::Type::QuotedI64 | ir::Type::QuotedU64)) {
        found.push((1 + number).to_string());
    }
    let suggested = suggestions::text(name);
    let suggested = if number == 0 { suggested } else { format!("{suggested} {}", number + 1) };
    found.push(suggested.clone());
    if let [pattern] = facets.patterns.as_slice() {
        found.extend(pattern_text::text(pattern, facets.min_length, facets.max_length, number));
    }
    if facets.patterns.len() > 1 {
        let all = facets.patterns.iter().flat_map(|pattern| pattern_text::text(pattern, facets.min_length, facets.max_length, number));
        found.extend(all);
    }
    found.push(of_length(&suggested, facets.min_length, facets.max_length, number));
    found.into_iter().map(Value::from).collect()
}

/// How many characters a string has at most, whatever the least number is.
const LONGEST: usize = 100_000;

/// A string that begins like another one, of a length within these limits.
fn of_length(text: &str, least: usize, most: Option<usize>, number: usize) -> String {
    let count = text.chars().count();
    let short = most.is_some_and(|most| count > most);
    if !short && count >= least {
        return text.to_owned();
    }
    // What is cut off made it another one.
    let letters = if short && number > 0 { char::from(b'a' + (number % 26) as u8).to_string() + text } else { text.to_owned() };
    let filled = letters.chars().chain(" and more".chars().cycle());
    let length = count.max(least).min(most.unwrap_or(usize::MAX)).min(LONGEST);
    filled.take(length).collect()
}

/// Integers that may fit, the best ones first.
pub(super) fn integers(facets: &Facets<'_>, name: &str, number: usize) -> Vec<Value> {
    let step = i128::try_from(number).unwrap_or_default();
    let factor = facets.multiples.iter().map(|factor| *factor as i128).max().unwrap_or(1).max(1);
    let (minimum, maximum) = (facets.minimum.map(|limit| limit.integer), facets.maximum.map(|limit| limit.integer));
    let suggested = i128::from(suggestions::integer(name));
    let above = |number: i128| number.div_euclid(factor) * factor + if number.rem_euclid(factor) == 0 { 0 } else { factor };
    let mut found = vec![above(suggested) + step * factor];
    found.extend(minimum.map(|limit| above(limit) + step * factor));
    found.extend(maximum.map(|limit| limit.div_euclid(factor) * factor - step * factor));
    found.push(step * factor);
    found
        .into_iter()
        .filter_map(|number| i64::try_from(number).map(Value::from).or_else(|_| u64::try_from(number).map(Value::from)).ok())
        .collect()
}

/// Numbers that may fit, the best ones first.
pub(super) fn numbers(facets: &Facets<'_>, name: &str, number: usize) -> Vec<Value> {
    let is_exact = facets.format.is_some_and(|format| number_type(format) == ir::Type::JsonNumber);
    let step = number as f64;
    let (minimum, maximum) = (facets.minimum.map(|limit| limit.value), facets.maximum.map(|limit| limit.value));
    let mut found = if is_exact { Vec::new() } else { vec![as_written(suggestions::NUMBER + step)] };
    found.extend(integers(facets, name, number));
    found.extend(minimum.map(|limit| as_written(limit + step)));
    found.extend(maximum.map(|limit| as_written(limit - step)));
    if let (Some(minimum), Some(maximum)) = (minimum, maximum) {
        found.push(as_written(minimum + (maximum - minimum) / (2.0 + step)));
    }
    for factor in &facets.multiples {
        let least = minimum.map_or(1.0, |limit| (limit / factor).ceil().max(1.0));
        found.extend([0.0, 1.0].map(|more| rounded((least + step + more) * factor)));
        found.extend(maximum.map(|limit| rounded((limit / factor).floor() * factor)));
    }
    found
}

/// A number without what a product of floats adds to it.
fn rounded(number: f64) -> Value {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let parsed: Option<Number> = text.parse().ok();
    parsed.map_or_else(|| as_written(number), Value::Number)
}
