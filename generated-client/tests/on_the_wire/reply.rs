//! What the server answers, and what has to come of it.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::super::operations::{Answer, Written, file_content};
use super::document::{Document, Operation, items, string};
use super::expect::text;
use super::sampler::Sampler;
use super::server::Reply;
use super::xml::Node;

/// What comes of a reply.
#[derive(Debug)]
pub enum Outcome {
    /// This value.
    Value(Answer),
    /// A page: its items, and how many there are of all.
    Page(Value, Option<u64>),
    /// Some value: whatever was promised, a success without a body is no failure.
    Something,
    /// An error with the status and the body of the reply. Whether the body is what is declared for it.
    Error { declared: bool },
}

/// Everything that an operation may be answered, with what has to come of it; nothing where a type has no value.
pub fn exchanges(document: &Document, operation: Operation<'_>, sampler: &Sampler<'_>) -> Option<Vec<(Reply, Outcome)>> {
    let mut all = Vec::new();
    let mut successes: Vec<(u64, bool)> =
        operation.items("successes").map(|it| (it["status"].as_u64().unwrap_or(200), it["has_body"] == true)).collect();
    if successes.is_empty() {
        successes.push((200, operation.text("method") != "HEAD"));
    }
    for (status, has_body) in successes {
        let redirects: Vec<u64> = operation.items("redirects").filter_map(Value::as_u64).collect();
        // A range stands for any of it.
        let is_range = (300..400).contains(&status) && !redirects.contains(&status);
        let status = if is_range { redirects.first().copied().unwrap_or(status) } else { status } as u16;
        let found = success(document, operation, sampler, status)?;
        match found.is_empty() || !has_body || [204, 205].contains(&status) {
            true => all.push((Reply { status, ..Reply::default() }, nothing(operation, status))),
            false => all.extend(found),
        }
    }
    for error in operation.items("errors") {
        all.extend(failure(operation, error, sampler)?);
    }
    Some(all)
}

/// What comes of a success without a body.
fn nothing(operation: Operation<'_>, status: u16) -> Outcome {
    match operation.value["response"]["kind"].as_str() {
        Some("empty") => Outcome::Value(Answer::Nothing),
        Some("by_status") => Outcome::Value(Answer::OfStatus(status, None)),
        _ => Outcome::Something,
    }
}

/// The replies of one status: a reply for each way in which it can be written. None where it has no body.
fn success(document: &Document, operation: Operation<'_>, sampler: &Sampler<'_>, status: u16) -> Option<Vec<(Reply, Outcome)>> {
    let response = &operation.value["response"];
    let reply = |media: &str, body: Vec<u8>| Reply { status, media: media.to_owned(), body };
    let value = |ty: &Value| sampler.sample(ty, "reply");
    Some(match string(&response["kind"]) {
        "text" => {
            let media = accepted(operation, "text", "text/plain");
            let of = |media: String| {
                let text = "Straße, 1/2\n";
                (reply(&format!("{media}; charset=utf-8"), text.as_bytes().to_vec()), Outcome::Value(Answer::Text(text.to_owned())))
            };
            media.into_iter().map(of).collect()
        }
        "bytes" => {
            let bytes = file_content("reply");
            let media = accepted(operation, "", "application/octet-stream");
            media.iter().map(|media| (reply(media, bytes.clone()), Outcome::Value(Answer::Bytes(bytes.clone().into())))).collect()
        }
        "value" if !response["root"].is_null() => {
            let value = value(&response["type"])?;
            let root = Node::of(document, &response["root"], &enveloped(response, value.clone()));
            let media = accepted(operation, "xml", "application/xml");
            let answer = || Outcome::Value(Answer::Json(value.clone().into()));
            media.iter().map(|media| (reply(media, root.print().into_bytes()), answer())).collect()
        }
        "value" if response["is_text"] == true => {
            let value = value(&response["type"])?;
            let body = text(&value).into_bytes();
            let media = accepted(operation, "text", "text/plain");
            media.iter().map(|media| (reply(media, body.clone()), Outcome::Value(Answer::Json(value.clone().into())))).collect()
        }
        "value" => {
            let value = value(&response["type"])?;
            let mut all = json_replies(operation, status, &enveloped(response, value.clone()), || Answer::Json(value.clone().into()));
            if response["may_be_text"] == true && !value.is_object() && !value.is_array() {
                let reply = reply("text/plain; charset=utf-8", text(&value).into_bytes());
                all.push((reply, Outcome::Value(Answer::Json(value.into()))));
            }
            all
        }
        "by_status" => {
            let shape = document.shape(string(&response["type"]["type"]));
            let variant = items(&shape["by_status"]).find(|variant| variant["status"] == status);
            match (variant.and_then(|variant| variant["raw"].as_str()), variant.map(|variant| &variant["type"]).filter(|ty| !ty.is_null()))
            {
                (None, None) => Vec::new(),
                (Some(raw), _) => {
                    let (media, body) = match raw {
                        "bytes" => ("application/octet-stream", file_content("reply")),
                        _ => ("text/plain; charset=utf-8", "Straße, 1/2\n".as_bytes().to_vec()),
                    };
                    let answer = Written::from(Value::from(String::from_utf8_lossy(&body).into_owned()));
                    vec![(reply(media, body), Outcome::Value(Answer::OfStatus(status, Some(answer))))]
                }
                (None, Some(ty)) => {
                    let value = value(ty)?;
                    let answer = || Answer::OfStatus(status, Some(Written::from(value.clone())));
                    json_replies(operation, status, &enveloped(response, value.clone()), answer)
                }
            }
        }
        "page" => page(operation, sampler, status)?,
        "sequence" => {
            let one = |turn| Sampler { turn, ..sampler.clone() }.sample(&response["type"], "reply");
            let framing = string(&response["framing"]);
            let mut items = vec![one(sampler.turn)?, one(sampler.turn + 1)?];
            // An event without data is none.
            items.retain(|item| !["events", "json_events"].contains(&framing) || !item["data"].is_null());
            let (kind, body) = sequence(framing, items.iter().map(|item| enveloped(response, item.clone())));
            let media = accepted(operation, kind, "application/json");
            let answer = || Outcome::Value(Answer::Json(Value::from(items.clone()).into()));
            let media = media.iter().map(|media| if kind == "multipart" { format!("{media}; boundary={BOUNDARY}") } else { media.clone() });
            media.map(|media| (reply(&media, body.clone().into_bytes()), answer())).collect()
        }
        _ => Vec::new(),
    })
}

/// The boundary between the parts of a body.
const BOUNDARY: &str = "boundary";

/// The body of a sequence, with a word of its media type.
fn sequence(framing: &str, items: impl Iterator<Item = Value>) -> (&'static str, String) {
    match framing {
        "records" => ("json-seq", items.map(|item| format!("\u{1e}{item}\n")).collect()),
        "event_data" => ("event-stream", items.map(|item| format!("data: {item}\n\n")).collect()),
        "events" | "json_events" => ("event-stream", items.map(|item| event(&item)).collect()),
        "parts" => {
            let parts: String = items.map(|item| format!("--{BOUNDARY}\r\n\r\n{item}\r\n")).collect();
            ("multipart", format!("{parts}--{BOUNDARY}--"))
        }
        _ => ("json", items.map(|item| format!("{item}\n")).collect()),
    }
}

/// An event by its fields.
fn event(fields: &Value) -> String {
    let mut event = String::new();
    for (name, value) in fields.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.split('\n').for_each(|line| event.push_str(&format!("{name}: {line}\n")));
    }
    event + "\n"
}

fn page(operation: Operation<'_>, sampler: &Sampler<'_>, status: u16) -> Option<Vec<(Reply, Outcome)>> {
    let response = &operation.value["response"];
    let items = Value::from(vec![sampler.sample(&response["type"], "item")?]);
    let mut body = Value::Object(Map::new());
    put(&mut body, string(&response["items"]), items.clone());
    let total = response["total"].as_str().filter(|_| body.is_object());
    if let Some(place) = total {
        put(&mut body, place, json!(12));
    }
    let outcome = || Outcome::Page(items.clone(), total.map(|_| 12));
    let media = accepted(operation, "json", "application/json");
    let reply = |media: String| Reply { status, media, body: body.to_string().into_bytes() };
    Some(media.into_iter().map(|media| (reply(media), outcome())).collect())
}

/// Puts a value where a pointer leads, into objects.
fn put(into: &mut Value, pointer: &str, value: Value) {
    let keys = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"));
    let place = keys.fold(into, |place, key| &mut place[key]);
    *place = value;
}

fn json_replies(operation: Operation<'_>, status: u16, body: &Value, answer: impl Fn() -> Answer) -> Vec<(Reply, Outcome)> {
    let reply = |media: String| Reply { status, media, body: body.to_string().into_bytes() };
    accepted(operation, "json", "application/json").into_iter().map(|media| (reply(media), Outcome::Value(answer()))).collect()
}

fn enveloped(response: &Value, value: Value) -> Value {
    match response["envelope"].as_str() {
        Some(name) => json!({ name: value }),
        None => value,
    }
}

/// The media types that a success is read from, of this kind if there are any of it.
fn accepted(operation: Operation<'_>, kind: &str, usual: &str) -> Vec<String> {
    let all = operation.items("media_types").map(string).filter(|media| !media.contains('*'));
    let all: Vec<String> = all.map(str::to_owned).collect();
    let (of_kind, others): (Vec<String>, Vec<String>) = all.into_iter().partition(|media| media.contains(kind));
    match (of_kind.is_empty(), others.is_empty()) {
        (false, _) => of_kind,
        (true, false) => others,
        (true, true) => vec![usual.to_owned()],
    }
}

/// An error of a status that is declared, with what is declared for it. Redirects are followed first, and a response to `HEAD`
/// has no body.
fn failure(operation: Operation<'_>, error: &Value, sampler: &Sampler<'_>) -> Option<Option<(Reply, Outcome)>> {
    let own = statuses(error);
    // What is declared for a status alone is stronger than what is declared for all of a hundred, and that than what is for others.
    let is_stronger = |other: &&Value| statuses(other).len() < own.len();
    let is_taken = |status: &u16| operation.items("errors").filter(is_stronger).any(|other| statuses(other).contains(status));
    let status = [418, 451].into_iter().filter(|status| own.contains(status)).chain(own.clone()).find(|status| !is_taken(status));
    let is_error = |status: &u16| *status == 304 || *status >= 400;
    let Some(status) = status.filter(|status| is_error(status) && operation.text("method") != "HEAD") else {
        return Some(None);
    };
    let body = if status == 304 { Vec::new() } else { sampler.sample(&error["type"], "error")?.to_string().into_bytes() };
    let outcome = Outcome::Error { declared: status != 304 };
    Some(Some((Reply { status, media: "application/json".to_owned(), body }, outcome)))
}

/// The statuses that an error is declared for: one, a hundred (`4XX`), or those that are errors (`default`).
fn statuses(error: &Value) -> Range<u16> {
    let text = string(&error["status"]);
    match (text.parse::<u16>(), text.strip_suffix("XX").map(str::parse::<u16>)) {
        (Ok(status), _) => status..status + 1,
        (_, Some(Ok(hundred))) => hundred * 100..hundred * 100 + 100,
        _ => 400..600,
    }
}
