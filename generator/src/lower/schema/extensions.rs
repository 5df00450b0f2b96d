//! The hints for an SDK, as typed values. The normalised model only has hints of the right form:
//! what is wrong with one was reported where it was read.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::hints;
use crate::ir;
use crate::pointer::Pointer;

/// What the bearer of a hint carries.
pub(in crate::lower) type Extensions = IndexMap<String, Value>;

/// `x-client`: what a client is given at construction.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::lower) struct Client {
    pub base_url: Option<String>,
    pub base_url_env: Option<String>,
    pub token_env: Option<String>,
    pub headers: Vec<(String, String)>,
    /// Name and environment variable, sorted.
    pub parameters: Vec<(String, Option<String>)>,
    /// Name, address and environment variable, sorted.
    pub servers: Vec<(String, String, Option<String>)>,
}

/// `x-pagination`, as far as one place says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::lower) struct Pagination {
    pub style: Option<String>,
    pub page: Option<String>,
    pub offset: Option<String>,
    pub cursor: Option<String>,
    pub first: Option<i64>,
    pub size: Option<String>,
    pub items: Option<String>,
    pub total: Option<String>,
    pub current: Option<String>,
    pub last: Option<String>,
    pub next: Option<String>,
    pub keep: Option<Vec<String>>,
    pub operation: Option<String>,
}

/// A hint that an operation may switch off.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) enum Switch<T> {
    /// Nothing is declared here.
    Unset,
    /// `false`.
    Off,
    /// A value.
    On(T),
}

impl<T> Switch<T> {
    fn of(value: Option<&Value>, read: impl FnOnce(&Value) -> Option<T>) -> Self {
        match value {
            None => Self::Unset,
            Some(Value::Bool(false)) => Self::Off,
            Some(value) => read(value).map_or(Self::Unset, Self::On),
        }
    }

    /// The value, if there is one.
    pub(in crate::lower) fn on(self) -> Option<T> {
        match self {
            Self::On(value) => Some(value),
            Self::Unset | Self::Off => None,
        }
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value.get(key).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The properties of a property, sorted by name.
fn entries<'a>(value: &'a Value, key: &str) -> Vec<(&'a String, &'a Value)> {
    let mut entries: Vec<_> = value.get(key).and_then(Value::as_object).into_iter().flatten().collect();
    entries.sort_by_key(|(name, _)| *name);
    entries
}

/// Reads `x-client`.
pub(in crate::lower) fn client(extensions: &Extensions) -> Client {
    let Some(value) = extensions.get(hints::CLIENT) else { return Client::default() };
    let base_url = value.get("base-url").unwrap_or(&Value::Null);
    let header = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    let server = |(name, value): (&String, &Value)| Some((name.clone(), text(value, "default")?, text(value, "env")));
    Client {
        base_url: text(base_url, "default"),
        base_url_env: text(base_url, "env"),
        token_env: value.get("token").and_then(|token| text(token, "env")),
        headers: entries(value, "headers").into_iter().filter_map(header).collect(),
        parameters: entries(value, "parameters").into_iter().map(|(name, value)| (name.clone(), text(value, "env"))).collect(),
        servers: entries(value, "servers").into_iter().filter_map(server).collect(),
    }
}

/// Reads `x-envelope`: the property that holds the payload.
pub(in crate::lower) fn envelope(extensions: &Extensions) -> Switch<String> {
    Switch::of(extensions.get(hints::ENVELOPE), |value| text(value, "payload"))
}

/// Reads `x-pagination`.
pub(in crate::lower) fn pagination(extensions: &Extensions) -> Switch<Pagination> {
    Switch::of(extensions.get(hints::PAGINATION), |value| {
        Some(Pagination {
            style: text(value, "style"),
            page: text(value, "page"),
            offset: text(value, "offset"),
            cursor: text(value, "cursor"),
            first: value.get("first").and_then(Value::as_i64),
            size: text(value, "size"),
            items: text(value, "items"),
            total: text(value, "total"),
            current: text(value, "current"),
            last: text(value, "last"),
            next: text(value, "next"),
            keep: value.get("keep").map(|_| texts(value, "keep")),
            operation: text(value, "operation"),
        })
    })
}

impl Pagination {
    /// What the operation says, and for the rest what the whole API says.
    pub(in crate::lower) fn over(self, root: Option<&Self>) -> Self {
        let Some(root) = root.cloned() else { return self };
        Self {
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

/// Reads `x-retry`.
pub(in crate::lower) fn retry(extensions: &Extensions) -> Option<ir::Retry> {
    match extensions.get(hints::RETRY)?.as_str() {
        Some("never") => Some(ir::Retry::Never),
        Some("always") => Some(ir::Retry::Always),
        _ => None,
    }
}

/// Reads `x-idempotency-key`: the header that carries the key.
pub(in crate::lower) fn idempotency_key(extensions: &Extensions) -> Switch<String> {
    Switch::of(extensions.get(hints::IDEMPOTENCY_KEY), |value| value.as_str().map(str::to_owned))
}

/// `x-changes`: how changes to a definition are written.
pub(in crate::lower) struct Changes {
    /// The definition.
    pub of: String,
    pub resend: Vec<String>,
    pub merge: Vec<String>,
    pub not_empty: Vec<String>,
    pub keys: Vec<(String, String)>,
}

/// Reads `x-changes`.
pub(in crate::lower) fn changes(extensions: &Extensions) -> Option<Changes> {
    let value = extensions.get(hints::CHANGES)?;
    let keys = entries(value, "keys").into_iter();
    Some(Changes {
        of: text(value, "of")?,
        resend: texts(value, "resend"),
        merge: texts(value, "merge"),
        not_empty: texts(value, "not-empty"),
        keys: keys.filter_map(|(name, key)| Some((name.clone(), key.as_str()?.to_owned()))).collect(),
    })
}

/// Reads `x-name`: the Rust name.
pub(in crate::lower) fn name(extensions: &Extensions) -> Option<&str> {
    extensions.get(hints::NAME)?.as_str()
}

/// Reads `x-enum-open`: whether values beyond the listed ones are expected.
pub(in crate::lower) fn enum_open(extensions: &Extensions) -> Option<bool> {
    extensions.get(hints::ENUM_OPEN)?.as_bool()
}

/// Reads `x-enum-varnames`: the names of variants, by value.
pub(in crate::lower) fn enum_names(extensions: &Extensions) -> BTreeMap<&str, &str> {
    by_value(extensions, hints::ENUM_NAMES)
}

/// Reads `x-enum-descriptions`: what values mean.
pub(in crate::lower) fn enum_descriptions(extensions: &Extensions) -> BTreeMap<&str, &str> {
    by_value(extensions, hints::ENUM_DESCRIPTIONS)
}

fn by_value<'e>(extensions: &'e Extensions, hint: &str) -> BTreeMap<&'e str, &'e str> {
    let docs = extensions.get(hint).and_then(Value::as_object).into_iter().flatten();
    docs.filter_map(|(value, text)| Some((value.as_str(), text.as_str()?))).collect()
}

/// Reads `x-server`: the host an operation lives on.
pub(in crate::lower) fn server(extensions: &Extensions) -> Option<String> {
    extensions.get(hints::SERVER)?.as_str().map(str::to_owned)
}

/// Where the bearer of these extensions stands in the document; the root when it is not known.
pub(in crate::lower) fn at(extensions: &Extensions) -> Pointer {
    let text = extensions.get(hints::AT).and_then(Value::as_str);
    text.and_then(Pointer::parse).unwrap_or_default()
}
