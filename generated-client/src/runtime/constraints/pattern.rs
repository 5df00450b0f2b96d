//! Regular expressions of ECMAScript. Each is compiled once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regress::Regex;

/// The patterns that have been asked for; none for one that the engine cannot read.
type Compiled = HashMap<&'static str, Option<Arc<Regex>>>;

static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);

/// Returns whether a pattern finds something in a string. One that cannot be read does: the generator has reported it.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    let compiled = {
        let mut all = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(pattern).or_insert_with(|| compile(pattern)).clone()
    };
    compiled.is_none_or(|regex| regex.find(text).is_some())
}

/// Compiles a pattern: as one of Unicode, and as an older one where that is an error (`\-`).
fn compile(pattern: &str) -> Option<Arc<Regex>> {
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_ecmascript() {
        assert!(matches("^#[0-9a-f]{6}$", "#00ff7f") && !matches("^#[0-9a-f]{6}$", "#00ff7"));
        assert!(matches("b", "abc"), "it may match a part");
        assert!(matches(r"^(?=.*\d)(?!.*\s).{3}$", "a1b") && !matches(r"^(?=.*\d).{3}$", "abc"), "looks ahead");
        assert!(matches("^.$", "🙂") && matches(r"^\p{L}+$", "äß"), "of Unicode");
        assert!(matches(r"^[\w\-]+$", "a-b") && matches(r"^a\_b$", "a_b"), "escapes that only older patterns have");
        assert!(matches("(", "anything"), "one that cannot be read");
    }
}
