//! What has to arrive, told from the definition, and how it is compared with what did.

use std::fmt::Debug;

use serde_json::{Map, Value};

use crate::definition::{Definition, Operation, items};
use crate::operations::{file_content, file_name};
use crate::server::Received;

/// The request that the definition promises.
pub struct Expected {
    method: String,
    path: String,
    /// `name=value`, encoded, in the order of the alphabet.
    query: Vec<String>,
    bearer: bool,
    body: Body,
}

enum Body {
    Nothing,
    Json(Value),
    /// `name=value`, encoded, in the order of the alphabet.
    Form(Vec<String>),
    Multipart(Vec<Part>),
}

/// A part of a multipart form.
#[derive(Debug, PartialEq, PartialOrd, Eq, Ord)]
struct Part {
    name: String,
    /// The name and the type of a file.
    file: Option<(String, String)>,
    content: Vec<u8>,
}

/// What every call carries: see the API's behaviour, section 3.
const ALWAYS: [(&str, &str); 2] = [("accept", "application/json"), ("x-tallyfy-client", "APIClient")];

impl Expected {
    pub fn new(definition: &Definition, operation: &Operation<'_>, values: &Map<String, Value>, body: &Value) -> Self {
        let base = if operation.value["x-server"] == "account" { "/account" } else { "/api" };
        let mut path = format!("{base}{}", operation.path);
        for parameter in operation.parameters_in("path") {
            let name = name(parameter);
            path = path.replace(&format!("{{{name}}}"), &encode(&text(&values[name])));
        }
        let mut query: Vec<String> = operation.parameters_in("query").flat_map(|parameter| pairs(parameter, values)).collect();
        query.sort();
        Self {
            method: operation.method.clone(),
            path,
            query,
            bearer: items(definition.effective(operation, "security")).next().is_some(),
            body: Body::new(definition, operation, values, body),
        }
    }

    /// Lists all that is different.
    pub fn compare(&self, received: &Received) -> Vec<String> {
        let mut problems = Vec::new();
        let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
        let mut query: Vec<String> = query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
        query.sort();
        differ(&mut problems, "method", &self.method, &received.method);
        differ(&mut problems, "path", &self.path.as_str(), &path);
        differ(&mut problems, "query", &self.query, &query);
        let headers = |name: &str| -> Vec<&str> {
            received.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
        };
        for (name, value) in ALWAYS {
            differ(&mut problems, name, &vec![value], &headers(name));
        }
        let bearer = if self.bearer { vec!["Bearer s3cret"] } else { Vec::new() };
        differ(&mut problems, "authorization", &bearer, &headers("authorization"));
        self.body.compare(&headers("content-type"), &received.body, &mut problems);
        problems
    }
}

impl Body {
    fn new(definition: &Definition, operation: &Operation<'_>, values: &Map<String, Value>, body: &Value) -> Self {
        if operation.body().is_some() {
            return Self::Json(body.clone());
        }
        let fields: Vec<&Value> = operation.parameters_in("formData").collect();
        let multipart = items(definition.effective(operation, "consumes")).any(|media| media == "multipart/form-data");
        if fields.is_empty() {
            return Self::Nothing;
        }
        if !multipart {
            let mut pairs: Vec<String> = fields.iter().flat_map(|field| pairs(field, values)).collect();
            pairs.sort();
            return Self::Form(pairs);
        }
        let mut parts: Vec<Part> = fields.iter().map(|field| Part::new(field, values)).collect();
        parts.sort();
        Self::Multipart(parts)
    }

    fn compare(&self, media: &[&str], body: &[u8], problems: &mut Vec<String>) {
        let text = String::from_utf8_lossy(body);
        match self {
            Self::Nothing => {
                differ(problems, "content-type", &Vec::<&str>::new(), &media.to_vec());
                differ(problems, "body", &"", &&*text);
            }
            Self::Json(value) => {
                differ(problems, "content-type", &vec!["application/json"], &media.to_vec());
                let found = serde_json::from_slice(body).unwrap_or_else(|_| Value::from(&*text));
                differ(problems, "body", value, &found);
            }
            Self::Form(pairs) => {
                differ(problems, "content-type", &vec!["application/x-www-form-urlencoded"], &media.to_vec());
                let mut found: Vec<String> = text.split('&').map(str::to_owned).collect();
                found.sort();
                differ(problems, "form", pairs, &found);
            }
            Self::Multipart(parts) => {
                let boundary = media.first().and_then(|media| media.strip_prefix("multipart/form-data; boundary="));
                let mut found = boundary.and_then(|boundary| split(body, boundary)).unwrap_or_default();
                found.sort();
                differ(problems, "parts", parts, &found);
            }
        }
    }
}

impl Part {
    fn new(field: &Value, values: &Map<String, Value>) -> Self {
        let name = name(field);
        // Quotes in names of files are written as browsers do.
        let (file, content) = match field["type"].as_str() {
            Some("file") => (Some((file_name(name).replace('"', "%22"), "application/pdf".to_owned())), file_content(name)),
            _ => (None, text(&values[name]).into_bytes()),
        };
        Self { name: name.to_owned(), file, content }
    }

    /// Reads a part as RFC 7578 writes it.
    fn read(part: &[u8]) -> Option<Self> {
        let end = find(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(part.get(..end)?).ok()?;
        let mut lines = head.split("\r\n");
        let disposition = lines.next()?.strip_prefix("Content-Disposition: form-data; name=\"")?;
        let media = lines.next().and_then(|line| line.strip_prefix("Content-Type: "));
        let (name, rest) = disposition.split_once('"')?;
        let file = rest.strip_prefix("; filename=\"").and_then(|rest| rest.strip_suffix('"'));
        let file = file.map(|file| (file.to_owned(), media.unwrap_or_default().to_owned()));
        Some(Self { name: name.to_owned(), file, content: part.get(end + 4..)?.to_vec() })
    }
}

/// Splits a multipart body, or returns nothing where it is not one from beginning to end.
fn split(body: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let mut rest = body.strip_prefix(format!("--{boundary}\r\n").as_bytes())?;
    let between = format!("\r\n--{boundary}");
    let mut parts = Vec::new();
    loop {
        let end = find(rest, between.as_bytes())?;
        parts.push(Part::read(rest.get(..end)?)?);
        rest = rest.get(end + between.len()..)?;
        match rest.strip_prefix(b"\r\n") {
            Some(next) => rest = next,
            None => return (rest == b"--\r\n").then_some(parts),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// The pairs of one parameter, encoded.
fn pairs(parameter: &Value, values: &Map<String, Value>) -> Vec<String> {
    let name = name(parameter);
    let pair = |value: String| format!("{}={value}", encode(name));
    let Some(list) = values[name].as_array() else {
        return vec![pair(encode(&text(&values[name])))];
    };
    let list: Vec<String> = list.iter().map(|item| encode(&text(item))).collect();
    match parameter["collectionFormat"].as_str() {
        None | Some("csv") => vec![pair(list.join(","))],
        Some("multi") => list.into_iter().map(pair).collect(),
        Some(other) => panic!("the definition has lists as {other} now: say how they are written"),
    }
}

fn name(parameter: &Value) -> &str {
    parameter["name"].as_str().expect("every parameter has a name")
}

/// A value as it stands in an address before it is encoded.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// RFC 3986, section 2: all but unreserved characters.
fn encode(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn differ<T: PartialEq + Debug>(problems: &mut Vec<String>, what: &str, expected: &T, found: &T) {
    if expected != found {
        problems.push(format!("{what}:\n      defined {expected:?}\n      arrived {found:?}"));
    }
}
