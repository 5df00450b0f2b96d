//! What is to be generated, decided to the last detail.
//!
//! `lower` writes these values and `emit` prints them. Plain data: an emitter that needs
//! to think means that a field is missing here.

pub mod markup;

use crate::names::Ident;
use crate::pointer::Pointer;

/// One crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// The API's name, as its document gives it.
    pub title: String,
    /// The version of the API's document.
    pub version: String,
    /// The description of the whole API.
    pub doc: Doc,
    /// What a client is told at construction.
    pub client: Client,
    /// How lists are paged: each distinct scheme once.
    pub pagings: Vec<Paging>,
    /// The named definitions and what lies inline in them, in groups that the same features need.
    pub types: Vec<TypeGroup>,
    /// One per tag, sorted by name.
    pub modules: Vec<Module>,
    /// What bodies look like that are XML.
    pub markup: markup::Markup,
}

/// Prose: trimmed text, paragraphs kept. Empty when the document says nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Doc(pub String);

/// The facts that a client is built from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Client {
    /// Where the API lives, unless the application says otherwise: an address in which `{name}` stands for a variable.
    pub base_url: Option<String>,
    /// The variables of that address, in its order.
    pub variables: Vec<Variable>,
    /// The environment variable that overrides it.
    pub base_url_env: Option<String>,
    /// The environment variable that holds the token.
    pub token_env: Option<String>,
    /// Headers sent with every request.
    pub headers: Vec<(String, String)>,
    /// Parameters given once, to the client.
    pub bound: Vec<Bound>,
    /// Further hosts that single operations live on.
    pub servers: Vec<Server>,
    /// The security schemes of the document.
    pub schemes: Vec<Scheme>,
    /// What an operation without a security of its own needs: alternatives of schemes sent together.
    pub auth: Vec<Vec<String>>,
}

/// A parameter that the client binds for all its calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The setter of the builder.
    pub name: Ident,
    /// The method of the client that gives a sibling bound to another value (`for_org_id`).
    pub rebind: Ident,
    /// The parameter's name on the wire.
    pub wire: String,
    /// The environment variable that holds it.
    pub env: Option<String>,
    /// What it means.
    pub doc: Doc,
}

/// A part of the base URL that applications give.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// How it is given, as a parameter that the client binds.
    pub bound: Bound,
    /// Its value unless the application gives another.
    pub default: Option<String>,
    /// The values that it can have; any where there are none.
    pub values: Vec<String>,
}

/// A host beside the default one.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The setter of the builder (`account_url`).
    pub setter: Ident,
    /// The name operations refer to it by.
    pub name: String,
    /// Where it is by default.
    pub url: String,
    /// The environment variable that overrides it.
    pub env: Option<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// What is sent.
    pub kind: SchemeKind,
}

/// What a security scheme sends.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer TOKEN`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in the named header.
    Header(String),
    /// A key in the named query parameter.
    Query(String),
}

/// Which parameters walk a list, and where a reply tells how far it has come.
/// Places in the reply are JSON pointers (`/meta/pagination/total`).
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The parameter that sets the size of a page.
    pub size: Option<String>,
    /// Where the items lie; empty for a bare list.
    pub items: String,
    /// Where the server counts all items.
    pub total: Option<String>,
    /// Where the reply gives the number of its page.
    pub current: Option<String>,
    /// Where the reply gives the number of the last page.
    pub last: Option<String>,
    /// Where the reply gives the address or cursor of the next page.
    pub next: Option<String>,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum PagingStyle {
    /// By number, in this query parameter, counted from `first`.
    Page {
        /// The parameter's name on the wire.
        param: String,
        /// The number of the first page.
        first: i64,
    },
    /// By the number of items to skip, in this query parameter.
    Offset {
        /// The parameter's name on the wire.
        param: String,
    },
    /// By a cursor out of the last reply, in this query parameter.
    Cursor {
        /// The parameter's name on the wire.
        param: String,
    },
    /// By an address out of the last reply.
    NextLink {
        /// Parameters of the query that every page is asked for with, whatever the address says of them.
        keep: Vec<String>,
        /// The path of further pages, and the parameter in it that the address is the value of; none where the address
        /// stands for itself.
        path: Option<(String, String)>,
    },
    /// By the `Link` header's `rel="next"`.
    LinkHeader,
}

/// Types that exactly the same features need: one file under `types/`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeGroup {
    /// The file.
    pub name: Ident,
    /// The features any of which needs these types; sorted. Empty: always compiled.
    pub features: Vec<String>,
    /// Sorted by name.
    pub types: Vec<TypeDef>,
}

/// What a tag becomes: a file, a Cargo feature and a handle.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The file, and the client's method that gives the handle (`groups`).
    pub name: Ident,
    /// The Cargo feature.
    pub feature: String,
    /// The handle's type (`Groups`).
    pub handle: Ident,
    /// The tag in the document.
    pub tag: String,
    /// The tag's description.
    pub doc: Doc,
    /// Sorted by path and method.
    pub endpoints: Vec<Endpoint>,
    /// Types inline in these endpoints, sorted by name.
    pub types: Vec<TypeDef>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// The operation id, or `GET /path` where there is none.
    pub id: String,
    /// The method's name.
    pub name: Ident,
    /// The type that carries the setters of the optional parameters; none where there are none.
    pub options_name: Option<Ident>,
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
    /// The optional parameters: a setter each.
    pub options: Vec<Arg>,
    /// Parameters of the query that the client is bound to.
    pub bound: Vec<String>,
    /// Required parameters that can have one value only: sent without being asked for.
    pub fixed: Vec<Fixed>,
    /// The request body, when it is one value. Fields of forms are in `args` and `options`.
    pub body: Option<Body>,
    /// The media type of the body, where another endpoint sends the same operation's body as another kind.
    pub media: Option<String>,
    /// How form fields travel; `None` when there are none.
    pub form: Option<Form>,
    /// What a success carries.
    pub reply: Reply,
    /// What replies that are no success carry, in the document's order.
    pub failures: Vec<Failure>,
    /// The type that the bodies of all of them read as; none where nothing is declared.
    pub failure: Option<Type>,
    /// The media types asked for when not JSON.
    pub accept: Option<String>,
    /// Security other than the client's default: alternatives of schemes; empty means none is sent.
    pub auth: Option<Vec<Vec<String>>>,
    /// Whether a repeat is safe, where the method does not tell.
    pub retry: Option<Retry>,
    /// The header that carries a key by which the server knows a repeat.
    pub idempotency_key: Option<String>,
    /// The optional parts of the runtime that it needs: Cargo features beside its module's.
    pub needs: Vec<String>,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// Whether a request may be repeated, whatever its method says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Retry {
    /// Never: it has side effects.
    Never,
    /// Always: a repeat is harmless.
    Always,
}

/// A parameter, or a field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Arg {
    /// The argument or the setter.
    pub name: Ident,
    /// The name on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
    /// Its type; never `Json` of an object in path, query or header.
    pub ty: Type,
    /// Where it travels.
    pub place: Place,
    /// How a list is written.
    pub list: ListStyle,
    /// How the lists in a list are written, from the outside in; those not told are joined by commas.
    pub inner: Vec<ListStyle>,
    /// Whether the reserved characters of its value, slashes above all, stand for themselves.
    pub reserved: bool,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// A parameter with one possible value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixed {
    /// The name on the wire.
    pub wire: String,
    /// The value, as text.
    pub value: String,
    /// Where it travels.
    pub place: Place,
    /// Whether the reserved characters of its value stand for themselves.
    pub reserved: bool,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// In the path template.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the form that is the body.
    Form,
}

/// How a list is written into one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ListStyle {
    /// Joined by commas.
    #[default]
    Csv,
    /// Joined by spaces.
    Ssv,
    /// Joined by tabs.
    Tsv,
    /// Joined by bars.
    Pipes,
    /// The parameter once per item.
    Multi,
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
    /// Whether it is an argument; otherwise a setter.
    pub required: bool,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyKind {
    /// As JSON, with this media type when it is not `application/json`.
    Json {
        /// What is written.
        ty: Type,
        /// The media type, when it is not `application/json`.
        media: Option<String>,
    },
    /// As XML.
    Xml {
        /// What is written.
        ty: Type,
        /// The media type.
        media: String,
        /// The index of the body's element in [`markup::Markup::roots`].
        root: usize,
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

/// How the fields of a form travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `multipart/form-data`.
    Multipart,
}

/// What a success carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What the caller gets.
    pub kind: ReplyKind,
    /// The member of the reply's object that holds the payload (`data`), when it is wrapped.
    pub envelope: Option<String>,
    /// Where it is XML: the index of the body's element in [`markup::Markup::roots`].
    pub xml: Option<usize>,
    /// The headers that the document promises: a type of the shape [`Shape::Headers`].
    pub headers: Option<Type>,
}

/// A header of a reply.
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
}

/// What a reply that is no success carries: an error is read as this by who asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// When it comes.
    pub status: Statuses,
    /// What it means.
    pub doc: Doc,
    /// What its JSON body is.
    pub ty: Type,
}

/// The statuses that a reply is declared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statuses {
    /// One.
    One(u16),
    /// All of a hundred (`4XX`).
    Hundred(u16),
    /// All that nothing else is declared for (`default`).
    Others,
}

impl std::fmt::Display for Statuses {
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
pub enum ReplyKind {
    /// Nothing.
    Empty,
    /// One value: JSON, or XML.
    Json(Type),
    /// One of several JSON values, told apart by the status: a type of the shape [`Shape::Statuses`].
    ByStatus(Type),
    /// One page of a list of this type, walked by the paging at this index of `Api::pagings`.
    Page {
        /// The type of the list's items.
        item: Type,
        /// The index of its paging.
        paging: usize,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A type that the generated crate defines.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Its name.
    pub name: Ident,
    /// What it means.
    pub doc: Doc,
    /// What it is.
    pub shape: Shape,
    /// Whether requests carry it: constructor and setters are printed only then.
    pub sent: bool,
    /// Whether users are warned off.
    pub deprecated: bool,
    /// How it is made of a change to another type, when that is known.
    pub changes: Option<Changes>,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// How the changes to a type are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The type that is changed.
    pub of: Type,
    /// Members that the server empties when they are left out.
    pub resend: Vec<String>,
    /// Members whose own members are changed one by one.
    pub merge: Vec<String>,
    /// Members that the server does not take empty.
    pub not_empty: Vec<String>,
    /// Members whose items are objects when they are read, each with what is sent of such an object.
    pub keys: Vec<(String, String)>,
}

/// The shapes of defined types.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object.
    Struct(Struct),
    /// One of several texts.
    TextEnum(Vec<Variant>),
    /// One of several whole numbers.
    IntEnum(Vec<IntVariant>),
    /// One of several types, told apart by the kind of the JSON value, or by trying in order.
    Union(Vec<UnionVariant>),
    /// One of several objects, told apart by the text in the member `tag`.
    Tagged {
        /// The member that holds the tag.
        tag: String,
        /// In the document's order.
        variants: Vec<TaggedVariant>,
        /// The variant of objects with another tag or none; they fit no variant where there is none.
        otherwise: Option<Ident>,
    },
    /// What a call gives, by the status of its reply.
    Statuses(Vec<StatusVariant>),
    /// What errors carry, by the status of their reply: the alternatives, and where each is declared, by its place
    /// among them.
    Failures {
        /// Sorted by name.
        variants: Vec<UnionVariant>,
        /// Sorted by status.
        rows: Vec<(Statuses, Vec<usize>)>,
    },
    /// The headers of a reply, in the order of their names.
    Headers(Vec<Header>),
    /// Another name for a type.
    Alias(Type),
}

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The field for members beside the named ones.
    pub rest: Rest,
}

/// What becomes of members that no field names.
#[derive(Debug, Clone, PartialEq)]
pub enum Rest {
    /// Kept as they came in a field of the runtime's type `Extra`.
    Extra {
        /// The field.
        name: Ident,
    },
    /// Declared with a type of their own (`additionalProperties`): a map field. Values that do not fit go to `extra`.
    Typed {
        /// The map field.
        name: Ident,
        /// The type of its values.
        ty: Type,
        /// The field of the runtime's type `Extra`.
        extra: Ident,
    },
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field, and its setter.
    pub name: Ident,
    /// The member's name on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
    /// Its type without `Option`.
    pub ty: Type,
    /// Whether it is always there.
    pub presence: Presence,
    /// The one value that it can have, as text: nobody is asked for it.
    pub fixed: Option<String>,
    /// The envelope's member that the value may be wrapped in (`data`).
    pub envelope: Option<String>,
    /// Whether users are warned off.
    pub deprecated: bool,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// Which of absent, null and a value a field can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Presence {
    /// Always a value: `T`.
    Required,
    /// Always sent, since it tells types apart, and not missed where it is known anyway: `T`.
    Tag,
    /// Always there, perhaps null: `Option<T>`, written as null when none.
    RequiredNullable,
    /// Absent or a value: `Option<T>`, left out when none. Null reads as none.
    Optional,
    /// Absent, null or a value, three different things to the server: `Maybe<T>`.
    OptionalNullable,
}

/// A variant of a text enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Ident,
    /// The text on the wire.
    pub wire: String,
}

/// A variant of an integer enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct IntVariant {
    /// Its name.
    pub name: Ident,
    /// The number on the wire.
    pub wire: i64,
}

/// A variant of a union without a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// What it holds.
    pub ty: Type,
}

/// A variant of a union with a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct TaggedVariant {
    /// Its name.
    pub name: Ident,
    /// The tag's texts that choose it.
    pub wire: Vec<String>,
    /// What it holds.
    pub ty: Type,
}

/// What a success of one status carries.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusVariant {
    /// Its name.
    pub name: Ident,
    /// The status.
    pub status: u16,
    /// What it means.
    pub doc: Doc,
    /// What it holds; nothing where the reply has no body.
    pub ty: Option<Type>,
}

/// A type where it is used.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// A text that is not to be shown (`password`).
    Secret,
    /// Bytes, base64 in JSON.
    Bytes,
    /// The same in the alphabet for addresses (`base64url`).
    BytesUrl,
    /// A moment, any spelling (`date-time`).
    Timestamp,
    /// A moment, written as the headers of HTTP have it (`date-time-rfc1123`).
    HttpDate,
    /// A moment, written as the seconds since 1970 (`unixtime`).
    UnixTime,
    /// A length of time as ISO 8601 has it (`duration`).
    Duration,
    /// A day (`date`).
    Date,
    /// A file of a form.
    File,
    /// Free-form JSON.
    Json,
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Box<T>`: a recursion is broken here.
    Boxed(Box<Type>),
    /// `Option<T>` inside a list or a map; as a parameter, one whose value may be left empty.
    Nullable(Box<Type>),
    /// A type that the crate defines.
    Named {
        /// Its name.
        name: Ident,
        /// Where it lives.
        home: Home,
    },
}

/// Where a named type lives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Home {
    /// In the file that uses it.
    Here,
    /// In `types`.
    Types,
}
