//! The representations of a success: which of its media types are read alike, which by a method of their own, and what is asked for
//! (`Accept`): the media types of what is read, and behind them those of errors.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Response};

use crate::hints::values::Switch;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::docs;
use crate::lower::schema::media::{Choice, ContentKind, Media, choose, essence, is_never_json, is_range, word};
use crate::lower::schema::operation::{Op, is_success, success, success_by_default, successes};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::names::{Case, NameScope};

/// Media types of a success that are read alike.
#[derive(Debug)]
pub(in crate::lower) struct Representation<'a> {
    /// The one that decides how they are read.
    pub choice: Choice<'a>,
    /// All of them, ranges last.
    pub names: Vec<&'a str>,
    pub reading: BodyReading,
}

/// What a body of some media type is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum BodyReading {
    Json,
    Xml,
    /// One item after another.
    Items,
    Text,
    /// One value that is written as text.
    TypedText,
    Bytes,
}

/// A further way to read the success of an operation: a method of its own.
#[derive(Debug)]
pub(in crate::lower) struct ResponseVariant {
    /// What it is called beside the operation's name.
    pub word: String,
    pub response: ir::Response,
    pub accept: Option<String>,
    pub media_types: Vec<String>,
    pub other_media_types: Vec<String>,
}

impl Representation<'_> {
    /// What it is called beside the name of the operation.
    pub(in crate::lower) fn word(&self) -> String {
        let several = self.names.len() > 1 || self.names.iter().any(|name| is_range(name));
        match self.reading {
            BodyReading::Text if several => "text".to_owned(),
            BodyReading::Bytes if several => "bytes".to_owned(),
            _ => word(self.choice.name),
        }
    }

    /// Whether it is read whatever comes: nothing of it can be mistaken then.
    fn takes_all(&self) -> bool {
        matches!(self.reading, BodyReading::Text | BodyReading::Bytes) && self.names.iter().any(|name| is_range(name))
    }

    /// The media types that another representation has, where one of them is an error for this one.
    pub(in crate::lower) fn others(&self, all: &[Self]) -> Vec<String> {
        if self.takes_all() {
            return Vec::new();
        }
        let others = all.iter().filter(|other| other.choice.name != self.choice.name);
        others.flat_map(|other| &other.names).map(|name| (*name).to_owned()).collect()
    }
}

impl<'a> OperationLowering<'a> {
    /// The representations of a success, the one that is read unless another is asked for first. A document whose responses have one
    /// schema for all their media types has the first one only.
    pub(in crate::lower) fn representations(&self, op: &Op<'a>, content: &'a IndexMap<String, MediaType>) -> Vec<Representation<'a>> {
        let mut choices: Vec<Choice<'a>> = content.iter().map(|(name, media)| Choice::of(name, media)).collect();
        if let Some(first) = choose(content) {
            choices.sort_by_key(|choice| choice.name != first.name);
        }
        if choices.len() > 1 && self.hints.document.is_by_media {
            // JSON of which nothing is said stands beside what a response really is: some frameworks add it.
            choices.sort_by_key(|choice| choice.media == Media::Json && ContentKind::of(choice.slot) == ContentKind::Unknown);
        }
        let mut found: Vec<Representation<'a>> = Vec::new();
        for choice in choices {
            let reading = self.reading(op, &choice, content);
            match found.iter_mut().find(|known| known.reads(&choice, reading)) {
                // The same value in another form, which nobody asks for.
                Some(known) if (known.reading == BodyReading::Xml) != (reading == BodyReading::Xml) => {}
                Some(known) => known.names.push(choice.name),
                None => found.push(Representation { names: vec![choice.name], choice, reading }),
            }
        }
        found.iter_mut().for_each(|one| one.names.sort_by_key(|name| is_range(name)));
        if !self.hints.document.is_by_media {
            found.truncate(1);
        }
        found
    }

    /// What a schema is as a whole body. Where it is the schema of all media types, a name for a string or for bytes stays one.
    pub(in crate::lower) fn content_kind(&self, choice: &Choice<'a>) -> ContentKind {
        let is_by_media = self.hints.document.is_by_media;
        ContentKind::of(choice.slot.map(|slot| self.resolved(slot).filter(|_| is_by_media && choice.media != Media::Json).unwrap_or(slot)))
    }

    /// Whether plain text is one value of a type of its own: a date, or one of several words. A number is read as JSON is.
    fn is_typed_text(&self, choice: &Choice<'a>) -> bool {
        if essence(choice.name) != "text/plain" || !self.hints.document.is_by_media {
            return false;
        }
        let Some(SchemaRef::Inline(schema)) = choice.slot.and_then(|slot| self.resolved(slot)) else { return false };
        match SchemaView::of(schema).kind {
            ViewKind::Scalar(ty) => matches!(ty, ir::Type::Timestamp | ir::Type::HttpDate | ir::Type::Duration | ir::Type::Date),
            ViewKind::StringEnum(_) => true,
            ViewKind::Any
            | ViewKind::List(_)
            | ViewKind::IntegerEnum(_)
            | ViewKind::Object(_)
            | ViewKind::AllOf(..)
            | ViewKind::OneOf(_) => false,
        }
    }

    /// What a body is read as in one of its media types.
    pub(in crate::lower) fn reading(&self, op: &Op<'a>, choice: &Choice<'a>, content: &IndexMap<String, MediaType>) -> BodyReading {
        let kind = self.content_kind(choice);
        if self.is_typed_text(choice) {
            return BodyReading::TypedText;
        }
        let is_off = self.hints.operations.of(&op.operation.extensions).stream == Switch::Off;
        if self.division(choice).is_some_and(|division| !is_off || division.is_a_list()) {
            return BodyReading::Items;
        }
        let is_apart = is_range(choice.name) && kind == ContentKind::Text && content.keys().any(|name| !is_range(name));
        match (choice.media, kind) {
            (_, ContentKind::Binary) | (Media::Bytes, ContentKind::Text | ContentKind::Unknown) => BodyReading::Bytes,
            (Media::Text | Media::JsonLines | Media::JsonRecords, ContentKind::Text | ContentKind::Unknown) => BodyReading::Text,
            (Media::Text, ContentKind::Structured) if is_never_json(choice.name) => BodyReading::Text,
            (Media::Bytes, ContentKind::Structured) if is_never_json(choice.name) => BodyReading::Bytes,
            // Several parts are one document of JSON by no means. That of forms is written for many a response that is JSON.
            (Media::Multipart, _) if essence(choice.name) != "multipart/form-data" => BodyReading::Bytes,
            (Media::Xml, _) => match choice.slot.filter(|slot| self.is_value(*slot)) {
                Some(_) => BodyReading::Xml,
                None => BodyReading::Text,
            },
            (Media::Json, _) if is_apart => BodyReading::Text,
            (Media::Json | Media::Multipart | Media::Form | Media::JsonLines | Media::JsonRecords | Media::Text | Media::Bytes, _) => {
                BodyReading::Json
            }
        }
    }
}

impl<'a> Representation<'a> {
    /// Whether another media type is read as this representation is.
    fn reads(&self, other: &Choice<'a>, reading: BodyReading) -> bool {
        let is_same = match (self.choice.slot, other.slot) {
            (Some(own), Some(other)) => same_body(own, other),
            (own, other) => own.is_none() && other.is_none(),
        };
        match (self.reading, reading) {
            (BodyReading::Text, BodyReading::Text) | (BodyReading::Bytes, BodyReading::Bytes) => true,
            (BodyReading::Json | BodyReading::Xml, BodyReading::Json | BodyReading::Xml) => is_same,
            // What is divided in another way is read in another way.
            (BodyReading::Items, BodyReading::Items) => is_same && self.choice.media == other.media,
            // A string beside the same in JSON is that string.
            (BodyReading::Json, BodyReading::Text) => is_same && other.media == Media::Text && !is_never_json(other.name),
            (BodyReading::Text | BodyReading::Bytes, BodyReading::Json) => ContentKind::of(other.slot) == ContentKind::Unknown,
            (BodyReading::Json | BodyReading::TypedText, BodyReading::TypedText) => is_same,
            (BodyReading::Json | BodyReading::Xml | BodyReading::Items | BodyReading::TypedText, _)
            | (BodyReading::Text | BodyReading::Bytes, _) => false,
        }
    }
}

/// Endpoints with those for further representations, each behind the one it is like.
pub(in crate::lower) fn with_representations(
    endpoint: ir::Endpoint,
    variants: &[ResponseVariant],
    names: &mut NameScope,
) -> Vec<ir::Endpoint> {
    let others: Vec<ir::Endpoint> = variants.iter().map(|variant| with(&endpoint, variant, names)).collect();
    std::iter::once(endpoint).chain(others).collect()
}

/// The same operation, read from other media types.
fn with(endpoint: &ir::Endpoint, variant: &ResponseVariant, names: &mut NameScope) -> ir::Endpoint {
    let media: Vec<String> = variant.media_types.iter().map(|media| format!("`{}`", media.replace('`', "'"))).collect();
    let asks = format!("Asks for the response as {}.", media.join(" or "));
    let mut needs: Vec<String> = endpoint.needs.clone();
    if matches!(variant.response.format, ir::ValueFormat::Xml { .. }) && needs.is_empty() {
        needs.push(ir::xml::PART.to_owned());
    }
    ir::Endpoint {
        name: names.claim(&format!("{} {}", endpoint.name.as_str(), variant.word), Case::Snake),
        doc: docs::doc([Some(endpoint.doc.0.as_str()), Some(asks.as_str())], None),
        response: variant.response.clone(),
        accept: variant.accept.clone(),
        media_types: variant.media_types.clone(),
        other_media_types: variant.other_media_types.clone(),
        is_other_representation: true,
        needs,
        ..endpoint.clone()
    }
}

impl<'a> OperationLowering<'a> {
    /// The `Accept` header of a call that reads its success from these media types. None where the usual one of its kind does, and
    /// where the whole API has one that asks for JSON.
    pub(in crate::lower) fn accept(&self, op: &Op<'a>, names: &[&str], kind: &ir::ResponseKind) -> Option<String> {
        let of_api = self.hints.document.client.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept"));
        let of_api = of_api.map(|(_, media)| media.as_str());
        let is_json = !matches!(kind, ir::ResponseKind::Text | ir::ResponseKind::Bytes);
        if is_json && of_api.is_some() {
            return None;
        }
        let mut all: Vec<&str> = Vec::new();
        // Servers look for the media type of a stream to see whether one is meant.
        let of_errors = if matches!(kind, ir::ResponseKind::Sequence { .. }) { Vec::new() } else { self.media_of_errors(op) };
        // What the API always asks for stays in front: it may decide how errors are written.
        of_api.into_iter().chain(names.iter().copied()).chain(of_errors).for_each(|name| {
            if !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                all.push(name);
            }
        });
        all.sort_by_key(|name| is_range(name));
        (all != ["application/json"]).then(|| all.join(", ")).filter(|all| !all.is_empty())
    }

    /// The media types that errors are read from, but for those that a success may come in beside what is read of it.
    fn media_of_errors(&self, op: &Op<'a>) -> Vec<&'a str> {
        let responses = &op.operation.responses;
        let of_success = success(op).map(|response| &response.content);
        let stands_for_success = successes(op).is_empty() && success_by_default(op).is_some();
        let failures = responses.responses.iter().filter(|(status, _)| !is_success(op, status)).map(|(_, response)| response);
        let all = failures.chain(responses.default.as_ref().filter(|_| !stands_for_success)).filter_map(ReferenceOr::as_item);
        let is_free = |name: &&str| of_success.is_none_or(|content| !content.keys().any(|known| essence(known) == essence(name)));
        all.flat_map(error_media).filter(is_free).collect()
    }
}

/// The media types that an error is read from: those of JSON, if it has any.
fn error_media(response: &Response) -> Vec<&str> {
    let names: Vec<&str> = response.content.keys().map(String::as_str).filter(|name| !is_range(name)).collect();
    let is_read = choose(&response.content).is_some_and(|choice| choice.media == Media::Json);
    match is_read {
        true => json_names(&names),
        false => names,
    }
}

/// Whether a name is that of JSON, whatever it says of the encoding, or stands for all media types.
fn is_plain_json(name: &str) -> bool {
    let mut parameters = name.split(';').skip(1).map(|parameter| parameter.trim().to_ascii_lowercase());
    ["application/json", "*/*"].contains(&essence(name).as_str()) && parameters.all(|parameter| parameter.starts_with("charset="))
}

/// The names of JSON among these. The plain one is enough.
pub(in crate::lower) fn json_names<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let json = || names.iter().copied().filter(|name| Media::of(name) == Media::Json);
    match json().find(|name| is_plain_json(name)) {
        Some(_) => vec!["application/json"],
        None => json().collect(),
    }
}
