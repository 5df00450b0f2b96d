//! What has to arrive, and how it is compared with what did.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::{Number, Value};

use super::multipart::{self, Part};
use super::server::Received;
use super::xml::Node;

/// The request that the definition promises.
#[derive(Debug, Default)]
pub struct Expected {
    pub method: String,
    /// With its values encoded.
    pub path: String,
    /// Names, and encoded values. Their order says nothing.
    pub query: Vec<(String, String)>,
    /// Names in lower case. Nothing as a value: the header is there, and has some value.
    pub headers: BTreeMap<String, Option<String>>,
    /// Names and values. Their order says nothing.
    pub cookies: Vec<String>,
    /// Headers that are not there.
    pub absent: Vec<&'static str>,
    pub body: Body,
}

/// What is sent.
#[derive(Debug, Default)]
pub enum Body {
    #[default]
    Nothing,
    Json {
        media: String,
        value: Value,
    },
    /// A value to a line, and what stands before it.
    Lines {
        media: String,
        before: &'static str,
        items: Vec<Value>,
    },
    Xml {
        media: String,
        root: Node,
    },
    Bytes {
        media: String,
        bytes: Vec<u8>,
    },
    /// Names and values.
    Form(Vec<(String, String)>),
    Multipart {
        media: String,
        parts: Vec<Part>,
    },
}

impl Expected {
    /// Lists all that is different.
    pub fn compare(&self, received: &Received) -> Vec<String> {
        let mut problems = Vec::new();
        let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
        differ(&mut problems, "method", &self.method, &received.method);
        differ(&mut problems, "path", &self.path.as_str(), &path);
        differ(&mut problems, "query", &sorted(self.query.clone()), &sorted(pairs(query)));
        for (name, value) in &self.headers {
            match (value, received.header(name)) {
                (None, Some(_)) => {}
                (value, found) => differ(&mut problems, name, &value.as_deref().unwrap_or("anything"), &found.unwrap_or("nothing")),
            }
        }
        let cookies = received.header("cookie").into_iter().flat_map(|line| line.split("; ")).map(str::to_owned);
        if !self.headers.contains_key("cookie") {
            differ(&mut problems, "cookies", &sorted(self.cookies.clone()), &sorted(cookies.collect()));
        }
        for name in &self.absent {
            differ(&mut problems, name, &None, &received.header(name));
        }
        // A parameter of this name is stronger than the body.
        if !self.headers.contains_key("content-type") {
            // What parts are divided by is any text.
            let media = received.header("content-type").map(|media| media.split_once("; boundary=").map_or(media, |(media, _)| media));
            differ(&mut problems, "content-type", &self.body.media(), &media);
        }
        self.body.compare(&received.body, &mut problems);
        problems
    }
}

impl Body {
    fn media(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Json { media, .. } | Self::Lines { media, .. } | Self::Xml { media, .. } | Self::Bytes { media, .. } => Some(media),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
            Self::Multipart { media, .. } => Some(media),
        }
    }

    fn compare(&self, body: &[u8], problems: &mut Vec<String>) {
        let text = String::from_utf8_lossy(body);
        match self {
            Self::Nothing => differ(problems, "body", &"", &&*text),
            Self::Json { value, .. } => {
                let found = json(&text);
                if !equal(value, &found) {
                    differ(problems, "body", value, &found);
                }
            }
            Self::Lines { before, items, .. } => {
                let found: Vec<Value> = text.lines().map(|line| json(line.strip_prefix(before).unwrap_or_default())).collect();
                if found.len() != items.len() || !items.iter().zip(&found).all(|(one, other)| equal(one, other)) {
                    differ(problems, "body", items, &found);
                }
            }
            Self::Xml { root, .. } => match Node::parse(&text) {
                Some(found) if root.is_like(&found) => {}
                _ => differ(problems, "body", &root.print().as_str(), &&*text),
            },
            Self::Bytes { bytes, .. } => differ(problems, "body", &bytes.as_slice(), &body),
            Self::Form(fields) => {
                let found = pairs(&text).into_iter().map(|(name, value)| (name, decoded(&value)));
                differ(problems, "form", &sorted(fields.clone()), &sorted(found.collect()));
            }
            Self::Multipart { parts, .. } => {
                let found = multipart::split(body).unwrap_or_default();
                differ(problems, "parts", &sorted(parts.clone()), &sorted(found));
            }
        }
    }
}

/// The names of a query or a form, and their values, which stay encoded.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map_or((decoded(pair), String::new()), |(name, value)| (decoded(name), value.to_owned()));
    text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

/// A text without percent-encoding.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value as it stands in an address before it is encoded.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// RFC 3986, section 2: all but unreserved characters, and these.
pub fn encode(text: &str, kept: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.as_bytes().contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whether two values are the same, however their numbers are written.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(ones), Value::Object(others)) => {
            ones.len() == others.len() && ones.iter().all(|(key, one)| others.get(key).is_some_and(|other| equal(one, other)))
        }
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| equal(one, other))
        }
        (Value::Number(ones), Value::Number(others)) => same_number(ones, others),
        _ => one == other,
    }
}

/// An integer is not taken for another one that is as good as it among floats.
pub fn same_number(one: &Number, other: &Number) -> bool {
    one == other || ((one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

fn differ<T: PartialEq + Debug>(problems: &mut Vec<String>, what: &str, expected: &T, found: &T) {
    if expected != found {
        problems.push(format!("{what}:\n      defined {expected:?}\n      arrived {found:?}"));
    }
}
