//! Regular expressions of ECMAScript, as clients read them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fancy_regex::Regex;

/// What clients compile.
#[path = "../../../generated-client/src/runtime/constraints/ecmascript.rs"]
mod ecmascript;

/// Reads a pattern: as one of Unicode, and as an older one where that is an error. The error says what is wrong with it.
pub fn check(pattern: &str) -> Result<(), String> {
    compiled(pattern).map(drop)
}

/// Returns whether a string has what a pattern looks for; true where the pattern cannot be read.
pub fn matches(pattern: &str, text: &str) -> bool {
    compiled(pattern).map_or(true, |pattern| ecmascript::finds(&pattern, text))
}

/// A pattern, or what is wrong with it.
type Compiled = Result<Arc<Regex>, String>;

/// Patterns are compiled once: that takes longer than a match, and many examples have the same.
fn compiled(pattern: &str) -> Compiled {
    static COMPILED: LazyLock<Mutex<HashMap<String, Compiled>>> = LazyLock::new(Mutex::default);

    let known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    known.unwrap_or_else(|| {
        let compiled = ecmascript::compile(pattern).map(Arc::new);
        COMPILED.lock().unwrap_or_else(PoisonError::into_inner).insert(pattern.to_owned(), compiled.clone());
        compiled
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_ecmascript_with_and_without_unicode() {
        for pattern in ["^[a-z]+$", r"^(?=.*\d).{8,}$", r"\p{L}", r"a\-b", r"^[\w\-]+$", ""] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
        for pattern in ["(", "[z-a]", "(?P<name>a)", "(?i)a", "a**"] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_is_looked_for_anywhere() {
        assert!(matches("b", "abc") && !matches("^b", "abc") && matches("(", "anything"));
    }
}
