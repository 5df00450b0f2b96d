//! What would fix what a finding is about: actions of an overlay, and names that a misspelt one may mean.

use serde_json::{Map, Value, json};

use crate::pointer::Pointer;

/// One action of an OpenAPI Overlay, ready to be copied.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The place that it changes.
    at: Pointer,
    /// The same as a JSONPath; empty until the finding is located.
    target: String,
    /// What is merged into it; none when it is removed.
    update: Option<Value>,
}

impl Action {
    /// Merges a value into a place.
    pub fn update(at: Pointer, value: Value) -> Self {
        Self { at, target: String::new(), update: Some(value) }
    }

    /// Gives a property of a place another value.
    pub fn set(at: Pointer, key: &str, value: impl Into<Value>) -> Self {
        Self::update(at, Value::Object(Map::from_iter([(key.to_owned(), value.into())])))
    }

    /// Removes a place.
    pub fn remove(at: Pointer) -> Self {
        Self { at, target: String::new(), update: None }
    }

    /// Gives a place another value.
    pub fn replace(at: &Pointer, value: impl Into<Value>) -> Option<Self> {
        Some(Self::set(at.parent()?, &at.last()?, value))
    }

    /// Writes the target for the value that the overlay changes. Fails when the place is not in it,
    /// or cannot be changed this way.
    pub(crate) fn locate(&mut self, root: &Value) -> bool {
        let fits = |found: &Value| self.update.is_none() || found.is_object();
        self.target = path(root, &self.at).filter(|_| root.pointer(self.at.as_str()).is_some_and(fits)).unwrap_or_default();
        !self.target.is_empty()
    }

    /// Whether the target is known: before that it cannot be copied.
    pub(crate) fn is_located(&self) -> bool {
        !self.target.is_empty()
    }

    /// The action as it stands in an overlay.
    pub fn to_json(&self) -> Value {
        match &self.update {
            Some(update) => json!({ "target": self.target, "update": update }),
            None => json!({ "target": self.target, "remove": true }),
        }
    }
}

/// The JSONPath that selects a place. None when the value has no such place.
fn path(root: &Value, at: &Pointer) -> Option<String> {
    let (mut here, mut path) = (root, String::from("$"));
    for key in at.keys() {
        match here {
            Value::Object(properties) => {
                here = properties.get(&key)?;
                path += &property(&key);
            }
            Value::Array(items) => {
                let index: usize = key.parse().ok()?;
                here = items.get(index)?;
                path += &format!("[{index}]");
            }
            _ => return None,
        }
    }
    Some(path)
}

fn property(key: &str) -> String {
    let plain = key.starts_with(|letter: char| letter.is_ascii_alphabetic()) && key.chars().all(|letter| letter.is_ascii_alphanumeric());
    if plain {
        return format!(".{key}");
    }
    let escaped: String = key
        .chars()
        .map(|letter| match letter {
            '\'' | '\\' => format!("\\{letter}"),
            control if control < ' ' => format!("\\u{:04x}", u32::from(control)),
            other => other.to_string(),
        })
        .collect();
    format!("['{escaped}']")
}

/// The candidate that a misspelt name most likely means.
pub(crate) fn closest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let length = name.chars().count();
    let lower = name.to_lowercase();
    let limit = (length / 3).clamp(1, 3);
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        // Of two that are as near, one that only goes on longer is the likelier.
        .min_by_key(|(distance, candidate)| (*distance, !candidate.starts_with(name)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_select_the_place() {
        let root = json!({"paths": {"/a'b\\\n": {"get": {"tags": ["x", "y"], "responses": {"200": {}}}}}});
        let get = Pointer::root().push("paths").push("/a'b\\\n").push("get");
        for place in [get.push("tags").push(1), get.push("responses").push("200"), Pointer::root()] {
            let path = path(&root, &place).unwrap();
            let found = serde_json_path::JsonPath::parse(&path).unwrap().query_located(&root);
            let found: Vec<String> = found.locations().map(|at| at.to_json_pointer()).collect();
            assert_eq!(found, [place.as_str()], "{path}");
        }
        assert_eq!(path(&root, &get.push("nothing")), None);
    }
}
