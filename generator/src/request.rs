//! Facts of requests that are the same in a document and in the output: how a list is written, whether a request may be
//! repeated, and what the template of an address leaves open.

/// The methods that a path item names. Swagger 2.0 does not know the last one.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How a list is written into one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
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

/// Whether a failed request may be repeated, whatever its method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Never: it has side effects.
    Never,
    /// Always: a repeat is harmless.
    Always,
}

/// The names in braces of the template of a path or an address, each once, in their order: `{name}` stands for a value.
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((name, after)) = rest.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// Whether a method is safe by HTTP: what it asks for changes nothing.
pub fn is_safe(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS", "QUERY", "TRACE"].iter().any(|safe| safe.eq_ignore_ascii_case(method))
}

/// Whether a status sends the caller elsewhere. 304 does not: it says that nothing has changed.
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 300..=399) && status != 304
}

/// Whether a string can be the name of a header.
pub fn is_header_name(text: &str) -> bool {
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    !text.is_empty() && text.chars().all(is_token)
}
