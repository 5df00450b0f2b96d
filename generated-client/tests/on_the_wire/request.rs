//! The requests that the definition promises.

use serde_json::{Value, json};

use super::super::operations::{Args, file_content, file_name};
use super::document::{Document, Operation, items, string};
use super::expect::{Body, Expected, decoded, encode, pairs, text};
use super::multipart::Part;
use super::sampler::{Members, Sampler};
use super::styles::{self, Styled};
use super::xml::Node;

/// The value that the client is bound to: it has to be encoded wherever it stands.
pub const BOUND: &str = "Straße 1/2";

/// The token of the client.
pub const TOKEN: &str = "s3cret";

/// The user and the password of the client, and how they are sent.
pub const BASIC: (&str, &str, &str) = ("user", "pa55word", "Basic dXNlcjpwYTU1d29yZA==");

/// The key of a scheme.
pub fn key_of(scheme: &str) -> String {
    format!("k3y-{}", encode(scheme, ""))
}

/// Values for all parameters, and a body; nothing where a type has no value.
pub fn arguments(operation: Operation<'_>, sampler: &Sampler<'_>) -> Option<Args> {
    let mut args = Args::default();
    for parameter in operation.items("parameters").filter(|parameter| !is_file(parameter)) {
        let place = string(&parameter["in"]);
        let ascii = ["header", "cookie", "part_header"].contains(&place);
        // A path has no segment for an object without members.
        let members = if place == "path" { Members::All } else { sampler.members };
        let value = Sampler { ascii, members, ..sampler.clone() }.sample(&parameter["type"], string(&parameter["name"]))?;
        args.values.insert(key_of_value(parameter), styles::without_signs(value, &parameter["style"]));
    }
    args.body = match &operation.value["body"] {
        Value::Null => Value::Null,
        body if body["kind"] == "text" => json!("Straße 1/2\n"),
        body if body["kind"] == "bytes" => Value::Null,
        body => sampler.sample(&body["type"], "body")?,
    };
    Some(args)
}

/// What has to arrive when an operation is called with these values; `sampler` is the one that made them.
pub fn expected(document: &Document, operation: Operation<'_>, args: &Args, sampler: &Sampler<'_>) -> Option<Expected> {
    let mut request = Expected { method: operation.text("method").to_owned(), absent: vec!["authorization"], ..Expected::default() };
    let base = operation.value["server"].as_str().map_or_else(|| "base".to_owned(), |name| encode(name, ""));
    let target = filled(document, operation, args)?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    request.path = format!("/{base}{path}");
    request.query = pairs(query);
    request.query.extend(operation.items("bound").map(|name| (string(name).to_owned(), encode(BOUND, ""))));
    for header in items(&document.client()["headers"]) {
        request.headers.insert(string(&header[0]).to_lowercase(), Some(string(&header[1]).to_owned()));
    }
    if let Some(name) = operation.value["idempotency_key"].as_str() {
        request.headers.insert(name.to_lowercase(), None);
    }
    if let Some(media) = operation.value["accept"].as_str() {
        // What the client sends with everything is in it.
        request.headers.insert("accept".to_owned(), Some(media.to_owned()));
    }
    add_credentials(document, operation, &mut request);
    for parameter in operation.items("parameters").filter(|parameter| !is_file(parameter)) {
        add_parameter(document, parameter, value_of(parameter, args), &mut request);
    }
    for fixed in operation.items("fixed") {
        add_parameter(document, fixed, &fixed["value"], &mut request);
    }
    request.absent.retain(|name| !request.headers.contains_key(*name));
    request.body = body(document, operation, args, sampler)?;
    Some(request)
}

fn value_of<'a>(parameter: &'a Value, args: &'a Args) -> &'a Value {
    parameter.get("value").or_else(|| args.values.get(&key_of_value(parameter))).unwrap_or(&Value::Null)
}

/// The place of a value, and what tells it from the others there: a header of a part is that of a field.
fn key_of_value(parameter: &Value) -> (String, String) {
    let name = string(&parameter["name"]);
    let name = parameter["part"].as_str().map_or_else(|| name.to_owned(), |part| format!("{part} {name}"));
    (string(&parameter["in"]).to_owned(), name)
}

fn is_file(parameter: &Value) -> bool {
    [&parameter["type"], &parameter["type"]["list"]].iter().any(|ty| **ty == "file")
}

/// The path with its values in place of the placeholders.
fn filled(document: &Document, operation: Operation<'_>, args: &Args) -> Option<String> {
    let mut path = String::new();
    let mut rest = operation.text("path");
    while let Some((before, name, after)) = rest.split_once('{').and_then(|(before, rest)| {
        let (name, after) = rest.split_once('}')?;
        Some((before, name, after))
    }) {
        path.push_str(&literal(before));
        let parameter = operation.items("parameters").find(|it| it["in"] == "path" && it["name"] == name);
        path.push_str(&match parameter {
            Some(it) if it["style"].is_object() => {
                Styled { document, parameter: it, value: value_of(it, args), is_encoded: true }.alone()?
            }
            Some(it) => in_a_path(it, value_of(it, args)),
            None => encode(BOUND, ""),
        });
        rest = after;
    }
    Some(path + &literal(rest))
}

/// What a template says itself: only what no address can have is encoded.
fn literal(text: &str) -> String {
    encode(text, "%:/?#[]@!$&'()*+,;={}")
}

fn in_a_path(parameter: &Value, value: &Value) -> String {
    let kept = if parameter["reserved"] == true { "/" } else { "" };
    match value {
        Value::Array(list) => joined(list, &parameter["lists"], |item| encode(&item, kept)),
        value => encode(&text(value), kept),
    }
}

/// The items of a list in one text.
fn joined(list: &[Value], styles: &Value, written: impl Fn(String) -> String) -> String {
    let (style, inner) = (separator(&styles[0]), items(styles).skip(1).cloned().collect::<Value>());
    let list: Vec<String> = list.iter().map(|item| written(inside(item, &inner))).collect();
    // A comma is no part of an item, and stands for itself.
    list.join(&if style == "," { style.to_owned() } else { written(style.to_owned()) })
}

/// An item, which may be a list itself.
fn inside(item: &Value, styles: &Value) -> String {
    match item {
        Value::Array(list) => joined(list, styles, |item| item),
        item => text(item),
    }
}

fn separator(style: &Value) -> &str {
    style.as_str().filter(|style| *style != "multi").unwrap_or(",")
}

fn add_credentials(document: &Document, operation: Operation<'_>, request: &mut Expected) {
    for (scheme, facts) in document.credentials(operation) {
        let name = string(&facts["name"]);
        let (header, value) = match string(&facts["kind"]) {
            "bearer" => ("authorization".to_owned(), format!("Bearer {TOKEN}")),
            "basic" => ("authorization".to_owned(), BASIC.2.to_owned()),
            "authorization" => ("authorization".to_owned(), format!("{name} {}", key_of(scheme))),
            "header" => (name.to_lowercase(), key_of(scheme)),
            "cookie" => {
                let is_own = operation.items("parameters").any(|it| it["in"] == "cookie" && it["name"] == name);
                request.cookies.extend((!is_own).then(|| format!("{name}={}", key_of(scheme))));
                continue;
            }
            _ => {
                let is_own = operation.items("parameters").any(|it| it["in"] == "query" && it["name"] == name);
                request.query.extend((!is_own).then(|| (name.to_owned(), encode(&key_of(scheme), ""))));
                continue;
            }
        };
        request.headers.insert(header, Some(value));
    }
}

fn add_parameter(document: &Document, parameter: &Value, value: &Value, request: &mut Expected) {
    let name = string(&parameter["name"]);
    if parameter["style"].is_object() {
        return add_styled(document, parameter, value, request);
    }
    let kept = if parameter["reserved"] == true { ":/?[]@!$&'()*+,;=" } else { "" };
    match string(&parameter["in"]) {
        "query" => match value {
            Value::Array(list) if parameter["lists"][0] == "multi" => {
                let inner = items(&parameter["lists"]).skip(1).cloned().collect();
                request.query.extend(list.iter().map(|item| (name.to_owned(), encode(&inside(item, &inner), kept))));
            }
            Value::Array(list) => request.query.push((name.to_owned(), joined(list, &parameter["lists"], |item| encode(&item, kept)))),
            // What is reserved may begin another parameter.
            value => request.query.extend(pairs(&format!("{}={}", encode(name, ""), encode(&text(value), kept)))),
        },
        "header" => {
            let value = match value {
                Value::Array(list) => joined(list, &parameter["lists"], |item| item),
                value => text(value),
            };
            request.headers.insert(name.to_lowercase(), Some(value));
        }
        _ => {}
    }
}

fn add_styled(document: &Document, parameter: &Value, value: &Value, request: &mut Expected) {
    let is_plain = parameter["style"]["name"] == "cookie" || parameter["in"] == "header";
    let styled = Styled { document, parameter, value, is_encoded: !is_plain };
    match string(&parameter["in"]) {
        "query" => request.query.extend(styled.pairs()),
        "query_string" if parameter["style"]["name"] == "form-urlencoded" => request.query.extend(styled.pairs()),
        // A text without a name reads as a name.
        "query_string" => request.query.extend(styled.alone().map(|text| (decoded(&text), String::new()))),
        "cookie" => request.cookies.extend(styled.pairs().into_iter().map(|(name, value)| format!("{name}={value}"))),
        "header" => drop(styled.alone().map(|text| request.headers.insert(string(&parameter["name"]).to_lowercase(), Some(text)))),
        _ => {}
    }
}

fn body(document: &Document, operation: Operation<'_>, args: &Args, sampler: &Sampler<'_>) -> Option<Body> {
    let facts = &operation.value["body"];
    let media = string(&facts["media"]).to_owned();
    // Read-only properties can be given, and are not sent.
    let value = || Sampler { sent: true, ..sampler.clone() }.sample(&facts["type"], "body");
    Some(match string(&facts["kind"]) {
        "json" => Body::Json { media, value: value()? },
        "url_encoded" => {
            let parameter = serde_json::json!({"name": "body", "type": facts["type"], "style": {"name": "form-urlencoded"}});
            Body::Form(Styled { document, parameter: &parameter, value: &value()?, is_encoded: false }.pairs())
        }
        kind @ ("lines" | "records") => {
            Body::Lines { media, before: if kind == "records" { "\u{1e}" } else { "" }, items: items(&value()?).cloned().collect() }
        }
        "xml" => Body::Xml { media, root: Node::of(document, &facts["root"], &value()?) },
        "text" => Body::Bytes { media, bytes: text(&args.body).into_bytes() },
        "bytes" => Body::Bytes { media, bytes: file_content("body") },
        _ => form(document, operation, args),
    })
}

fn form(document: &Document, operation: Operation<'_>, args: &Args) -> Body {
    let fields = operation.items("parameters").chain(operation.items("fixed")).filter(|field| field["in"] == "form");
    let mut texts = Vec::new();
    let mut parts = Vec::new();
    for field in fields {
        let name = string(&field["name"]);
        let add = |value: String| (name.to_owned(), value);
        match field.get("value").unwrap_or_else(|| value_of(field, args)) {
            _ if is_file(field) => parts.push(Part {
                name: name.to_owned(),
                // Quotes in names of files are written as browsers do.
                file: Some((file_name(name).replace('"', "%22"), "application/pdf".to_owned())),
                content: file_content(name),
            }),
            value if field["style"].is_object() => {
                texts.extend(Styled { document, parameter: field, value, is_encoded: false }.pairs());
            }
            Value::Array(list) if field["lists"][0] == "multi" => {
                let inner = items(&field["lists"]).skip(1).cloned().collect();
                texts.extend(list.iter().map(|item| add(inside(item, &inner))));
            }
            Value::Array(list) => texts.push(add(joined(list, &field["lists"], |item| item))),
            value => texts.push(add(text(value))),
        }
    }
    match operation.value["form"].as_str() {
        None => Body::Nothing,
        Some(media) if media.starts_with("multipart/") => {
            parts.extend(texts.into_iter().map(|(name, value)| Part { name, file: None, content: value.into_bytes() }));
            Body::Multipart { media: media.to_owned(), parts }
        }
        Some(_) => Body::Form(texts),
    }
}

/// Which members the objects of a round have: in XML, null is not told from what is absent.
pub fn rounds(operation: Operation<'_>) -> impl Iterator<Item = Members> {
    let all = [Members::All, Members::Null, Members::Required];
    all.into_iter().filter(move |members| *members != Members::Null || !operation.has_xml())
}
