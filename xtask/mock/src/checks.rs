//! What a request says, and what of it the definition does not allow.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use generator::hints::Hints;
use generator::lower::example_values::Direction;
use openapiv3::{APIKeyLocation, Parameter, ParameterSchemaOrContent, ReferenceOr, Schema, SecurityRequirement, SecurityScheme};
use serde_json::{Map, Value};

use crate::definition::{BodySchema, Definition, Served, is_json};
use crate::template::{Values, decoded};

/// What is wrong, by field.
pub type Faults = BTreeMap<String, Vec<String>>;

/// A request, as far as its operation is known.
pub struct Asked<'r> {
    pub path: &'r Values,
    pub query: &'r str,
    pub headers: &'r HeaderMap,
    pub body: &'r Bytes,
}

/// Why a body cannot be looked at.
pub enum Unreadable {
    /// Its media type is none of those that are declared.
    MediaType(String),
    Faults(Faults),
}

impl Asked<'_> {
    /// The values of a query parameter, decoded.
    pub fn query_values(&self, name: &str) -> Vec<String> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let plain = |text: &str| decoded(&text.replace('+', " "));
        pairs.filter(|(key, _)| plain(key).trim_end_matches("[]") == name.trim_end_matches("[]")).map(|(_, value)| plain(value)).collect()
    }

    /// Whether one of the alternatives of credentials is there.
    pub fn is_allowed(&self, definition: &Definition, security: &[SecurityRequirement]) -> bool {
        let schemes = definition.model.components.as_ref().map(|components| &components.security_schemes);
        let has = |name: &String| match schemes.and_then(|schemes| schemes.get(name)).and_then(ReferenceOr::as_item) {
            Some(SecurityScheme::APIKey { location: APIKeyLocation::Query, name, .. }) => !self.query_values(name).is_empty(),
            Some(SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. }) => self.headers.contains_key(name.trim()),
            Some(SecurityScheme::HTTP { scheme, .. }) => self.sends(scheme),
            Some(SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. }) => self.sends("bearer"),
            // What is not defined cannot be sent.
            _ => true,
        };
        security.is_empty() || security.iter().any(|together| together.keys().all(has))
    }

    fn sends(&self, scheme: &str) -> bool {
        let given = self.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
        given.is_some_and(|(given, credentials)| given.eq_ignore_ascii_case(scheme) && !credentials.trim().is_empty())
    }

    /// What the definition does not allow of path, query and headers.
    pub fn parameter_faults(&self, definition: &Definition, served: &Served) -> Faults {
        let mut faults = Faults::new();
        for parameter in &served.parameters {
            let data = parameter.parameter_data_ref();
            let given: Vec<String> = match parameter {
                Parameter::Path { .. } => self.path.iter().filter(|(name, _)| *name == data.name).map(|(_, value)| value.clone()).collect(),
                Parameter::Query { .. } => self.query_values(&data.name),
                Parameter::Header { .. } => {
                    let values = self.headers.get_all(data.name.as_str()).iter();
                    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
                }
                Parameter::Cookie { .. } => continue,
            };
            if given.is_empty() {
                if data.required {
                    faults.entry(data.name.clone()).or_default().push(format!("The {} field is required.", data.name));
                }
                continue;
            }
            let may_be_empty = matches!(parameter, Parameter::Query { allow_empty_value: Some(true), .. });
            if let ParameterSchemaOrContent::Schema(schema) = &data.format
                && !(may_be_empty && given.iter().all(String::is_empty))
                && let Err(found) = read(definition, schema, &given)
            {
                faults.entry(data.name.clone()).or_default().extend(found);
            }
        }
        faults
    }

    /// The body, if there is one, when the definition allows it.
    pub async fn body(&self, definition: &Definition, served: &Served) -> Result<Option<Value>, Unreadable> {
        let Some(declared) = served.body else { return Ok(None) };
        if self.body.is_empty() {
            let faults = Faults::from([("body".to_owned(), vec!["The body is required.".to_owned()])]);
            return if declared.required { Err(Unreadable::Faults(faults)) } else { Ok(None) };
        }
        let given = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("application/json");
        let Some((media, content)) = declared.content.iter().find(|(media, _)| is_same_media(media, given)) else {
            return Err(Unreadable::MediaType(given.to_owned()));
        };
        let schema = content.schema.as_ref();
        let value = if is_json(media) {
            serde_json::from_slice(self.body)
                .map_err(|error| Unreadable::Faults(Faults::from([("body".to_owned(), vec![format!("The body is not JSON: {error}.")])])))?
        } else if bare(media) == "multipart/form-data" {
            form(definition, served, parts(given, self.body.clone()).await)
        } else if bare(media) == "application/x-www-form-urlencoded" {
            form(definition, served, pairs(&String::from_utf8_lossy(self.body)))
        } else {
            return Ok(Some(Value::String(String::from_utf8_lossy(self.body).into_owned())));
        };
        let faults = body_faults(definition, schema, &value);
        if faults.is_empty() { Ok(Some(value)) } else { Err(Unreadable::Faults(faults)) }
    }
}

fn body_faults(definition: &Definition, schema: BodySchema, value: &Value) -> Faults {
    let mut faults = Faults::new();
    for found in schema.map(|schema| definition.examples.violations(schema, value, Direction::Request)).unwrap_or_default() {
        let field = found.at.keys().collect::<Vec<_>>().join(".");
        let field = if field.is_empty() { "body".to_owned() } else { field };
        faults.entry(field).or_default().push(found.message);
    }
    faults
}

fn bare(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_same_media(declared: &str, given: &str) -> bool {
    let (declared, given) = (bare(declared), bare(given));
    let of_any = declared.strip_suffix('*').is_some_and(|start| given.starts_with(start.trim_end_matches('*')));
    declared == given || declared == "*/*" || of_any || is_json(&declared) && is_json(&given)
}

/// The value that text stands for. The message says what none of its readings allows.
fn read(definition: &Definition, schema: &'static ReferenceOr<Schema>, given: &[String]) -> Result<Value, Vec<String>> {
    let mut first = None;
    for value in readings(given) {
        let found = definition.examples.violations(schema, &value, Direction::Request);
        if found.is_empty() {
            return Ok(value);
        }
        first.get_or_insert(found);
    }
    Err(first.unwrap_or_default().into_iter().map(|found| found.message).collect())
}

/// What text may stand for: a number or a boolean, itself, or a list.
fn readings(given: &[String]) -> Vec<Value> {
    let scalar = |text: &str| match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => Some(value),
        _ => None,
    };
    let whole = given.join(",");
    let mut all: Vec<Value> = scalar(&whole).into_iter().collect();
    all.push(Value::String(whole.clone()));
    let lists = [',', '|', ' ', '\t'].map(|sign| whole.split(sign).map(str::to_owned).collect::<Vec<_>>());
    for items in std::iter::once(given.to_vec()).chain(lists) {
        all.push(items.iter().map(|item| scalar(item).unwrap_or_else(|| item.as_str().into())).collect());
        all.push(items.iter().map(String::as_str).collect());
    }
    if let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(&whole) {
        all.push(value);
    }
    all
}

/// The fields of a form, each as its schema reads it.
fn form(definition: &Definition, served: &Served, fields: Vec<(String, String)>) -> Value {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        by_name.entry(name.trim_end_matches("[]").to_owned()).or_default().push(value);
    }
    let value = |(name, given): (String, Vec<String>)| {
        let listed = format!("{name}[]");
        let (name, schema) = match (served.fields.get(&name), served.fields.get(&listed)) {
            (None, Some(schema)) => (listed, Some(schema)),
            (schema, _) => (name, schema),
        };
        let read = schema.and_then(|schema| read(definition, schema, &given).ok());
        (name, read.unwrap_or_else(|| Value::String(given.join(","))))
    };
    by_name.into_iter().map(value).collect::<Map<_, _>>().into()
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let plain = |text: &str| decoded(&text.replace('+', " "));
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

async fn parts(media: &str, body: Bytes) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(boundary) = multer::parse_boundary(media) else { return found };
    let mut parts = multer::Multipart::with_reader(&body[..], boundary);
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.unwrap_or_default();
        found.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    found
}

/// Whether hints say that a parameter is given to a client once: whatever it is, there is such a thing.
pub fn is_bound(hints: &Hints, name: &str) -> bool {
    hints.document.client.parameters.iter().any(|one| one.name == name)
}
