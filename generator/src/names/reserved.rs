//! The names that are taken before anything of an API is named.

/// What a scope reserves, and so what kind of scope it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reserved {
    /// Nothing but keywords: arguments.
    #[default]
    Nothing,
    /// Modules of the crate, which are files, and methods of the client as well.
    Modules,
    /// The types of `types`.
    Types,
    /// The types in the file of a tag.
    ModuleTypes,
    /// The handle in the file of a tag.
    Handles,
    /// The methods of a handle. What these hide nobody misses: a handle is `Copy`, and is made by a client alone. But they must not
    /// be hidden themselves.
    Methods,
    /// The setters of a call.
    Setters,
    /// The setters of the client's builder.
    Builder,
    /// The fields of a struct, which are its setters as well.
    Fields,
    /// The variants of an enum or a union.
    Variants,
}

impl Reserved {
    /// What is added to a name that is reserved here; none for a free one.
    pub(super) fn suffix(self, name: &str) -> Option<&'static str> {
        let (lists, suffix): (&[&[&str]], _) = match self {
            Self::Nothing => return None,
            Self::Modules => (&[MODULES, TRAITS], "_"),
            Self::Types => (&[PRELUDE, TYPES], "Model"),
            Self::ModuleTypes => (&[PRELUDE, TYPES, CALLS], "Type"),
            Self::Handles => (&[PRELUDE, TYPES, CALLS], "Api"),
            Self::Methods => (&[BY_VALUE], "_"),
            Self::Setters => (&[SETTERS], "_"),
            Self::Builder => (&[BUILDER, TRAITS], "_"),
            Self::Fields => (&[FIELDS, TRAITS], "_"),
            Self::Variants => (&[VARIANTS], "Value"),
        };
        let is_taken = lists.iter().any(|list| list.contains(&name)) || (self == Self::Modules && is_device(name));
        is_taken.then_some(suffix)
    }
}

/// Whether Windows takes a file of this name for a device, whatever its ending.
pub(super) fn is_device(name: &str) -> bool {
    let is_port = |name: &str| matches!(name.as_bytes(), [b'0'..=b'9']);
    matches!(name, "aux" | "con" | "nul" | "prn") || ["com", "lpt"].iter().any(|port| name.strip_prefix(port).is_some_and(is_port))
}

/// Whether Rust keeps the word to itself, in any edition so far.
pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Whether a string is the path of an item, such as `serde::Serialize`: identifiers between `::`, which it may begin with.
pub fn is_path(text: &str) -> bool {
    let is_identifier = |name: &str| {
        let mut letters = name.chars();
        let starts = letters.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first));
        starts && letters.all(unicode_ident::is_xid_continue) && name != "_"
    };
    let text = text.strip_prefix("::").unwrap_or(text);
    text.split("::").enumerate().all(|(place, name)| is_identifier(name) && (!is_keyword(name) || place == 0 && name == "crate"))
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
    "pub", "ref", "return", "Self", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
];

/// Names that emitted code uses without importing them.
const PRELUDE: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

/// Names that emitted types import.
const TYPES: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Base64Url",
    "Date",
    "Extra",
    "HttpDate",
    "IsoDuration",
    "JsonNumber",
    "Maybe",
    "QuotedI64",
    "QuotedU64",
    "Secret",
    "Timestamp",
    "UnixTime",
    "Value",
];

/// Names that emitted calls import besides, and the parameter for their mode.
const CALLS: &[&str] = &[
    "AccessMode",
    "Async",
    "Binary",
    "Bytes",
    "Call",
    "Client",
    "ClientRef",
    "Empty",
    "File",
    "Joined",
    "Json",
    "ListStyle",
    "M",
    "Paged",
    "Text",
];

/// Modules of every crate, methods of every client, and crates that generated code may name.
const MODULES: &[&str] = &[
    "alloc",
    "base_server",
    "base_url",
    "begin",
    "bind",
    "blocking",
    "bound",
    "builder",
    "bytes",
    "call",
    "core",
    "endpoints",
    "example_values",
    "from_env",
    "generated",
    "guide",
    "http",
    "new",
    "oauth",
    "read_only",
    "request",
    "runtime",
    "serde",
    "serde_json",
    "shutdown",
    "std",
    "strict",
    "test",
    "token_provider",
    "types",
    "webhook",
    "without_token_provider",
    "xml_shapes",
];

/// Methods of the traits that structs, builders and clients implement, by themselves or like all types. A setter hides such a
/// method: `value.clone()` must be a clone. `type_id` is left out: nobody asks a value of a known type for it, and properties are
/// often called so.
const TRAITS: &[&str] =
    &["borrow", "borrow_mut", "clone", "clone_from", "clone_into", "eq", "fmt", "from", "into", "ne", "to_owned", "try_from", "try_into"];

/// Methods of all types that take the value: they come before a method that borrows it.
const BY_VALUE: &[&str] = &["into", "try_into"];

/// Methods of every call, those of its traits included. It is made of a request by nobody else, so that `from` is free.
const SETTERS: &[&str] = &[
    "body_as",
    "body_from",
    "borrow",
    "borrow_mut",
    "check_constraints",
    "compressed",
    "deadline",
    "decode",
    "download",
    "extra_body",
    "extra_query",
    "fmt",
    "header",
    "idempotency_key",
    "into",
    "into_future",
    "items",
    "map",
    "new",
    "on_download",
    "on_upload",
    "pages",
    "preview",
    "request",
    "retries",
    "safe_to_repeat",
    "send",
    "stream",
    "timeout",
    "try_into",
    "with_response",
];

/// Methods of every client's builder.
const BUILDER: &[&str] = &[
    "api_key",
    "application",
    "base_server",
    "base_url",
    "basic_auth",
    "bind",
    "build",
    "check_constraints",
    "clock",
    "completed",
    "connect_timeout",
    "deadline",
    "drift_values",
    "dry_run",
    "from_env",
    "header",
    "hook",
    "log",
    "max_response_bytes",
    "mock",
    "new",
    "on_attempt",
    "on_drift",
    "on_outcome",
    "retry",
    "server",
    "throttle",
    "timeout",
    "token",
    "token_provider",
    "transport",
    "user_agent",
];

/// Functions of every struct.
const FIELDS: &[&str] = &["default", "deserialize", "from_changes", "new", "serialize"];

/// The variant for what the document does not name.
const VARIANTS: &[&str] = &["Other"];
