//! Paths as templates: placeholders that say more than a name, and those of other frameworks.

use std::collections::{BTreeSet, HashSet};

use crate::node::Node;

use crate::normalize::context::document::Document;

/// A path whose placeholders are names.
#[derive(Debug)]
pub(in crate::normalize) struct Template {
    pub path: String,
    /// The placeholders whose values keep their slashes.
    pub keep_slashes: BTreeSet<String>,
}

/// What a placeholder says: `{+name}`, `{name*}`, `{name:rule}`, `{name=pattern}`, `{name?}`.
struct Placeholder<'p> {
    name: &'p str,
    /// What stands before its value in the address.
    before: &'static str,
    /// Whether its value has several segments.
    keeps_slashes: bool,
    /// Whether it stands for parameters of the query.
    is_query: bool,
}

/// A piece of a path.
enum PathPiece<'p> {
    Text(&'p str),
    /// What stands in braces.
    Braces(&'p str),
}

impl<'d> Document<'d> {
    /// The template of a path. Placeholders become the names of the declared parameters, as far as they have more than these.
    pub(in crate::normalize) fn template(&self, entry: &Node<'d, '_>, path: String) -> Template {
        let plain = |path: String| Template { path, keep_slashes: BTreeSet::new() };
        if is_plain(&path) {
            return plain(path);
        }
        let declared = self.declared(entry);
        let mut template = plain(String::new());
        for piece in pieces(&path) {
            match piece {
                PathPiece::Text(text) => template.path += &unbraced(text, &declared, &mut template.keep_slashes),
                PathPiece::Braces(raw) => template.placeholder(raw, &declared),
            }
        }
        if template.path != path {
            let kept = template.keep_slashes.iter().map(|name| format!("; the value of `{name}` keeps its slashes"));
            let message = format!("placeholders with more than a name: the path is read as `{}`", template.path);
            entry.warn(message + &kept.collect::<String>());
        }
        template
    }

    /// The names of the parameters in the path that a path item and its operations declare.
    fn declared(&self, entry: &Node<'d, '_>) -> HashSet<String> {
        let mut names = HashSet::new();
        let Some(item) = entry.value().as_object() else {
            return names;
        };
        let lists = item.iter().filter_map(|(key, value)| {
            let list = if key == "parameters" { Some(value) } else { value.get("parameters") };
            list?.as_array()
        });
        for parameter in lists.flatten() {
            let here = Node::start(parameter, entry.pointer(), self.sink);
            let found = match here.raw("$ref") {
                Some(reference) => self.references.find(&reference).map(|(_, value)| value),
                None => Some(parameter),
            };
            let says = |key: &str| found?.get(key)?.as_str();
            if says("in") == Some("path") {
                names.extend(says("name").map(str::to_owned));
            }
        }
        names
    }
}

impl Template {
    fn placeholder(&mut self, raw: &str, declared: &HashSet<String>) {
        if self.path.ends_with("/$") {
            self.path.pop();
        }
        let read = if declared.contains(raw) { None } else { Placeholder::read(raw) };
        let Some(Placeholder { name, before, keeps_slashes, is_query }) = read else {
            self.path += &format!("{{{raw}}}");
            return;
        };
        if is_query {
            return;
        }
        // Of two with the same name, the second one keeps what tells them apart.
        let name = if self.path.contains(&format!("{{{name}}}")) { raw } else { name };
        if keeps_slashes {
            self.keep_slashes.insert(name.to_owned());
        }
        self.path += &format!("{before}{{{name}}}");
    }
}

impl<'p> Placeholder<'p> {
    /// None where it is no more than a name, or has none.
    fn read(raw: &'p str) -> Option<Self> {
        let text = raw.trim().trim_matches(['{', '}']).trim();
        let rest = text.trim_start_matches('*');
        let (operator, rest) = match rest.chars().next()? {
            _ if rest.len() < text.len() => ('*', rest),
            operator @ ('+' | '/' | '.' | '?' | '&' | '#' | ';' | ':') => (operator, &rest[operator.len_utf8()..]),
            _ => (' ', rest),
        };
        let end = rest.find([':', '=', '*', '?', '<', '(', ',', '!', '|']).or_else(|| rest.find("...")).unwrap_or(rest.len());
        let (name, rule) = rest.split_at(end);
        if !name.starts_with(|letter: char| letter.is_alphanumeric() || "_$@".contains(letter)) {
            return None;
        }
        let several = |rule: &str| {
            let is_wide = [".*", ".+", "/", "**"].iter().any(|sign| rule.contains(sign)) && !rule.contains("[^/");
            is_wide || rule == ":path"
        };
        Some(Self {
            name,
            before: match operator {
                '/' => "/",
                '.' => ".",
                _ => "",
            },
            keeps_slashes: matches!(operator, '+' | '*') || rule.starts_with(['*']) || rule.starts_with("...") || several(rule),
            is_query: matches!(operator, '?' | '&' | '#'),
        })
    }
}

/// Whether a path has nothing but names in its braces, and no signs of other templates.
fn is_plain(path: &str) -> bool {
    let is_name = |raw: &str| !raw.contains([':', '*', '+', '=', '?', '&', ';', '<', '(', '{', '#', '|', '!']) && !raw.contains("...");
    let is_name = |raw: &str| is_name(raw) && !raw.starts_with(['.', '/']) && raw.trim() == raw;
    pieces(path).all(|piece| match piece {
        PathPiece::Text(text) => !text.ends_with("/$") && !signs(text),
        PathPiece::Braces(raw) => is_name(raw),
    })
}

fn signs(text: &str) -> bool {
    ["/:", "/*", "<", "/[", "-:", ".:", "%7B", "%7b"].iter().any(|sign| text.contains(sign))
}

/// A path cut into what stands in braces and the rest. Braces in braces belong to what they stand in.
fn pieces(path: &str) -> impl Iterator<Item = PathPiece<'_>> {
    let mut rest = path;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if rest.starts_with('{') { closing(rest) } else { None };
        if let Some(end) = end {
            let braces = &rest[1..end];
            rest = &rest[end + 1..];
            return Some(PathPiece::Braces(braces));
        }
        let skipped = usize::from(rest.starts_with('{'));
        let end = rest[skipped..].find('{').map_or(rest.len(), |end| end + skipped);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(PathPiece::Text(text))
    })
}

/// Where the brace ends that a string begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Text in which declared parameters stand as other frameworks write them: `:name`, `*name`, `<name>`, `[name]`, `%7Bname%7D`.
fn unbraced(text: &str, declared: &HashSet<String>, keep_slashes: &mut BTreeSet<String>) -> String {
    if !signs(text) {
        return text.to_owned();
    }
    let segments = text.split('/').map(|segment| {
        let bare = segment.trim_start_matches([':', '*', '<', '[', '.']).trim_end_matches(['>', ']', '?', '*', '+']);
        let bare = bare.split_once('(').map_or(bare, |(name, _)| name);
        let bare = bare.rsplit_once(':').filter(|_| segment.starts_with('<')).map_or(bare, |(_, name)| name);
        let decoded = segment.replace("%7B", "{").replace("%7b", "{").replace("%7D", "}").replace("%7d", "}");
        if let Some(name) = decoded.strip_prefix('{').and_then(|name| name.strip_suffix('}')).filter(|name| declared.contains(*name)) {
            return format!("{{{name}}}");
        }
        if bare.len() < segment.len() && segment.starts_with([':', '*', '<', '[']) && declared.contains(bare) {
            let several = segment.starts_with(['*']) || segment.contains("...") || segment.contains("(.") || segment.starts_with("<path:");
            if several || segment.ends_with(['*', '+']) {
                keep_slashes.insert(bare.to_owned());
            }
            return format!("{{{bare}}}");
        }
        several_in(segment, declared)
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A segment in which names follow colons: `:from-:to`, `:id.json`.
fn several_in(segment: &str, declared: &HashSet<String>) -> String {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let (mut out, mut rest) = (String::new(), segment);
    while let Some(at) = rest.find(':') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let end = after.find(|letter| !is_name(letter)).unwrap_or(after.len());
        let (name, next) = after.split_at(end);
        out += before;
        let begins = out.is_empty() || out.ends_with(['-', '.', '~', ',', '}']);
        out += &if begins && declared.contains(name) { format!("{{{name}}}") } else { format!(":{name}") };
        rest = next;
    }
    out + rest
}

/// Whether a placeholder and a parameter that are left over are the same: apart from case and signs, or what follows.
pub(in crate::normalize) fn is_same_name(placeholder: &str, parameter: &str, only_ones: bool) -> bool {
    let letters = |name: &str| name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (placeholder, parameter) = (letters(placeholder), letters(parameter));
    !parameter.is_empty() && (placeholder == parameter || only_ones && placeholder.starts_with(&parameter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_names_and_what_stands_beside_them() {
        let cases = [
            ("id:int", "id", false),
            ("id:[0-9]{1,3}", "id", false),
            ("+path", "path", true),
            ("path*", "path", true),
            ("*path", "path", true),
            ("**path", "path", true),
            ("path...", "path", true),
            ("path:.*", "path", true),
            ("path:path", "path", true),
            ("path=**", "path", true),
            ("name=projects/*", "name", true),
            ("name=*", "name", false),
            ("id:[^/]+", "id", false),
            ("id?", "id", false),
            (" id ", "id", false),
            ("{id}", "id", false),
            ("id=5", "id", false),
        ];
        for (raw, name, keeps_slashes) in cases {
            let read = Placeholder::read(raw).unwrap();
            assert_eq!((read.name, read.keeps_slashes), (name, keeps_slashes), "{raw}");
        }
        assert!(Placeholder::read("?page,size").unwrap().is_query);
        assert!(Placeholder::read("").is_none());
    }
}
