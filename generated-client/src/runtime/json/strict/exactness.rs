//! What a parser passes over: properties that are there twice, and digits that are not kept.

use serde_json::value::RawValue;

use super::error::Problem;
use super::recorder::MOST;
use crate::runtime::json::input::{PathStep, RawObject, keeps_digits};

/// Returns what is valid JSON, and fits its type, but is not what would be sent.
pub(super) fn problems(json: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    search(json, &mut String::new(), &mut problems);
    problems
}

/// Searches a value, which is nested no deeper than a parser allows.
fn search(json: &str, place: &mut String, problems: &mut Vec<Problem>) {
    let depth = place.len();
    let mut inner = |step: PathStep<'_>, value: &RawValue, problems: &mut Vec<Problem>| {
        step.push_exactly_to(place);
        search(value.get(), place, problems);
        place.truncate(depth);
    };
    match json.trim_ascii_start().as_bytes().first() {
        _ if problems.len() >= MOST => {}
        Some(b'{') => {
            let RawObject(fields) = serde_json::from_str(json).unwrap_or_default();
            let mut names: Vec<&str> = fields.iter().map(|(name, _)| &**name).collect();
            names.sort_unstable();
            for (name, value) in &fields {
                inner(PathStep::Field(name), value, problems);
            }
            for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
                PathStep::Field(pair[0]).push_exactly_to(place);
                problems.push(Problem::new(place, "the property is there twice"));
                place.truncate(depth);
            }
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            for (index, value) in items.into_iter().enumerate() {
                inner(PathStep::Item(index), value, problems);
            }
        }
        Some(b'-' | b'0'..=b'9') if !keeps_digits(json.trim_ascii()) => {
            problems.push(Problem::new(place, "the number has more digits than are kept"));
        }
        _ => {}
    }
}
