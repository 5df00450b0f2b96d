//! Types.

use std::sync::Arc;

use serde_json::Value;

use super::{Constraints, Doc, Header, OwnType, Sample, StatusPattern};
use crate::names::Ident;
use crate::pointer::Pointer;

/// A type that the generated crate defines.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Its name.
    pub name: Ident,
    /// What it means.
    pub doc: Doc,
    /// What it is.
    pub shape: Shape,
    /// Further traits that it derives, as paths.
    pub derives: Vec<String>,
    /// Further attributes.
    pub attributes: Vec<String>,
    /// Whether requests carry it: constructor and setters are printed only then.
    pub sent: bool,
    /// Whether parameters are of it, so that it is written as text. Only of a union is there something to print.
    pub is_parameter: bool,
    /// Whether users are warned off.
    pub deprecated: bool,
    /// How it is made of a change to another type, when that is known.
    pub changes: Option<Changes>,
    /// What a value of it must be like, where that is not the place's business: when it is looked at alone.
    pub constraints: Constraints,
    /// A value of it, where one can be made.
    pub example: Option<TypeExample>,
    /// Where it stands in the document.
    pub at: Pointer,
}

impl TypeDef {
    /// A type of which only its name and its shape are known.
    #[must_use]
    pub fn new(name: Ident, shape: Shape) -> Self {
        Self {
            name,
            doc: Doc::default(),
            shape,
            derives: Vec::new(),
            attributes: Vec::new(),
            sent: false,
            is_parameter: false,
            deprecated: false,
            changes: None,
            constraints: Constraints::default(),
            example: None,
            at: Pointer::root(),
        }
    }
}

/// A value of a type that the crate defines.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeExample {
    /// It is read from this JSON.
    Json(Arc<str>),
    /// An alternative, and the JSON of what it holds, if it does.
    Variant(Ident, Option<Arc<str>>),
    /// The names and the values of headers.
    Headers(Vec<(String, String)>),
}

/// How the changes to a type are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The type that is changed.
    pub of: Type,
    /// Properties that the server empties when they are left out.
    pub resend: Vec<String>,
    /// Properties whose own properties are changed one by one.
    pub merge: Vec<String>,
    /// Properties that the server does not take empty.
    pub not_empty: Vec<String>,
    /// Properties whose items are objects when they are read, each with what is sent of such an object.
    pub keys: Vec<(String, String)>,
}

/// The shapes of defined types.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object.
    Struct(Struct),
    /// One of several strings.
    StringEnum {
        /// In the document's order.
        variants: Vec<Variant>,
        /// Whether other strings are read too, and kept; otherwise they are an error.
        open: bool,
    },
    /// One of several integers.
    IntegerEnum {
        /// In the document's order.
        variants: Vec<IntVariant>,
        /// Whether other integers are read too, and kept; otherwise they are an error.
        open: bool,
    },
    /// A string or an integer that is not to be taken for another one: a struct with nothing else in it.
    Newtype(Type),
    /// A list of always the same items: another name for a tuple of Rust.
    Tuple(Vec<Type>),
    /// One of several types, distinguished by the kind of the JSON value, or by trying in order.
    Union(Vec<UnionVariant>),
    /// One of several objects, distinguished by the string, number or boolean in the property `tag`.
    Tagged {
        /// The property that holds the tag.
        tag: String,
        /// In the document's order.
        variants: Vec<TaggedVariant>,
        /// The variant of objects with another tag or none; they fit no variant where there is none.
        otherwise: Option<Ident>,
    },
    /// What a call gives, by the status of its response.
    ByStatus(Vec<StatusVariant>),
    /// What errors carry, by the status of their response: the alternatives, and where each is declared, by its place
    /// among them.
    Errors {
        /// Sorted by name.
        variants: Vec<UnionVariant>,
        /// Sorted by status.
        rows: Vec<(StatusPattern, Vec<usize>)>,
    },
    /// The headers of a response, in the order of their names.
    Headers(Vec<Header>),
    /// Another name for a type.
    Alias(Type),
}

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// Whether it is a list in JSON: the names of its properties are the places of its first items, and the field for further ones
    /// is a list.
    pub is_tuple: bool,
    /// The field for properties beside the named ones.
    pub rest: Rest,
    /// Whether the constructor has more arguments than the linter allows without a word.
    pub has_many_arguments: bool,
    /// What the properties that no field names must be like.
    pub additional_constraints: Constraints,
    /// The defaults of properties, as far as a constant can hold them.
    pub constants: Vec<Constant>,
}

impl Struct {
    /// Whether it has no value before it is read, because a field has none. Then it is no `Default`.
    pub fn is_late(&self) -> bool {
        self.fields.iter().any(|field| field.late)
    }
}

/// The default of a property or a parameter: what the server takes where it is absent.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// Its name.
    pub name: Ident,
    /// The name on the wire.
    pub wire: String,
    /// The type of what has it. The constant of a string is a `&str`.
    pub ty: Type,
    /// The value.
    pub value: Sample,
}

/// What becomes of properties that no field names.
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
    /// The property's name on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
    /// Its type without `Option`.
    pub ty: Type,
    /// Whether it is always there.
    pub presence: Presence,
    /// The one value that it can have, as text: nobody is asked for it.
    pub fixed: Option<String>,
    /// The envelope's property that the value may be wrapped in (`data`).
    pub envelope: Option<String>,
    /// What the document gives as an example of it.
    pub example: Option<Value>,
    /// What the server takes where it is absent.
    pub default: Option<Value>,
    /// What its value must be like, where it is sent.
    pub constraints: Constraints,
    /// Whether users are warned off.
    pub deprecated: bool,
    /// Whether callers hand over whatever becomes the value, or an item of it: text for a string, a file's path for a file.
    pub converts: bool,
    /// Whether it is always a value of a type that has none before it is read.
    pub late: bool,
    /// The JSON in it, where it is a string that has some, or a list or a map of such.
    pub content: Option<StringContent>,
    /// Further attributes.
    pub attributes: Vec<String>,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// The JSON in a string.
#[derive(Debug, Clone, PartialEq)]
pub struct StringContent {
    /// The method that reads it.
    pub name: Ident,
    /// What it is.
    pub ty: Type,
    /// Which strings have it.
    pub place: ContentPlace,
}

/// Which strings of a field have JSON in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentPlace {
    /// The field itself.
    Whole,
    /// The items of a list.
    Items,
    /// The values of a map.
    Values,
}

impl Field {
    /// Whether the constructor takes it: it is required, and there is a choice.
    pub fn is_argument(&self) -> bool {
        self.presence.is_given_at_first() && self.fixed.is_none()
    }
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
    /// Absent or a value, and never sent: `Option<T>`. Only the server sets it.
    ReadOnly,
    /// Sent, and usually absent in what is received: `Option<T>`, which the constructor sets. Only callers set it.
    WriteOnly,
}

impl Presence {
    /// Whether the constructor sets it.
    pub fn is_given_at_first(self) -> bool {
        match self {
            Self::Required | Self::Tag | Self::WriteOnly => true,
            Self::RequiredNullable | Self::Optional | Self::OptionalNullable | Self::ReadOnly => false,
        }
    }
}

/// A variant of a string enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Ident,
    /// The text on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
}

/// A variant of an integer enum.
#[derive(Debug, Clone, PartialEq)]
pub struct IntVariant {
    /// Its name.
    pub name: Ident,
    /// The number on the wire.
    pub wire: i64,
    /// What it means.
    pub doc: Doc,
}

/// A variant of a union without a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// What it holds.
    pub ty: Type,
    /// What that must be like.
    pub constraints: Constraints,
    /// What becomes the union by itself.
    pub from: Conversion,
}

/// A variant of a union with a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct TaggedVariant {
    /// Its name.
    pub name: Ident,
    /// The tag's values that choose it, as text: none where no value of the tag belongs to it.
    pub wire: Vec<String>,
    /// What it holds.
    pub ty: Type,
    /// What that must be like.
    pub constraints: Constraints,
    /// What becomes the union by itself.
    pub from: Conversion,
}

/// Which values become a union without the name of their variant: the impls of `From`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conversion {
    /// None: no request carries the union, or another variant holds the same type.
    #[default]
    None,
    /// What the variant holds; without its `Box` where it has one.
    Value,
    /// The same, which is `String`, and `&str`.
    String,
}

/// What a success of one status carries.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusVariant {
    /// Its name.
    pub name: Ident,
    /// The status; of all of a hundred, the last one.
    pub status: u16,
    /// Whether it is that of all of the hundred (`2XX`) that no other variant is for.
    pub is_range: bool,
    /// What it means.
    pub doc: Doc,
    /// What it holds; nothing where the response has no body, or none that is JSON.
    pub ty: Option<Type>,
    /// What it holds as it came, where that is no JSON.
    pub raw: Option<RawBody>,
}

/// A body as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawBody {
    /// Bytes.
    Bytes,
    /// Text.
    Text,
}

/// A type where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// An `i64` that JSON has as a string.
    QuotedI64,
    /// A `u64` that JSON has as a string.
    QuotedU64,
    /// A number that keeps its digits, whatever its size.
    JsonNumber,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// A string that is not to be shown (`password`).
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
    /// A type that the document names: of another crate, or of whoever keeps the crate.
    Own(Box<OwnType>),
    /// A type that the crate defines.
    Named {
        /// Its name.
        name: Ident,
        /// Where it lives.
        home: Home,
    },
}

/// Where a named type lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// In the file that uses it.
    Here,
    /// In `types`.
    Types,
}
