//! JSON pointers (RFC 6901) into a document.

use std::fmt;

/// The property of a document's root that holds the files beside it. No document has it itself.
pub(crate) const FILES: &str = " files";

/// The extension of a root that has the files which were beside the document.
pub(crate) const PUBLIC_FILES: &str = "x-files";

/// A place in a document. The empty pointer is the whole document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads an escaped pointer, such as `/paths/~1groups/get`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The same place, with room for more bytes.
    pub(crate) fn with_room(&self, more: usize) -> Self {
        let mut place = String::with_capacity(self.0.len() + more);
        place.push_str(&self.0);
        Self(place)
    }

    /// How many bytes a key takes.
    pub(crate) fn length(key: &str) -> usize {
        1 + key.len() + key.bytes().filter(|byte| matches!(byte, b'~' | b'/')).count()
    }

    /// The property or item `key` of this place.
    #[must_use]
    pub fn push(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string();
        let mut place = self.with_room(Self::length(&key));
        place.enter(&key);
        place
    }

    /// Goes on to the property or item `key` of this place.
    pub fn enter(&mut self, key: &str) {
        self.0.push('/');
        let mut rest = key;
        while let Some(at) = rest.find(['~', '/']) {
            self.0 += &rest[..at];
            self.0 += if rest[at..].starts_with('~') { "~0" } else { "~1" };
            rest = &rest[at + 1..];
        }
        self.0 += rest;
    }

    /// The escaped rest of this place behind another one that it lies in: empty, or from a slash on.
    pub fn below(&self, other: &Self) -> Option<&str> {
        self.0.strip_prefix(&other.0).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The place that an escaped rest leads to from here.
    #[must_use]
    pub fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The place this one lies in; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let end = self.0.rfind('/')?;
        Some(Self(self.0[..end].to_owned()))
    }

    /// The unescaped keys from the root to this place.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|key| if key.contains('~') { key.replace("~1", "/").replace("~0", "~") } else { key.to_owned() })
    }

    /// The last key, unescaped; none for the root.
    pub fn last(&self) -> Option<String> {
        self.keys().last()
    }

    /// The place of a file beside the document.
    pub(crate) fn of_file(path: &str) -> Self {
        Self::root().push(FILES).push(path)
    }

    /// The file that a place is in, and the place there; also in a document that has the files as a part of it.
    pub(crate) fn in_bundle(&self) -> Option<(String, Self)> {
        self.in_one_of(FILES).or_else(|| self.in_one_of(PUBLIC_FILES))
    }

    /// The file beside the document that this place is in, and the place there.
    pub(crate) fn in_file(&self) -> Option<(String, Self)> {
        self.in_one_of(FILES)
    }

    fn in_one_of(&self, files: &str) -> Option<(String, Self)> {
        let rest = self.0.strip_prefix('/')?.strip_prefix(files)?.strip_prefix('/')?;
        let end = rest.find('/').unwrap_or(rest.len());
        let (file, rest) = rest.split_at(end);
        Some((file.replace("~1", "/").replace("~0", "~"), Self(rest.to_owned())))
    }

    /// The escaped text, by itself.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.in_bundle() {
            Some((file, place)) => write!(f, "{file}#{}", place.as_str()),
            None => f.write_str(if self.0.is_empty() { "the root" } else { &self.0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_escaped_on_the_way_in_and_unescaped_on_the_way_out() {
        let at = Pointer::root().push("paths").push("/a~b/{id}").push(0);
        assert_eq!(at.as_str(), "/paths/~1a~0b~1{id}/0");
        assert_eq!(at.keys().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "0"]);
        assert_eq!(at.parent().and_then(|p| p.last()).as_deref(), Some("/a~b/{id}"));
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::parse("no"), None);
        let paths = Pointer::root().push("paths");
        assert_eq!(at.below(&paths), Some("/~1a~0b~1{id}/0"));
        assert_eq!(paths.join("/~1a~0b~1{id}/0"), at);
        let there = Pointer::of_file("models/a.yaml").push("x");
        assert_eq!(there.in_file(), Some(("models/a.yaml".into(), Pointer::root().push("x"))));
        assert_eq!((there.to_string().as_str(), at.in_file()), ("models/a.yaml#/x", None));
        assert_eq!(Pointer::root().push("ab").below(&Pointer::root().push("a")), None);
    }
}
