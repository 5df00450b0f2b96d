//! What stands where a reference leads, and where in a value a fragment leads that is not written as it should be.

use serde_json::Value;

use crate::files::percent_decoded;
use crate::normalize::dialect::{Dialect, Section};
use crate::pointer::Pointer;

/// What stands where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalize) enum TargetKind {
    Schema,
    Parameter,
    Response,
    Other,
}

/// The places of `in`.
const PLACES: [&str; 7] = ["path", "query", "header", "formData", "body", "cookie", "querystring"];

/// What only schemas have.
const OF_SCHEMAS: [&str; 9] = ["type", "properties", "allOf", "items", "enum", "additionalProperties", "x-one-of", "oneOf", "anyOf"];

impl TargetKind {
    /// What a value is, by its keys, or else by its place.
    pub fn of(at: &Pointer, value: &Value) -> Self {
        let at = at.in_bundle().map_or_else(|| at.clone(), |(_, at)| at);
        let keys: Vec<String> = at.keys().collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let keys = keys.strip_prefix(&["components"]).unwrap_or(&keys);
        let has = |key: &str| value.get(key).is_some_and(Value::is_object);
        match keys {
            _ if !value.is_object() => Self::Other,
            ["paths", _] | ["paths", _, _] => Self::Other,
            ["info" | "tags" | "securityDefinitions" | "securitySchemes" | "externalDocs", ..] => Self::Other,
            ["definitions" | "schemas" | "parameters" | "responses" | "paths"] => Self::Other,
            _ if has("paths") || has("responses") && value.get("responses").is_some_and(has_statuses) => Self::Other,
            _ if is_parameter(value) => Self::Parameter,
            _ if (has("schema") || has("content")) && !is_schema(value) => Self::Response,
            ["responses", _] | ["paths", _, _, "responses", _] if !is_schema(value) => Self::Response,
            _ => Self::Schema,
        }
    }

    /// What it is called in findings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::Response => "a response",
            Self::Other => "none of a schema, a parameter and a response",
        }
    }
}

/// The schema in what is a response or a parameter: of its body, or its type.
pub(in crate::normalize) fn schema_inside<'d>(at: &Pointer, value: &'d Value) -> Option<(Pointer, &'d Value)> {
    let schema = |at: Pointer, value: &'d Value| Some((at.push("schema"), value.get("schema").filter(|schema| schema.is_object())?));
    let of_content = || {
        let (media, value) = value.get("content")?.as_object()?.iter().next()?;
        schema(at.push("content").push(media), value)
    };
    let of_body = || schema(at.clone(), value).or_else(of_content);
    match TargetKind::of(at, value) {
        TargetKind::Response => of_body(),
        TargetKind::Parameter => of_body().or_else(|| is_schema(value).then(|| (at.clone(), value))),
        TargetKind::Schema | TargetKind::Other => None,
    }
}

/// Whether an object has what only schemas have.
fn is_schema(value: &Value) -> bool {
    OF_SCHEMAS.iter().any(|key| value.get(key).is_some())
}

fn is_parameter(value: &Value) -> bool {
    let says = |key: &str| value.get(key).and_then(Value::as_str);
    says("in").is_some_and(|place| PLACES.contains(&place)) && (says("name").is_some() || value.get("schema").is_some())
}

fn has_statuses(responses: &Value) -> bool {
    let is_status = |key: &String| key == "default" || key.parse::<u16>().is_ok();
    responses.as_object().is_some_and(|responses| responses.keys().any(is_status))
}

/// The place that a fragment leads to: as it stands there, without percent-encoding, and with slashes that should be escaped.
pub(in crate::normalize) fn place<'d>(fragment: &str, value: &'d Value) -> Option<(Pointer, &'d Value)> {
    let decoded = percent_decoded(fragment);
    for pointer in [decoded.as_str(), fragment] {
        if let (Some(at), Some(found)) = (Pointer::parse(pointer), value.pointer(pointer)) {
            return Some((at, found));
        }
    }
    [decoded.as_str(), fragment].into_iter().find_map(|text| by_keys(text.strip_prefix('/')?, value))
}

/// The place that a fragment leads to which says its keys as they are: of several that begin the rest, the longest is taken.
fn by_keys<'d>(mut rest: &str, mut value: &'d Value) -> Option<(Pointer, &'d Value)> {
    /// Every slash may be the end of a key, so that long fragments take their time.
    const LONGEST: usize = 2000;
    let mut at = Pointer::root();
    if rest.len() > LONGEST {
        return None;
    }
    loop {
        let ends = rest.match_indices('/').map(|(end, _)| end).chain([rest.len()]);
        let keys: Vec<(usize, String)> = ends.flat_map(|end| [(end, rest[..end].to_owned()), (end, unescaped(&rest[..end]))]).collect();
        let (end, key, next) = keys.into_iter().rev().find_map(|(end, key)| {
            let next = match value {
                Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
                value => value.get(&key)?,
            };
            Some((end, key, next))
        })?;
        at.enter(&key);
        value = next;
        if end == rest.len() {
            return Some((at, value));
        }
        rest = &rest[end + 1..];
    }
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

/// The place that a fragment leading nowhere means: the only one that its words can be.
pub(in crate::normalize) fn resembled<'d>(fragment: &str, value: &'d Value, dialect: Dialect) -> Option<(Pointer, &'d Value)> {
    /// What versions and tools call the sections.
    const SECTIONS: [(&str, Section); 12] = [
        ("components/schemas", Section::Schemas),
        ("components/parameters", Section::Parameters),
        ("components/responses", Section::Responses),
        ("components", Section::Schemas),
        ("$defs", Section::Schemas),
        ("schemas", Section::Schemas),
        ("models", Section::Schemas),
        ("definition", Section::Schemas),
        ("definitions", Section::Schemas),
        ("parameters", Section::Parameters),
        ("responses", Section::Responses),
        ("requestBodies", Section::RequestBodies),
    ];
    const USUAL: [Section; 3] = [Section::Schemas, Section::Parameters, Section::Responses];
    let decoded = percent_decoded(&percent_decoded(fragment)).replace('\\', "/").replace('#', "");
    let text = decoded.trim().trim_matches('/');
    if text.is_empty() {
        return None;
    }
    if let Some(found) = by_keys(text, value) {
        return Some(found);
    }
    let named = SECTIONS.into_iter().find_map(|(word, section)| {
        let (start, name) = (text.get(..word.len())?, text.get(word.len()..)?.strip_prefix('/')?);
        start.eq_ignore_ascii_case(word).then_some((section, name))
    });
    let (section, name) = named.unwrap_or((Section::Schemas, text));
    std::iter::once(section).chain(USUAL).find_map(|section| {
        let list = dialect.list(value, section)?;
        let (below, found) = by_keys(name, list).or_else(|| in_other_case(name, list))?;
        Some((dialect.place(section)?.join(below.as_str()), found))
    })
}

/// The one property whose name differs in the case of letters only.
fn in_other_case<'d>(name: &str, list: &'d Value) -> Option<(Pointer, &'d Value)> {
    /// How long a list may be to be searched for each of perhaps as many references.
    const SEARCHED: usize = 2000;
    let list = list.as_object().filter(|list| list.len() <= SEARCHED)?;
    let mut same = list.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    let (key, found) = same.next()?;
    same.next().is_none().then(|| (Pointer::root().push(key), found))
}
