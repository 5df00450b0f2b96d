//! `x-rust-dependencies`.

use serde_json::Value;

use crate::hints::values::Dependency;
use crate::node::Node;
use crate::normalize::extensions::checks::{properties, text, texts};

const KEYS: &[&str] = &["version", "features", "default-features", "package", "path", "git", "rev"];

/// A crate of `x-rust-dependencies`: a version, or an object with more than that.
pub(super) fn dependency(node: &Node) -> Option<Dependency> {
    let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_of_name);
    if !is_name(node.name()) {
        node.warn(format!("`{}` is not the name of a crate: it is left out", node.name()));
        return None;
    }
    let mut read = Dependency::default();
    match node.value() {
        Value::Object(_) => properties(node, KEYS, |key, value| match key {
            "version" => read.version = version(value),
            "features" => read.features = texts(value).unwrap_or_default(),
            "default-features" => read.default_features = value.flag(),
            "package" => read.package = text(value),
            "path" => read.path = text(value),
            "git" => read.git = text(value),
            _ => read.rev = text(value),
        }),
        Value::String(_) | Value::Number(_) => read.version = version(node),
        _ => {
            node.mismatch("a version, or an object with one");
            return None;
        }
    }
    if read.version.is_none() && read.path.is_none() && read.git.is_none() {
        if node.value().is_object() && !node.has("version") {
            node.warn("a dependency needs a `version`, a `path` or a `git`: it is left out");
        }
        return None;
    }
    Some(read)
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

/// What Cargo takes for versions: `1`, `^1.2`, `>=1.2, <3`.
fn version(node: &Node) -> Option<String> {
    let given = text(node)?;
    let is_part = |part: &str| {
        let number = part.trim().trim_start_matches(['^', '~', '=', '<', '>', ' ']);
        number.starts_with(|c: char| c.is_ascii_digit() || c == '*') && number.chars().all(|c| is_of_name(c) || ".*+".contains(c))
    };
    if given.split(',').all(is_part) {
        return Some(given);
    }
    node.warn(format!("`{given}` is not a version that Cargo knows, such as `1.2`: it is left out"));
    None
}
