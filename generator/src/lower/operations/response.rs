//! What a success carries, out of its envelope, and whether it is a page of a list.

use openapiv3::Response;

use crate::hints;
use crate::hints::values::{StreamHint, Switch};
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::operations::representations::{BodyReading, Representation, ResponseVariant, json_names};
use crate::lower::schema::media::{ContentKind, Media, choose, is_never_json};
use crate::lower::schema::operation::{Op, success, successes};
use crate::lower::schema::same_body::same_body;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::draft::{DraftShape, Lowered, NamePath};
use crate::lower::types::xml::XmlBody;
use crate::pointer::Pointer;

/// A place in a response.
#[derive(Debug, Clone)]
pub(in crate::lower) enum ResponsePart<'a> {
    SchemaRef(SchemaRef<'a>),
    Lowered(Lowered),
}

/// What is read, and where.
#[derive(Clone, Copy)]
struct ResponseReading<'a, 'r> {
    response: &'a Response,
    name_path: &'r NamePath,
    /// The response without its body.
    empty: &'r ir::Response,
    /// Whether it is the representation that is read unless another is asked for.
    is_first: bool,
}

/// The media types that are asked for to read a representation.
fn asked_for<'a>(representation: &Representation<'a>) -> Vec<&'a str> {
    let json = json_names(&representation.names);
    match (representation.reading, json.as_slice()) {
        // Bytes under the name of JSON are anything.
        (BodyReading::Bytes, [_, ..]) if json.len() == representation.names.len() => vec!["*/*"],
        (BodyReading::Json, [_, ..]) => json,
        (
            BodyReading::Json | BodyReading::Xml | BodyReading::Items | BodyReading::Text | BodyReading::TypedText | BodyReading::Bytes,
            _,
        ) => representation.names.clone(),
    }
}

/// Whether a success is declared that has no content by its status. What another one carries is not there then; of a list or a map,
/// that is an empty one.
fn says_no_content(op: &Op<'_>) -> bool {
    successes(op).into_iter().any(|success| matches!(success.status, 204 | 205) && !success.is_range && success.response.content.is_empty())
}

impl<'a> OperationLowering<'a> {
    /// The response of an operation, and the further ways to read it.
    pub(in crate::lower) fn response(&mut self, op: &Op<'a>, name_path: &NamePath) -> (ResponseVariant, Vec<ResponseVariant>) {
        let response = success(op);
        let headers = self.headers(op, name_path);
        let empty = ir::Response { headers, ..ir::Response::of(ir::ResponseKind::Empty) };
        let all = response.map(|response| self.representations(op, &response.content)).unwrap_or_default();
        let Some(response) = response else {
            return (self.variant(op, String::new(), empty, &[], Vec::new()), Vec::new());
        };
        let content = all.first().map(|first| &first.choice).filter(|_| op.method != "HEAD");
        if let Some((division, hint)) = self.sequence(op, response, content) {
            let names: Vec<&str> = content.filter(|choice| choice.media != Media::Json).map(|choice| choice.name).into_iter().collect();
            // Events come as such, whatever the document calls them.
            let names = if names.is_empty() && hint.is_events { vec!["text/event-stream"] } else { names };
            let items = self.items(op, division, &hint, name_path, empty.headers);
            return (self.variant(op, String::new(), items, &names, Vec::new()), Vec::new());
        }
        let (read, names) = match op.method {
            // A response without a body has the media type of one.
            "HEAD" => (&[][..], all.first().map(|first| first.names.clone()).unwrap_or_default()),
            _ => (all.as_slice(), Vec::new()),
        };
        let Some((one, further)) = read.split_first() else {
            return (self.variant(op, String::new(), empty, &names, Vec::new()), Vec::new());
        };
        let reading = ResponseReading { response, name_path, empty: &empty, is_first: true };
        let mut body = self.read(op, one, &reading);
        if matches!(body.kind, ir::ResponseKind::Json(_) | ir::ResponseKind::ByStatus(_)) {
            body.stream = self.stream(op, response, &one.choice, name_path);
        }
        // What comes where a stream is asked for has no method of its own.
        let streamed = body.stream.as_ref().map(|stream| stream.media.clone());
        let is_by_status = matches!(body.kind, ir::ResponseKind::ByStatus(_));
        let names = if is_by_status { self.media_by_status(op) } else { asked_for(one) };
        let first = self.variant(op, one.word(), body, &names, one.others(&all));
        let is_left = |other: &&Representation<'a>| streamed.as_deref().is_none_or(|media| !other.names.contains(&media));
        let others = further.iter().filter(is_left).map(|other| {
            let word = other.word();
            let name_path = name_path.child(&word);
            let read = self.read(op, other, &ResponseReading { name_path: &name_path, is_first: false, ..reading });
            self.variant(op, word, read, &asked_for(other), other.others(&all))
        });
        let others = others.collect();
        (first, others)
    }

    /// A way to read the response, with what it asks for.
    fn variant(&self, op: &Op<'a>, word: String, response: ir::Response, names: &[&str], others: Vec<String>) -> ResponseVariant {
        ResponseVariant {
            word,
            accept: self.accept(op, names, &response.kind),
            media_types: names.iter().map(|name| (*name).to_owned()).collect(),
            other_media_types: others,
            response,
        }
    }

    /// What a success is read as in some of its media types.
    fn read(&mut self, op: &Op<'a>, representation: &Representation<'a>, reading: &ResponseReading<'a, '_>) -> ir::Response {
        let ResponseReading { response, name_path, empty, is_first } = *reading;
        let choice = &representation.choice;
        let of_kind = |kind| ir::Response { kind, ..empty.clone() };
        let is_structured = self.content_kind(choice) == ContentKind::Structured;
        let read = match representation.reading {
            BodyReading::Bytes | BodyReading::Text => {
                let (kind, what) = match representation.reading {
                    BodyReading::Text => (ir::ResponseKind::Text, "a string"),
                    _ => (ir::ResponseKind::Bytes, "bytes"),
                };
                // JSON of another status comes beside it.
                if is_first && let Some((ty, _)) = self.by_status(op, None, &name_path.child("response")) {
                    return of_kind(ir::ResponseKind::ByStatus(ty));
                }
                if is_structured && (is_never_json(choice.name) || choice.media == Media::Multipart) {
                    let message = format!("what the schema describes cannot be read from `{}`: the response is {what}", choice.name);
                    self.warn(hints::at(&response.extensions), message);
                }
                of_kind(kind)
            }
            BodyReading::TypedText => ir::Response { format: ir::ValueFormat::Text, ..self.json(op, choice.slot, reading) },
            BodyReading::Items => match self.division(choice) {
                Some(division) => self.items(op, division, &StreamHint::default(), name_path, empty.headers.clone()),
                None => of_kind(ir::ResponseKind::Text),
            },
            BodyReading::Xml => match choice.slot {
                Some(slot) => self.xml(op, slot, reading),
                None => of_kind(ir::ResponseKind::Text),
            },
            BodyReading::Json => {
                // The text of a number is its JSON.
                let is_number = choice.slot.is_some_and(|slot| self.is_number(slot));
                if matches!(choice.media, Media::Text | Media::Bytes) && !is_number {
                    let message = format!("a schema under `{}` describes a structure: the response is read as JSON", choice.name);
                    self.warn(hints::at(&response.extensions), message);
                }
                let format = self.format(&representation.names, choice.slot);
                let mut read = ir::Response { format, ..self.json(op, choice.slot, reading) };
                if let ir::ResponseKind::Json(ty) = &mut read.kind
                    && says_no_content(op)
                    && !matches!(ty, ir::Type::Nullable(_) | ir::Type::Json | ir::Type::List(_) | ir::Type::Map(_))
                {
                    *ty = ir::Type::Nullable(Box::new(ty.clone()));
                }
                read
            }
        };
        if is_first && !matches!(read.kind, ir::ResponseKind::ByStatus(_)) {
            self.warn_of_others(op);
        }
        read
    }

    /// How JSON is written. What is one text may be promised as such beside it.
    fn format(&self, names: &[&str], slot: Option<SchemaRef<'a>>) -> ir::ValueFormat {
        let kind = ContentKind::of(slot.map(|slot| self.resolved(slot).unwrap_or(slot)));
        let is_text = matches!(kind, ContentKind::Text | ContentKind::Unknown) && names.iter().any(|name| Media::of(name) == Media::Text);
        if is_text { ir::ValueFormat::JsonOrText } else { ir::ValueFormat::Json }
    }

    /// Says which successes are taken for what they are not.
    fn warn_of_others(&mut self, op: &Op<'a>) {
        let with_body = successes(op).into_iter().filter_map(|success| {
            let content = &success.response.content;
            let choice = choose(content)?;
            Some((success, self.reading(op, &choice, content), choice.slot))
        });
        let with_body: Vec<_> = with_body.collect();
        let Some(((first, reading, slot), others)) = with_body.split_first() else {
            return;
        };
        let differs = |other: Option<SchemaRef<'a>>| slot.zip(other).is_some_and(|(one, other)| !same_body(one, other));
        for (other, ..) in others.iter().filter(|(_, other, slot)| other != reading || differs(*slot)) {
            let (status, first) = (other.pattern(), first.pattern());
            let message = format!("a success of status {status} has another body than one of {first}, whose type is used for both");
            self.warn(hints::at(&other.response.extensions), message);
        }
    }

    /// A value in XML, which becomes JSON before it is taken out of anything.
    fn xml(&mut self, op: &Op<'a>, slot: SchemaRef<'a>, reading: &ResponseReading<'a, '_>) -> ir::Response {
        let (name_path, at) = (reading.name_path, hints::at(&reading.response.extensions));
        let response = self.json(op, Some(slot), reading);
        let whole = match &response.kind {
            ir::ResponseKind::Json(ty) if response.envelope.is_none() => ty.clone(),
            _ => self.types.lower(slot, &name_path.part(self.types.definitions.hinted(slot), "response")).inside(),
        };
        let (space, xml_hints) = (name_path.space, self.types.xml_hints(slot, 0));
        let body = XmlBody { ty: &whole, space, xml_hints, fallback: "response", at, sent: false };
        let root = self.shapes.root(&self.types, body);
        ir::Response { format: ir::ValueFormat::Xml { root }, ..response }
    }

    fn json(&mut self, op: &Op<'a>, slot: Option<SchemaRef<'a>>, reading: &ResponseReading<'a, '_>) -> ir::Response {
        let of = |kind, envelope| ir::Response { kind, envelope, ..reading.empty.clone() };
        let Some(slot) = slot else {
            return of(ir::ResponseKind::Json(ir::Type::Json), None);
        };
        let name_path = reading.name_path.part(self.types.definitions.hinted(slot), "response");
        let whole = ResponsePart::SchemaRef(slot);
        let own = &self.hints.operations.of(&op.operation.extensions).envelope;
        let is_own = matches!(own, Switch::On(_));
        let envelope = match own {
            Switch::Unset => self.hints.document.envelope.as_ref(),
            Switch::Off => None,
            Switch::On(hint) => Some(hint),
        };
        let envelope = envelope.map(|hint| hint.payload.clone());
        let payload = envelope.as_ref().and_then(|name| self.property(&whole, name));
        if let (true, Some(name), None) = (is_own, &envelope, &payload) {
            let message = format!("`x-envelope` has no effect: the response has no property `{name}`");
            self.warn(op.at().push(hints::ENVELOPE), message);
        }
        let envelope = envelope.filter(|_| payload.is_some());
        if let Some((item, paging)) = self.page(op, &whole, envelope.as_deref(), &name_path) {
            return of(ir::ResponseKind::Page { item, paging }, envelope);
        }
        if reading.is_first
            && let Some((ty, envelope)) = self.by_status(op, envelope.as_deref(), &name_path)
        {
            return of(ir::ResponseKind::ByStatus(ty), envelope);
        }
        let ty = self.finish(payload.unwrap_or(whole), &name_path);
        of(ir::ResponseKind::Json(ty), envelope)
    }

    /// What lies at a JSON pointer in a response.
    pub(in crate::lower) fn follow(&self, whole: &ResponsePart<'a>, pointer: &str) -> Option<ResponsePart<'a>> {
        let pointer = Pointer::parse(pointer)?;
        pointer.keys().try_fold(whole.clone(), |found, key| self.property(&found, &key))
    }

    /// A property of an object in a response.
    pub(in crate::lower) fn property(&self, of: &ResponsePart<'a>, name: &str) -> Option<ResponsePart<'a>> {
        let lowered = |shape: &DraftShape| {
            let DraftShape::Struct { properties, .. } = shape else {
                return None;
            };
            let property = properties.iter().find(|property| property.wire == name)?;
            Some(ResponsePart::Lowered(Lowered { ty: property.ty.clone(), nullable: property.nullable }))
        };
        match of {
            ResponsePart::SchemaRef(SchemaRef::Inline(schema)) => match SchemaView::of(schema).kind {
                ViewKind::Object(object) => object.properties?.get(name).map(|schema| ResponsePart::SchemaRef(schema.into())),
                ViewKind::AllOf(parts, own) => {
                    let own = own.and_then(|own| own.properties?.get(name));
                    own.map(|schema| ResponsePart::SchemaRef(schema.into()))
                        .or_else(|| parts.iter().rev().find_map(|part| self.property(&ResponsePart::SchemaRef(part.into()), name)))
                }
                _ => None,
            },
            ResponsePart::SchemaRef(SchemaRef::Reference(reference)) => {
                let index = self.types.definitions.find(reference)?;
                let index = self.types.definitions.resolve_alias(index);
                lowered(&self.types.drafts.get(self.types.properties_of(index)?)?.shape)
            }
            ResponsePart::Lowered(one) => lowered(self.types.shape_of(&one.ty, 0)?),
        }
    }

    pub(in crate::lower) fn finish(&mut self, found: ResponsePart<'a>, name_path: &NamePath) -> ir::Type {
        match found {
            ResponsePart::SchemaRef(slot) => self.types.lower(slot, name_path).inside(),
            ResponsePart::Lowered(lowered) => lowered.inside(),
        }
    }
}
