//! Paths with placeholders, held against the paths of requests.

/// A path with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    /// What the query must have, as `name=value`.
    query: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The name, and whether the value may have slashes.
    Value(String, bool),
}

/// What stands in the place of each placeholder, in their order.
pub type Values = Vec<(String, String)>;

impl Template {
    /// Reads a path of the model. `keeps_slashes` tells whose values may have several segments.
    pub fn new(path: &str, keeps_slashes: impl Fn(&str) -> bool) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut parts = Vec::new();
        let mut rest = path;
        while let Some((text, name, after)) = next_placeholder(rest) {
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            parts.push(Part::Value(name.to_owned(), keeps_slashes(name)));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let query = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{')).map(str::to_owned);
        Self { parts, query: query.collect() }
    }

    /// How much of it is fixed: of two that fit, the one with more is the better.
    pub fn fixed(&self) -> usize {
        let text = |part: &Part| if let Part::Text(text) = part { text.len() } else { 0 };
        self.parts.iter().map(text).sum::<usize>() + self.query.iter().map(String::len).sum::<usize>()
    }

    /// The values of the placeholders in a path, decoded; none when it is another path.
    pub fn values(&self, path: &str, query: &str) -> Option<Values> {
        let has = |pair: &String| query.split('&').any(|one| one == pair);
        if !self.query.iter().all(has) {
            return None;
        }
        let mut values = Vec::new();
        fits(&self.parts, path, &mut values).then_some(values)
    }

    /// The path that it is in, where it ends with a placeholder that is a whole segment; with the name of that.
    pub fn collection(&self) -> Option<(Self, &str)> {
        let [before @ .., Part::Text(text), Part::Value(name, false)] = self.parts.as_slice() else { return None };
        let shorter = text.strip_suffix('/').filter(|_| self.query.is_empty())?;
        let mut parts = before.to_vec();
        if !shorter.is_empty() {
            parts.push(Part::Text(shorter.to_owned()));
        }
        Some((Self { parts, query: Vec::new() }, name))
    }

    /// Whether two are the same but for the names.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Part, &Part)| match (one, other) {
            (Part::Text(one), Part::Text(other)) => one == other,
            (Part::Value(..), Part::Value(..)) => true,
            _ => false,
        };
        self.query == other.query && self.parts.len() == other.parts.len() && self.parts.iter().zip(&other.parts).all(same)
    }
}

fn next_placeholder(path: &str) -> Option<(&str, &str, &str)> {
    let (text, rest) = path.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((text, name, after))
}

fn fits(parts: &[Part], path: &str, values: &mut Values) -> bool {
    match parts {
        [] => path.is_empty(),
        [Part::Text(text), rest @ ..] => path.strip_prefix(text.as_str()).is_some_and(|path| fits(rest, path, values)),
        [Part::Value(name, keeps_slashes), rest @ ..] => {
            let longest = if *keeps_slashes { path.len() } else { path.find('/').unwrap_or(path.len()) };
            let ends = (1..=longest).rev().filter(|end| path.is_char_boundary(*end));
            for end in ends {
                let (value, after) = path.split_at(end);
                values.push((name.clone(), decoded(value)));
                if fits(rest, after, values) {
                    return true;
                }
                values.pop();
            }
            false
        }
    }
}

/// Text without percent-encoding.
pub fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &str, path: &str) -> Option<Vec<String>> {
        let found = Template::new(template, |name| name == "rest").values(path, "a=1&b=2")?;
        Some(found.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn placeholders_stand_for_a_part_of_a_segment() {
        let some = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(values("/a/{id}", "/a/b%2Fc"), some(&["b/c"]));
        assert_eq!(values("/a/{id}", "/a/b/c"), None);
        assert_eq!(values("/a/{id}", "/a/"), None);
        assert_eq!(values("/a/{id}.{kind}/x", "/a/b.c.d/x"), some(&["b.c", "d"]));
        assert_eq!(values("/a/{rest}/x", "/a/b/c/x"), some(&["b/c"]));
        assert_eq!(values("/a?b=2", "/a"), some(&[]));
        assert_eq!(values("/a?b=3", "/a"), None);
        assert_eq!(values("/a#7", "/a"), some(&[]));
    }

    #[test]
    fn an_item_lies_in_its_collection() {
        let item = Template::new("/a/{b}/c/{d}", |_| false);
        let (collection, name) = item.collection().unwrap();
        assert_eq!(name, "d");
        assert!(collection.is_same(&Template::new("/a/{x}/c", |_| false)));
        assert!(Template::new("/a/{b}/c", |_| false).collection().is_none());
    }
}
