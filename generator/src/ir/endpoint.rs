//! Operations.

use super::{Arg, BoundConstraints, CallbackDoc, Constant, Constraints, Doc, Example, Fixed, Type};
use crate::names::Ident;
use crate::pointer::Pointer;
use crate::request::{ListStyle, Retry};

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// The operation id, or `GET /path` where there is none.
    pub id: String,
    /// The method's name.
    pub name: Ident,
    /// The type that stands for it.
    pub marker: Ident,
    /// The alias for its calls, which has the setters of the optional parameters.
    pub call: Ident,
    /// Summary and description.
    pub doc: Doc,
    /// Whether callers are warned off.
    pub deprecated: bool,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path template, with `{name}` placeholders.
    pub path: String,
    /// The named server it lives on, when not the default.
    pub server: Option<String>,
    /// The required parameters, in the order of the method's arguments (path first).
    pub args: Vec<Arg>,
    /// Whether the method has more arguments than the linter allows without a word.
    pub has_many_arguments: bool,
    /// The optional parameters: a setter each.
    pub options: Vec<Arg>,
    /// The defaults of parameters, as far as a constant can hold them.
    pub constants: Vec<Constant>,
    /// Parameters of the query that the client is bound to.
    pub bound: Vec<String>,
    /// What the parameters must be like that the client is bound to.
    pub bound_constraints: Vec<BoundConstraints>,
    /// Required parameters that can have one value only: sent without being asked for.
    pub fixed: Vec<Fixed>,
    /// The request body, when it is one value. Fields of forms are in `args` and `options`.
    pub body: Option<Body>,
    /// The media type of the body, where another endpoint sends the same operation's body as another kind.
    pub media: Option<String>,
    /// How form fields travel; `None` when there are none.
    pub form: Option<Form>,
    /// The media types of parts of the form, by the names of their fields, where that is said.
    pub part_media: Vec<(String, String)>,
    /// What a success carries.
    pub response: Response,
    /// The successes that the document names, by their status; the one that `default` stands for where it names none.
    pub successes: Vec<Success>,
    /// The redirects that are its successes, which are not followed; sorted.
    pub redirects: Vec<u16>,
    /// What responses that are no success carry, in the document's order.
    pub errors: Vec<ErrorResponse>,
    /// The type that the bodies of all of them read as; none where nothing is declared.
    pub error: Option<Type>,
    /// What can be called after it, with values of its response.
    pub links: Vec<Link>,
    /// What it asks the API to send later.
    pub callbacks: Vec<CallbackDoc>,
    /// What the operation asks for (`Accept`), where that is not what is usual for the kind of its response.
    pub accept: Option<String>,
    /// The media types that a success is read from.
    pub media_types: Vec<String>,
    /// Those that another endpoint reads: a success in one of them is an error here.
    pub other_media_types: Vec<String>,
    /// Whether another endpoint comes first that reads the same operation's success in other media types.
    pub is_other_representation: bool,
    /// Security other than the client's default: alternatives of schemes; empty means none is sent.
    pub auth: Option<Vec<Vec<String>>>,
    /// Whether it changes nothing.
    pub is_safe: bool,
    /// Whether a repeat is safe, where the method does not tell.
    pub retry: Option<Retry>,
    /// The header that carries a key by which the server knows a repeat.
    pub idempotency_key: Option<String>,
    /// The optional parts of the runtime that it needs: Cargo features beside its module's.
    pub needs: Vec<String>,
    /// A call of it, for its documentation.
    pub example: Example,
    /// Where it stands in the document.
    pub at: Pointer,
}

impl Endpoint {
    /// Whether it comes first of those for one operation, which differ in what they send or read.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.media.is_none() && !self.is_other_representation
    }
}

/// A request body that is one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The argument or the setter.
    pub name: Ident,
    /// What it means.
    pub doc: Doc,
    /// How it is written.
    pub kind: BodyKind,
    /// What it must be like.
    pub constraints: Constraints,
    /// Whether it, or anything in it, must be like something.
    pub is_checked: bool,
    /// Whether it is an argument; otherwise a setter.
    pub required: bool,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// As JSON, with this media type when it is not `application/json`.
    Json {
        /// What is written.
        ty: Type,
        /// The media type, when it is not `application/json`.
        media: Option<String>,
    },
    /// As a form whose fields are the members of the value.
    UrlEncoded {
        /// What is written.
        ty: Type,
        /// The media type.
        media: String,
    },
    /// As XML.
    Xml {
        /// What is written.
        ty: Type,
        /// The media type.
        media: String,
        /// The index of the body's element in [`Xml::roots`](super::xml::Xml::roots).
        root: usize,
    },
    /// As the JSON of each item of a list, one to a line.
    JsonLines {
        /// The list that is written.
        ty: Type,
        /// The media type.
        media: String,
        /// Whether a record separator stands before each line (RFC 7464).
        separated: bool,
    },
    /// As text, with its media type.
    Text {
        /// The media type.
        media: String,
    },
    /// As bytes, with their media type.
    Bytes {
        /// The media type.
        media: String,
    },
}

impl BodyKind {
    /// The type of the value that is written.
    #[must_use]
    pub fn value_type(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } | Self::UrlEncoded { ty, .. } | Self::Xml { ty, .. } | Self::JsonLines { ty, .. } => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }
}

/// How the fields of a form travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `multipart/form-data`.
    Multipart,
    /// `multipart/mixed`.
    MultipartMixed,
    /// `multipart/related`.
    MultipartRelated,
}

impl Form {
    /// The media type, without a boundary.
    pub fn media(self) -> &'static str {
        match self {
            Self::UrlEncoded => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::MultipartMixed => "multipart/mixed",
            Self::MultipartRelated => "multipart/related",
        }
    }
}

/// What a success carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// What the caller gets.
    pub kind: ResponseKind,
    /// The property of the response's object that holds the payload (`data`), when it is wrapped.
    pub envelope: Option<String>,
    /// How a value in it is written.
    pub format: ValueFormat,
    /// The headers that the document promises: a type of the shape [`Shape::Headers`](super::Shape::Headers).
    pub headers: Option<Type>,
    /// The stream that it can be instead, where the caller asks for that.
    pub stream: Option<Stream>,
}

impl Response {
    /// A response of this kind, and nothing more.
    pub fn of(kind: ResponseKind) -> Self {
        Self { kind, envelope: None, format: ValueFormat::Json, headers: None, stream: None }
    }
}

/// A stream that a response can be in place of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// Its media type.
    pub media: String,
    /// The type of an item.
    pub item: Type,
    /// How it is divided into items.
    pub framing: Framing,
    /// What is set to `true` to ask for it: its place, and its name.
    pub flag: Option<(FlagPlace, String)>,
    /// The item that only says that no other follows.
    pub end: Option<String>,
}

/// Where a flag is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagPlace {
    /// In the query.
    Query,
    /// As a property of the body.
    Body,
}

/// How a body is divided into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// JSON values, with or without white space between them.
    Values,
    /// A JSON value on each line.
    Lines,
    /// A JSON value after each record separator (RFC 7464).
    Records,
    /// Server-sent events, as objects. Their data are text.
    Events,
    /// Server-sent events, as objects. Their data are the JSON in them.
    JsonEvents,
    /// The JSON in the data of server-sent events.
    EventData,
    /// The JSON in each part of a multipart body.
    Parts,
}

/// An operation that can be called after another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its name in the document.
    pub name: String,
    /// What it means.
    pub doc: Doc,
    /// Where the operation stands that it leads to.
    pub target: Pointer,
    /// The module and the method of that operation, when all have names.
    pub method: Option<(Ident, Ident)>,
    /// The values that it takes, each with where it comes from.
    pub values: Vec<(String, String)>,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// A success that the document names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Success {
    /// Its status.
    pub status: u16,
    /// Whether it has a body.
    pub has_body: bool,
}

/// How the value in a response is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFormat {
    /// As JSON.
    Json,
    /// As JSON, or as plain text where the response says so.
    JsonOrText,
    /// As plain text, or as JSON where the response says so.
    Text,
    /// As XML.
    Xml {
        /// The index of the body's element in [`Xml::roots`](super::xml::Xml::roots).
        root: usize,
    },
}

/// A header of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The field.
    pub name: Ident,
    /// Its name on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
    /// What its text reads as; of a list, what each item does.
    pub ty: Type,
    /// How its list is written; none where it is one value.
    pub list: Option<ListStyle>,
    /// Whether its text is that of an object, or JSON.
    pub is_structured: bool,
}

/// What a response that is no success carries: an error is read as this by who asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorResponse {
    /// When it comes.
    pub status: StatusPattern,
    /// What it means.
    pub doc: Doc,
    /// What its JSON body is.
    pub ty: Type,
}

/// The statuses that a response is declared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One.
    One(u16),
    /// All of a hundred (`4XX`).
    Hundred(u16),
    /// All that nothing else is declared for (`default`).
    Others,
}

impl std::fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(status) => status.fmt(f),
            Self::Hundred(hundred) => write!(f, "{hundred}XX"),
            Self::Others => f.write_str("default"),
        }
    }
}

/// What the caller of an endpoint gets.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseKind {
    /// Nothing.
    Empty,
    /// One value: JSON, or XML.
    Json(Type),
    /// One of several JSON values, distinguished by the status: a type of the shape [`Shape::ByStatus`](super::Shape::ByStatus).
    ByStatus(Type),
    /// One page of a list of this type, walked by the paging at this index of `Api::pagings`.
    Page {
        /// The type of the list's items.
        item: Type,
        /// The index of its paging.
        paging: usize,
    },
    /// One JSON value after another, each in the response's envelope if it has one.
    Sequence {
        /// The type of a value.
        item: Type,
        /// How they are divided.
        framing: Framing,
        /// The property that stands in place of the payload where the server tells that it failed.
        error: Option<String>,
        /// The item that only says that no other follows.
        end: Option<String>,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl ResponseKind {
    /// The type of the values in it.
    #[must_use]
    pub fn value_type(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::ByStatus(ty) | Self::Page { item: ty, .. } | Self::Sequence { item: ty, .. } => Some(ty),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }
}
