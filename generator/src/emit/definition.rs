//! The definition as the tests of the generated crate read it: what has to be sent and what can come back, as JSON.
//!
//! It is data, so that the test costs next to nothing to compile. A type is a word (`"i64"`), or an object with one member:
//! `list`, `map`, `null` (may be null) or `type` (one that the crate defines, by its key among the types).

mod types;
mod xml;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::ir::{self, BodyKind, Form, Framing, ParamLocation, ResponseKind, Sample, SchemeKind, StyleForm, ValueFormat};
use crate::request::ListStyle;
use types::{definitions, ty};

/// The definition of a whole crate: a line for each operation and each type. It begins with the header of the other files, which
/// is a comment there.
pub(super) fn print(header: &str, api: &ir::Api) -> String {
    let operations = api.modules.iter().flat_map(|module| module.endpoints.iter().map(move |endpoint| (module, endpoint)));
    let operations = operations.map(|(module, endpoint)| (key(module, endpoint), operation(api, module, endpoint)));
    let sections = [
        ("client", client(&api.client)),
        ("operations", lines(operations)),
        ("types", lines(definitions(api))),
        ("xml", lines(xml::shapes(&api.xml))),
    ];
    let sections: Vec<String> = sections.into_iter().map(|(name, text)| format!("\"{name}\": {text}")).collect();
    let header = Value::from(header.trim_start_matches("//").trim());
    format!("{{\"//\": {header},\n{}\n}}\n", sections.join(",\n"))
}

/// An object with a line for each member.
fn lines(members: impl Iterator<Item = (String, Value)>) -> String {
    let members: Vec<String> = members.map(|(key, value)| format!("{}: {value}", Value::from(key))).collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n}}", members.join(",\n")) }
}

/// What tells an operation from all others: it may have no id of its own, or the id of another one.
pub(super) fn key(module: &ir::Module, endpoint: &ir::Endpoint) -> String {
    format!("{}.{}", module.name.as_str(), endpoint.name.as_str())
}

fn client(client: &ir::Client) -> String {
    let variables = client.variables.iter().map(|it| json!({"name": it.bound.wire, "value": it.values.first()}));
    let bound = client.bound.iter().map(|it| json!({"name": it.wire}));
    let schemes = client.schemes.iter().map(|scheme| {
        let (kind, name) = match &scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2(_) => ("bearer", None),
            SchemeKind::Basic => ("basic", None),
            SchemeKind::Authorization(scheme) => ("authorization", Some(scheme)),
            SchemeKind::Header(name) => ("header", Some(name)),
            SchemeKind::Query(name) => ("query", Some(name)),
            SchemeKind::Cookie(name) => ("cookie", Some(name)),
        };
        (scheme.name.clone(), json!({"kind": kind, "name": name}))
    });
    let client = json!({
        "bound": variables.chain(bound).collect::<Vec<_>>(),
        "servers": client.servers.iter().map(|server| server.name.as_str()).collect::<Vec<_>>(),
        "headers": client.headers,
        "schemes": schemes.collect::<Map<_, _>>(),
        "auth": client.auth,
    });
    client.to_string()
}

fn operation(api: &ir::Api, module: &ir::Module, endpoint: &ir::Endpoint) -> Value {
    let required = endpoint.args.iter().map(|arg| argument(module, arg, true));
    let args = required.chain(endpoint.options.iter().map(|arg| argument(module, arg, false)));
    let fixed = endpoint.fixed.iter().map(|fixed| {
        let mut all = json!({"in": place(fixed.place), "name": fixed.wire, "value": fixed.value, "reserved": fixed.reserved});
        if let Some(style) = fixed.style {
            all["style"] = styled(style);
        }
        if let Some(part) = &fixed.part {
            all["part"] = json!(part);
        }
        all
    });
    let successes = endpoint.successes.iter().map(|success| json!({"status": success.status, "has_body": success.has_body}));
    let errors = endpoint.errors.iter().map(|error| error_response(module, error));
    let all = [
        ("method", json!(endpoint.method)),
        ("path", json!(endpoint.path)),
        ("server", json!(endpoint.server)),
        ("parameters", args.collect()),
        ("fixed", fixed.collect()),
        ("bound", json!(endpoint.bound)),
        ("form", json!(endpoint.form.map(Form::media))),
        ("part_media", endpoint.part_media.iter().map(|(part, media)| json!([part, media])).collect()),
        ("body", endpoint.body.as_ref().map_or(Value::Null, |body| self::body(api, module, &body.kind))),
        ("accept", json!(endpoint.accept)),
        ("media_types", json!(endpoint.media_types.iter().filter(|media| *media != "application/json").collect::<Vec<_>>())),
        ("auth", json!(endpoint.auth)),
        ("idempotency_key", json!(endpoint.idempotency_key)),
        ("response", response(api, module, &endpoint.response)),
        ("successes", successes.collect()),
        ("redirects", json!(endpoint.redirects)),
        ("errors", errors.collect()),
        ("files", json!(files(&endpoint.example))),
        // Its example is not to be called: the values of a type that the generator does not know are made up.
        ("sketch", if endpoint.example.is_sketch { Value::Bool(true) } else { Value::Null }),
    ];
    // What is absent is left out.
    let is_present = |value: &Value| !value.is_null() && !value.as_array().is_some_and(Vec::is_empty);
    let keeps_empty = |name: &str, value: &Value| name == "auth" && value.is_array();
    all.into_iter()
        .filter(|(name, value)| is_present(value) || keeps_empty(name, value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn argument(module: &ir::Module, arg: &ir::Arg, required: bool) -> Value {
    let styles: Vec<_> = [arg.list].into_iter().chain(arg.inner.iter().copied()).collect();
    let mut all = Map::from_iter([
        ("in".to_owned(), json!(place(arg.place))),
        ("name".to_owned(), json!(arg.wire)),
        ("type".to_owned(), ty(module.namespace(), &arg.ty)),
    ]);
    if styles.iter().any(|style| *style != ListStyle::Csv) {
        all.insert("lists".to_owned(), styles.into_iter().map(style).collect());
    }
    if let Some(style) = arg.style {
        all.insert("style".to_owned(), styled(style));
    }
    if let Some(part) = &arg.part {
        all.insert("part".to_owned(), json!(part));
    }
    for (name, _) in [("required", required), ("reserved", arg.reserved)].into_iter().filter(|(_, is)| *is) {
        all.insert(name.to_owned(), Value::Bool(true));
    }
    Value::Object(all)
}

/// The files that the example sends.
fn files(example: &ir::Example) -> BTreeSet<&str> {
    let paths = example.samples().into_iter().filter_map(|sample| match sample {
        Sample::File(path) => Some(path.as_str()),
        _ => None,
    });
    paths.collect()
}

/// What the place of a parameter is called.
pub(super) fn place(place: ParamLocation) -> &'static str {
    match place {
        ParamLocation::Path => "path",
        ParamLocation::Query => "query",
        ParamLocation::QueryString => "query_string",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
        ParamLocation::Form => "form",
        ParamLocation::PartHeader => "part_header",
    }
}

/// What tells the value of a parameter from all others of its place.
pub(super) fn value_key(arg: &ir::Arg) -> String {
    arg.part.as_ref().map_or_else(|| arg.wire.clone(), |part| format!("{part} {}", arg.wire))
}

/// How a value is written: in the words of OpenAPI, and `json`, `text` and `form-urlencoded` for media types.
fn styled(style: ir::ParamStyle) -> Value {
    let name = match style.form {
        StyleForm::Simple => "simple",
        StyleForm::Label => "label",
        StyleForm::Matrix => "matrix",
        StyleForm::Form => "form",
        StyleForm::SpaceDelimited => "spaceDelimited",
        StyleForm::PipeDelimited => "pipeDelimited",
        StyleForm::DeepObject => "deepObject",
        StyleForm::Cookie => "cookie",
        StyleForm::Json => "json",
        StyleForm::Text => "text",
        StyleForm::UrlEncoded => "form-urlencoded",
    };
    json!({"name": name, "explode": style.explode, "reserved": style.reserved})
}

/// What stands between the items of a list; `multi` where each comes by itself.
fn style(style: ListStyle) -> &'static str {
    match style {
        ListStyle::Csv => ",",
        ListStyle::Ssv => " ",
        ListStyle::Tsv => "\t",
        ListStyle::Pipes => "|",
        ListStyle::Multi => "multi",
    }
}

fn body(api: &ir::Api, module: &ir::Module, kind: &BodyKind) -> Value {
    let typed = |name: &str, value: &ir::Type, media: &str| json!({"kind": name, "type": ty(module.namespace(), value), "media": media});
    match kind {
        BodyKind::Json { ty, media } => typed("json", ty, media.as_deref().unwrap_or("application/json")),
        BodyKind::UrlEncoded { ty, media } => typed("url_encoded", ty, media),
        BodyKind::JsonLines { ty, media, separated } => typed(if *separated { "records" } else { "lines" }, ty, media),
        BodyKind::Xml { ty, media, root } => {
            let mut body = typed("xml", ty, media);
            body["root"] = xml::root(api, *root);
            body
        }
        BodyKind::Text { media } => json!({"kind": "text", "media": media}),
        BodyKind::Bytes { media } => json!({"kind": "bytes", "media": media}),
    }
}

/// How a body is divided into items.
fn framing(framing: Framing) -> &'static str {
    match framing {
        Framing::Values => "values",
        Framing::Lines => "lines",
        Framing::Records => "records",
        Framing::Events => "events",
        Framing::JsonEvents => "json_events",
        Framing::EventData => "event_data",
        Framing::Parts => "parts",
    }
}

fn response(api: &ir::Api, module: &ir::Module, response: &ir::Response) -> Value {
    let kind = match &response.kind {
        ResponseKind::Empty => "empty",
        ResponseKind::Json(_) => "value",
        ResponseKind::ByStatus(_) => "by_status",
        ResponseKind::Page { .. } => "page",
        ResponseKind::Sequence { .. } => "sequence",
        ResponseKind::Text => "text",
        ResponseKind::Bytes => "bytes",
    };
    let mut all = Map::from_iter([("kind".to_owned(), json!(kind))]);
    let mut add = |name: &str, value: Value| all.insert(name.to_owned(), value);
    if let Some(value) = response.kind.value_type() {
        add("type", ty(module.namespace(), value));
    }
    if let ResponseKind::Page { paging, .. } = &response.kind
        && let Some(paging) = api.pagings.get(*paging)
    {
        add("items", json!(paging.spec.items));
        add("total", json!(paging.spec.total));
    } else if let Some(envelope) = &response.envelope {
        add("envelope", json!(envelope));
    }
    if let ResponseKind::Sequence { framing, .. } = &response.kind
        && *framing != Framing::Values
    {
        add("framing", json!(self::framing(*framing)));
    }
    if let Some(stream) = &response.stream {
        let item = ty(module.namespace(), &stream.item);
        add("stream", json!({"media": stream.media, "type": item, "framing": framing(stream.framing)}));
    }
    match response.format {
        ValueFormat::Json => {}
        ValueFormat::JsonOrText => drop(add("may_be_text", Value::Bool(true))),
        ValueFormat::Text => drop(add("is_text", Value::Bool(true))),
        ValueFormat::Xml { root } => drop(add("root", xml::root(api, root))),
    }
    Value::Object(all)
}

fn error_response(module: &ir::Module, error: &ir::ErrorResponse) -> Value {
    json!({"status": error.status.to_string(), "type": ty(module.namespace(), &error.ty)})
}
