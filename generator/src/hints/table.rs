//! The names of the extensions that steer generation.
//!
//! Some documents carry words of another generator's for the same. `normalize::extensions::others` reads those of Speakeasy and
//! Fern; [`OTHER_NAMES`] are read as [`NAME`]; `x-enumNames` is read as [`ENUM_NAMES`], `x-enumDescriptions`
//! as [`ENUM_DESCRIPTIONS`], `x-ms-enum` as both with [`ENUM_OPEN`] and [`ENUM_TYPE`], `x-ms-pageable` as [`PAGINATION`],
//! `x-ms-discriminator-value` as [`DISCRIMINATOR_VALUE`], `x-ms-parameterized-host` as a server with variables, `x-ms-paths`
//! as further paths, `x-ms-skip-url-encoding` as a value whose reserved characters, in a path its slashes, stand for
//! themselves.

/// On a definition: the discriminator's value for it, when not its name.
pub const DISCRIMINATOR_VALUE: &str = "x-discriminator-value";
/// Facts for the client as a whole: [`ClientHint`](super::values::ClientHint).
pub const CLIENT: &str = "x-client";
/// Where the payload lies in a response.
pub const ENVELOPE: &str = "x-envelope";
/// How the next page of a list is asked for, and where the items are: [`PaginationHint`](super::values::PaginationHint).
pub const PAGINATION: &str = "x-pagination";
/// The Rust name.
pub const NAME: &str = "x-name";
/// Words of other generators for [`NAME`].
pub const OTHER_NAMES: [&str; 6] = [
    "x-speakeasy-name-override",
    "x-fern-sdk-method-name",
    "x-fern-type-name",
    "x-fern-parameter-name",
    "x-fern-property-name",
    "x-ms-client-name",
];
/// Microsoft's word for a value whose reserved characters, in a path its slashes, stand for themselves.
pub const SKIP_ENCODING: &str = "x-ms-skip-url-encoding";
/// `never` or `always`.
pub const RETRY: &str = "x-retry";
/// The header that carries a key by which the server knows a repeat.
pub const IDEMPOTENCY_KEY: &str = "x-idempotency-key";
/// How changes are written: what must be sent again, and what the server takes as a whole.
pub const CHANGES: &str = "x-changes";
/// May be null.
pub const NULLABLE: &str = "x-nullable";
/// On a string or an integer, or a list of such: the name of a type of its own. Places with the same name share it.
pub const NEWTYPE: &str = "x-newtype";
/// Whether values beyond the listed ones are expected.
pub const ENUM_OPEN: &str = "x-enum-open";
/// On an enum, or a list of one: the name of its type. Places with the same name share one type, and must agree on the
/// values; so must a definition of that name, which is the type then.
pub const ENUM_TYPE: &str = "x-enum-type";
/// The Rust names of values of an enum: an object by value, or a list in the order of `enum`.
pub const ENUM_NAMES: &str = "x-enum-varnames";
/// What the values of an enum mean: an object by value, or a list in the order of `enum`.
pub const ENUM_DESCRIPTIONS: &str = "x-enum-descriptions";
/// Alternative schemas, which Swagger 2.0 has no word for.
pub const ONE_OF: &str = "x-one-of";
/// On a definition, its type, or on a property, its field: attributes. At the root: those of all types.
pub const RUST_ATTRIBUTES: &str = "x-rust-attributes";
/// At the root: the crates that types and traits of other hints are of, each with its version:
/// [`Dependency`](super::values::Dependency).
pub const RUST_DEPENDENCIES: &str = "x-rust-dependencies";
/// On a definition: further traits that its type derives, as paths. At the root: those of all types.
pub const RUST_DERIVE: &str = "x-rust-derive";
/// At the root: the types of strings, numbers and integers, by their format.
pub const RUST_FORMATS: &str = "x-rust-formats";
/// On a schema or a parameter: the path of its type, of another crate or of one's own, in place of one that is generated.
pub const RUST_TYPE: &str = "x-rust-type";
/// On an operation: its response is a sequence of JSON values, which are read as they come:
/// [`StreamHint`](super::values::StreamHint).
pub const STREAM: &str = "x-stream";
/// On an operation: whether it changes nothing, where the method does not tell.
pub const SAFE: &str = "x-safe";
/// On an operation: its id as names are made of it, where `operationId` has another one only to be unique.
pub const OPERATION_ID: &str = "x-operation-id";
/// The named server that an operation lives on.
pub const SERVER: &str = "x-server";
/// At the root: the requests that the API sends, where the dialect has no word for them.
pub const WEBHOOKS: &str = "x-webhooks";

/// A hint that documents and overlays may carry.
#[derive(Debug, Clone, Copy)]
pub struct Hint {
    /// The extension.
    pub name: &'static str,
    /// Where it has an effect.
    pub places: &'static str,
    /// What its value looks like.
    pub values: &'static str,
}

const fn hint(name: &'static str, places: &'static str, values: &'static str) -> Hint {
    Hint { name, places, values }
}

/// All hints, sorted by name. All other extensions are ignored. `spec/README.md` has the same table with what each means.
pub const ALL: &[Hint] = &[
    hint(CHANGES, "definition of an object", "object: `of`, `resend`, `merge`, `not-empty`, `keys`"),
    hint(CLIENT, "root", "object: `base-url`, `token`, `headers`, `parameters`, `servers`"),
    hint(DISCRIMINATOR_VALUE, "definition", "string, number or boolean"),
    hint(ENUM_DESCRIPTIONS, "`enum` of strings or integers", "object: text by value; or list in the order of `enum`"),
    hint(ENUM_OPEN, "schema or parameter with an `enum` of strings or integers", "boolean"),
    hint(ENUM_TYPE, "schema or parameter with an `enum` of strings or integers, or a list of one", "string"),
    hint(ENUM_NAMES, "`enum` of strings or integers", "object: name by value; or list in the order of `enum`"),
    hint(ENVELOPE, "root, operation, property", "object: `payload`, `meta`; `false` on an operation; `true` on a property"),
    hint(IDEMPOTENCY_KEY, "root, operation", "name of a header; `false` on an operation"),
    hint(NAME, "tag, operation, parameter, definition, property, alternative, other schema that becomes a type", "string"),
    hint(NEWTYPE, "schema or parameter of a string or an integer, or a list of such", "string"),
    hint(NULLABLE, "schema, parameter", "boolean"),
    hint(ONE_OF, "schema", "list of schemas"),
    hint(OPERATION_ID, "operation", "string"),
    hint(
        PAGINATION,
        "root, operation",
        "object: `style` (`page`, `offset`, `cursor`, `next-link`, `link-header`), `page`, `offset`, `cursor`, `first`, `size`, \
         `items`, `total`, `current`, `last`, `next`, `keep`, `operation`; `false` on an operation",
    ),
    hint(RETRY, "operation", "`never` or `always`"),
    hint(RUST_ATTRIBUTES, "root, definition, property", "list of attributes"),
    hint(
        RUST_DEPENDENCIES,
        "root",
        "object: by crate a version, or an object: `version`, `features`, `default-features`, `package`, `path`, `git`, `rev`",
    ),
    hint(RUST_DERIVE, "root, definition", "list of paths of traits"),
    hint(RUST_FORMATS, "root", "object: path of a type by format"),
    hint(RUST_TYPE, "schema, parameter", "path of a type"),
    hint(SAFE, "operation", "boolean"),
    hint(SERVER, "operation", "name of a server of `x-client`"),
    hint(STREAM, "operation", "boolean; or object: `payload`, `error`, `end`"),
    hint(WEBHOOKS, "root", "object: path items by name"),
];

/// Tells whether an extension is one of the hints.
pub fn is_hint(name: &str) -> bool {
    ALL.iter().any(|hint| hint.name == name)
}

/// Returns the hint that an unknown extension is most likely meant to be: one whose name is a slip of the pen away.
///
/// Extensions belong to everybody, so that only the nearest names count: one letter missing, added, wrong or swapped with
/// its neighbour, two in a name of ten letters or more. A plural is a word of its own (`x-servers` is not `x-server`).
pub fn near_miss(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let distance = |hint: &Hint| {
        let limit = if hint.name.len() - PREFIX >= LONG { 2 } else { 1 };
        // Most extensions are far from all hints, which their length often shows already.
        let is_long_enough = hint.name.len().abs_diff(name.len()) <= limit;
        let distance = is_long_enough.then(|| strsim::osa_distance(&name, hint.name))?;
        (distance <= limit).then_some((distance, hint.name))
    };
    let (_, found) = ALL.iter().filter_map(distance).min_by_key(|(distance, _)| *distance)?;
    (name.strip_suffix('s') != Some(found)).then_some(found)
}

/// The length of `x-`, with which every name begins.
const PREFIX: usize = 2;

/// From how many letters on two of them may be wrong.
const LONG: usize = 10;
