//! What hints say, and the facts of Swagger 2.0 that the OpenAPI 3.0 model cannot hold.

use std::collections::BTreeMap;

use openapiv3::{ReferenceOr, Schema};

use crate::pointer::Pointer;
use crate::request::{ListStyle, Retry};

/// Of the document as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentHints {
    /// Where the document keeps its schemas.
    pub schemas: Pointer,
    /// Whether each media type of a response has a schema of its own, as in OpenAPI 3.
    pub is_by_media: bool,
    /// `x-client`
    pub client: ClientHint,
    /// `x-envelope`
    pub envelope: Option<EnvelopeHint>,
    /// `x-pagination`
    pub pagination: Option<PaginationHint>,
    /// `x-idempotency-key`: the header that carries the key.
    pub idempotency_key: Option<String>,
    /// `x-rust-derive`: what all types derive.
    pub derives: Vec<String>,
    /// `x-rust-attributes`: those of all types.
    pub attributes: Vec<String>,
    /// `x-rust-formats`: the paths of types by format, sorted.
    pub formats: Vec<(String, String)>,
    /// `x-rust-dependencies`: by the name that code has for the crate, sorted.
    pub dependencies: Vec<(String, Dependency)>,
}

/// Of a tag.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TagHints {
    /// `x-name`
    pub name: Option<String>,
}

/// Of an operation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OperationHints {
    /// `x-name`
    pub name: Option<String>,
    /// `x-retry`
    pub retry: Option<Retry>,
    /// `x-safe`
    pub safe: Option<bool>,
    /// `x-server`: the name of one of [`ClientHint::servers`].
    pub server: Option<String>,
    /// `x-envelope`
    pub envelope: Switch<EnvelopeHint>,
    /// `x-pagination`
    pub pagination: Switch<PaginationHint>,
    /// `x-idempotency-key`: the header that carries the key.
    pub idempotency_key: Switch<String>,
    /// `x-stream`
    pub stream: Switch<StreamHint>,
}

/// Of a parameter that is not in a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParameterHints {
    /// `x-name`
    pub name: Option<String>,
    /// `collectionFormat`, where it is a list.
    pub list: Option<ListStyle>,
    /// `x-ms-skip-url-encoding`: reserved characters of its value stand for themselves, whatever they mean there.
    pub skip_encoding: bool,
    /// `allowReserved` in a path. In a query OpenAPI 3.0 has a word of its own.
    pub allow_reserved: bool,
    /// Whether only lists have a style, as Swagger 2.0 has it.
    pub has_list_style: bool,
    /// Whether it is a cookie of the style `cookie`, whose value is not encoded.
    pub is_plain_cookie: bool,
    /// Whether it is the whole query (`in: querystring`).
    pub is_query_string: bool,
}

/// Of a request body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BodyHints {
    /// `x-name`
    pub name: Option<String>,
    /// The name of the parameter that it was.
    pub parameter: String,
    /// Whether each media type is a body of its own, and each part of a form is written by its own media type, as OpenAPI 3 has
    /// it. Otherwise the media types are names for one body.
    pub is_by_media: bool,
}

/// Of a discriminator.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DiscriminatorHints {
    /// `defaultMapping`: the component that an object is whose value stands for none, or that has none.
    pub otherwise: Option<String>,
}

/// Of a schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SchemaHints {
    /// `x-name`
    pub name: Option<String>,
    /// The name that another generator's word (`x-ms-enum`) gives its type. A definition that is called so keeps the name.
    pub type_name: Option<String>,
    /// `x-newtype`: the definition that is its type.
    pub newtype: Option<String>,
    /// `x-rust-derive`: further traits that the type derives.
    pub derives: Vec<String>,
    /// `x-rust-attributes` of a definition: those of the type.
    pub attributes: Vec<String>,
    /// `x-rust-attributes` of a property: those of the field.
    pub field_attributes: Vec<String>,
    /// `x-rust-type`: the path of its type.
    pub own_type: Option<String>,
    /// `x-envelope` on a property: its value may come wrapped.
    pub is_wrapped: bool,
    /// `x-changes`
    pub changes: Option<ChangesHint>,
    /// The definition that this one is another form of: its name stands for both among the values of a discriminator.
    pub first_form: Option<String>,
    /// What is said of the values of an enum.
    pub values: EnumHints,
    /// `x-discriminator-value`: the discriminator's value for a definition, when not its name.
    pub discriminator_value: Option<DiscriminatorValue>,
    /// `collectionFormat` of a field of a form, a header, or a list in a list.
    pub list: Option<ListStyle>,
    /// The one number that a parameter or a field of a form may have, as it is written.
    pub only_number: Option<String>,
    /// `allowEmptyValue` of a field of a form.
    pub allow_empty: bool,
    /// `xml`
    pub xml: Option<XmlHint>,
    /// `contentMediaType`: the media type of a part of a body that is the value.
    pub media: Option<String>,
    /// `contentMediaType` and `contentSchema`, where a string is JSON.
    pub content: Option<JsonContent>,
}

/// What is in a string that is JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonContent {
    /// Its schema, where there is one.
    pub schema: Option<ReferenceOr<Schema>>,
}

/// A crate that a generated crate depends on because a hint says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependency {
    /// What versions fit.
    pub version: Option<String>,
    /// The features that are turned on.
    pub features: Vec<String>,
    /// Whether the default ones are, where it is said.
    pub default_features: Option<bool>,
    /// The name of the crate's package, where it is another one.
    pub package: Option<String>,
    /// The folder that it lies in.
    pub path: Option<String>,
    /// The repository that it comes from.
    pub git: Option<String>,
    /// The commit there.
    pub rev: Option<String>,
}

/// A value of a discriminator: a string, a number or a boolean.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscriminatorValue {
    /// Its text as it is written.
    pub text: String,
    /// The same in JSON, without quotes.
    pub json: String,
}

impl DiscriminatorValue {
    /// A string.
    pub fn of_text(text: String) -> Self {
        Self { json: text.clone(), text }
    }
}

/// `x-client`: what a client is given at construction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClientHint {
    /// Of `base-url`.
    pub base_url: Option<String>,
    /// Of `base-url`: its environment variable.
    pub base_url_env: Option<String>,
    /// Of `token`: its environment variable.
    pub token_env: Option<String>,
    /// Names and values, sorted.
    pub headers: Vec<(String, String)>,
    /// What is given to the client once, sorted by name: parameters of operations, and variables of the server's address,
    /// which are given so anyway and get an environment variable here.
    pub parameters: Vec<BoundHint>,
    /// Sorted by name.
    pub servers: Vec<ServerHint>,
}

/// A parameter that is given to the client once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BoundHint {
    /// Its name on the wire.
    pub name: String,
    /// Its environment variable.
    pub env: Option<String>,
    /// Where the document says so.
    pub at: Pointer,
}

/// A named server.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServerHint {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The environment variable of the address.
    pub env: Option<String>,
}

/// `x-envelope`: where the payload lies in a response.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnvelopeHint {
    /// The property that holds it.
    pub payload: String,
}

/// `x-stream`: how the values of a sequence come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StreamHint {
    /// The property that holds each of them.
    pub payload: Option<String>,
    /// The property by which the server tells that it failed.
    pub error: Option<String>,
    /// The text of the item that only says that no other follows.
    pub end: Option<String>,
    /// Whether each comes as the data of a server-sent event, whatever the media type is.
    pub is_events: bool,
    /// Whether the response is a stream only where that is asked for.
    pub is_optional: bool,
}

/// `x-pagination`, as far as one place says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PaginationHint {
    /// The word of another generator's that says it.
    pub word: Option<&'static str>,
    /// How the next page is asked for.
    pub style: Option<PaginationStyle>,
    /// The query parameter for the number of a page.
    pub page: Option<String>,
    /// The query parameter for the number of items before a page.
    pub offset: Option<String>,
    /// The query parameter for a cursor.
    pub cursor: Option<String>,
    /// The number of the first page.
    pub first: Option<i64>,
    /// The query parameter for the size of a page.
    pub size: Option<String>,
    /// Where the response has the items (JSON pointer), as the following ones.
    pub items: Option<String>,
    /// The number of all items.
    pub total: Option<String>,
    /// The number of the page.
    pub current: Option<String>,
    /// The number of the last page.
    pub last: Option<String>,
    /// The cursor or the address of the next page.
    pub next: Option<String>,
    /// For pages that are asked for by address: parameters of the query that every page is asked for with, whatever the
    /// address says of them.
    pub keep: Option<Vec<String>>,
    /// For pages that are asked for by address: the id of the operation that gives the further pages. Its path tells where
    /// an address goes that is only a part of one: into the parameter that the first operation's path has not.
    pub operation: Option<String>,
}

/// How the next page of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaginationStyle {
    /// By its number.
    Page,
    /// By the number of items before it.
    Offset,
    /// By a cursor that the last page gave.
    Cursor,
    /// By an address in the last page.
    NextLink,
    /// By an address in the header `Link`.
    LinkHeader,
}

/// `x-changes`: how changes to a definition are written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangesHint {
    /// The definition.
    pub of: String,
    /// Properties that the server empties when they are left out.
    pub resend: Vec<String>,
    /// Properties whose own properties are changed one by one.
    pub merge: Vec<String>,
    /// Properties that the server does not take empty.
    pub not_empty: Vec<String>,
    /// Properties whose items are objects when they are read, each with what is sent of such an object; sorted.
    pub keys: Vec<(String, String)>,
}

/// What is said of the values of an enum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnumHints {
    /// `x-enum-open`: whether values beyond the listed ones are expected.
    pub open: Option<bool>,
    /// `x-enum-varnames`: the Rust names, by value.
    pub names: BTreeMap<String, String>,
    /// `x-enum-descriptions`: what the values mean.
    pub descriptions: BTreeMap<String, String>,
}

/// How values of a schema look in XML.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct XmlHint {
    /// The name of the element or attribute.
    pub name: Option<String>,
    /// Its namespace.
    pub namespace: Option<String>,
    /// The prefix of its name.
    pub prefix: Option<String>,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Whether a list has an element of its own.
    pub wrapped: bool,
    /// Whether it is the text of its object's element (`x-ms-text`).
    pub text: bool,
}

/// A hint that an operation may switch off.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Switch<T> {
    /// Nothing is declared here.
    #[default]
    Unset,
    /// `false`.
    Off,
    /// A value.
    On(T),
}

impl<T> Switch<T> {
    /// Returns what is declared elsewhere, where nothing is declared here.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Option<T>) -> Self {
        match self {
            Self::Unset => other().map_or(Self::Unset, Self::On),
            declared => declared,
        }
    }
}

impl PaginationHint {
    /// Returns what the operation says, and for the rest what the whole API says.
    #[must_use]
    pub fn over(self, root: Option<&Self>) -> Self {
        let Some(root) = root.cloned() else { return self };
        Self {
            word: self.word,
            style: self.style.or(root.style),
            page: self.page.or(root.page),
            offset: self.offset.or(root.offset),
            cursor: self.cursor.or(root.cursor),
            first: self.first.or(root.first),
            size: self.size.or(root.size),
            items: self.items.or(root.items),
            total: self.total.or(root.total),
            current: self.current.or(root.current),
            last: self.last.or(root.last),
            next: self.next.or(root.next),
            keep: self.keep.or(root.keep),
            operation: self.operation.or(root.operation),
        }
    }
}

impl XmlHint {
    /// Returns what is declared here, and for the rest what is declared there.
    #[must_use]
    pub fn over(self, there: Self) -> Self {
        Self {
            name: self.name.or(there.name),
            namespace: self.namespace.or(there.namespace),
            prefix: self.prefix.or(there.prefix),
            attribute: self.attribute || there.attribute,
            wrapped: self.wrapped || there.wrapped,
            text: self.text || there.text,
        }
    }
}

/// Returns the name that a hint gives: a string with at least one letter or digit. None when it is not one.
pub fn name(hint: &str) -> Option<&str> {
    Some(hint).filter(|name| name.chars().any(char::is_alphanumeric))
}
