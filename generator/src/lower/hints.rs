//! The hints for an SDK, read into values. A hint with a wrong value is an error at its place.

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::hints;
use crate::ir;
use crate::pointer::Pointer;

/// `x-client`: what a client is told at construction.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Client {
    pub base_url: Option<String>,
    pub base_url_env: Option<String>,
    pub token_env: Option<String>,
    pub headers: Vec<(String, String)>,
    /// Name and environment variable.
    pub parameters: Vec<(String, Option<String>)>,
    pub servers: Vec<Server>,
}

/// A host beside the default one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Server {
    pub name: String,
    pub url: String,
    pub env: Option<String>,
}

/// `x-pagination`, as far as one place says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Pagination {
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
}

/// A hint that an operation may switch off.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Switch<T> {
    /// Nothing is said here.
    Unset,
    /// `false`.
    Off,
    On(T),
}

/// An object of a hint: every key must be known.
struct Reader<'a, 'd> {
    map: Option<&'a serde_json::Map<String, Value>>,
    at: Pointer,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(
        value: &'a Value,
        at: Pointer,
        known: &[&str],
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let map = value.as_object();
        if map.is_none() {
            diagnostics.push(Diagnostic::error(at.clone(), "expected an object"));
        }
        for key in map.into_iter().flat_map(|map| map.keys()) {
            if !known.is_empty() && !known.contains(&key.as_str()) {
                let message = format!("`{key}` means nothing here");
                diagnostics.push(
                    Diagnostic::error(at.push(key), message)
                        .help(format!("known: {}", known.join(", "))),
                );
            }
        }
        Self {
            map,
            at,
            diagnostics,
        }
    }

    fn get(&self, key: &str) -> Option<&'a Value> {
        self.map?.get(key)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.diagnostics
                .push(Diagnostic::error(self.at.push(key), "expected a text"));
        }
        text
    }

    fn number(&mut self, key: &str) -> Option<i64> {
        let value = self.get(key)?;
        let number = value.as_i64();
        if number.is_none() {
            self.diagnostics.push(Diagnostic::error(
                self.at.push(key),
                "expected a whole number",
            ));
        }
        number
    }

    fn object(&mut self, key: &str, known: &[&str]) -> Option<Reader<'a, '_>> {
        let value = self.get(key)?;
        Some(Reader::new(
            value,
            self.at.push(key),
            known,
            self.diagnostics,
        ))
    }

    fn keys(&self) -> Vec<&'a String> {
        self.map.into_iter().flat_map(|map| map.keys()).collect()
    }
}

/// Reads `x-client`.
pub(super) fn client(
    extensions: &IndexMap<String, Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Client {
    let mut client = Client::default();
    let Some(value) = extensions.get(hints::CLIENT) else {
        return client;
    };
    let known = ["base-url", "token", "headers", "parameters", "servers"];
    let mut read = Reader::new(
        value,
        Pointer::root().push(hints::CLIENT),
        &known,
        diagnostics,
    );
    if let Some(mut base) = read.object("base-url", &["default", "env"]) {
        client.base_url = base.text("default");
        client.base_url_env = base.text("env");
    }
    if let Some(mut token) = read.object("token", &["env"]) {
        client.token_env = token.text("env");
    }
    if let Some(mut headers) = read.object("headers", &[]) {
        for name in headers.keys() {
            client
                .headers
                .extend(headers.text(name).map(|value| (name.clone(), value)));
        }
    }
    if let Some(mut parameters) = read.object("parameters", &[]) {
        for name in parameters.keys() {
            let env = parameters
                .object(name, &["env"])
                .and_then(|mut parameter| parameter.text("env"));
            client.parameters.push((name.clone(), env));
        }
    }
    if let Some(mut servers) = read.object("servers", &[]) {
        for name in servers.keys() {
            let Some(mut server) = servers.object(name, &["default", "env"]) else {
                continue;
            };
            let env = server.text("env");
            match server.text("default") {
                Some(url) => client.servers.push(Server {
                    name: name.clone(),
                    url,
                    env,
                }),
                None => server.diagnostics.push(Diagnostic::error(
                    server.at.clone(),
                    "a server needs a `default` address",
                )),
            }
        }
    }
    client.parameters.sort();
    client.servers.sort_by(|a, b| a.name.cmp(&b.name));
    client
}

/// Reads `x-envelope`: the member that holds the payload.
pub(super) fn envelope(
    extensions: &IndexMap<String, Value>,
    at: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Switch<String> {
    let value = match extensions.get(hints::ENVELOPE) {
        None => return Switch::Unset,
        Some(Value::Bool(false)) => return Switch::Off,
        Some(value) => value,
    };
    let at = at.push(hints::ENVELOPE);
    let mut read = Reader::new(value, at.clone(), &["payload", "meta"], diagnostics);
    read.text("meta");
    match read.text("payload") {
        Some(payload) => Switch::On(payload),
        None => {
            let missing = read.map.is_some_and(|map| !map.contains_key("payload"));
            if missing {
                diagnostics.push(Diagnostic::error(
                    at,
                    "an envelope needs a `payload`: the member that holds what is wanted",
                ));
            }
            Switch::Unset
        }
    }
}

/// Reads `x-pagination`.
pub(super) fn pagination(
    extensions: &IndexMap<String, Value>,
    at: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Switch<Pagination> {
    let value = match extensions.get(hints::PAGINATION) {
        None => return Switch::Unset,
        Some(Value::Bool(false)) => return Switch::Off,
        Some(value) => value,
    };
    let known = [
        "style", "page", "offset", "cursor", "first", "size", "items", "total", "current", "last",
        "next",
    ];
    let mut read = Reader::new(value, at.push(hints::PAGINATION), &known, diagnostics);
    let mut found = Pagination {
        style: read.text("style"),
        page: read.text("page"),
        offset: read.text("offset"),
        cursor: read.text("cursor"),
        first: read.number("first"),
        size: read.text("size"),
        ..Pagination::default()
    };
    for (key, slot) in [
        ("items", &mut found.items),
        ("total", &mut found.total),
        ("current", &mut found.current),
        ("last", &mut found.last),
        ("next", &mut found.next),
    ] {
        *slot = read.text(key);
        if slot
            .as_ref()
            .is_some_and(|pointer| Pointer::parse(pointer).is_none())
        {
            let message = "a place in the reply is a JSON pointer, such as `/meta/total`";
            read.diagnostics
                .push(Diagnostic::error(read.at.push(key), message));
        }
    }
    let styles = ["page", "offset", "cursor", "next-link", "link-header"];
    if found
        .style
        .as_ref()
        .is_some_and(|style| !styles.contains(&style.as_str()))
    {
        let message = format!("a style is one of {}", styles.join(", "));
        read.diagnostics
            .push(Diagnostic::error(read.at.push("style"), message));
        found.style = None;
    }
    Switch::On(found)
}

impl Pagination {
    /// What the operation says, and for the rest what the whole API says.
    pub(super) fn over(self, root: Option<&Self>) -> Self {
        let Some(root) = root.cloned() else {
            return self;
        };
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
        }
    }
}

/// Reads `x-retry`.
pub(super) fn retry(
    extensions: &IndexMap<String, Value>,
    at: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ir::Retry> {
    match extensions.get(hints::RETRY)?.as_str() {
        Some("never") => Some(ir::Retry::Never),
        Some("always") => Some(ir::Retry::Always),
        _ => {
            diagnostics.push(Diagnostic::error(
                at.push(hints::RETRY),
                "`x-retry` is `never` or `always`",
            ));
            None
        }
    }
}
