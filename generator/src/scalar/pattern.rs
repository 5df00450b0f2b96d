//! Regular expressions of ECMAScript, as clients read them.

use regex_syntax::ast::ErrorKind;
use regex_syntax::ast::parse::Parser;

/// What clients compile.
#[path = "../../../generated-client/src/runtime/constraints/ecmascript.rs"]
mod ecmascript;

/// Reads a pattern: as one of Unicode, and as an older one where that is an error. The error says what is wrong with it.
pub fn check(pattern: &str) -> Result<(), String> {
    ecmascript::compiled(pattern).map(drop).ok_or_else(|| problem(pattern))
}

/// Returns whether a string has what a pattern looks for; true where the pattern cannot be read.
pub fn matches(pattern: &str, text: &str) -> bool {
    ecmascript::matches(pattern, text)
}

/// What is wrong with a pattern that cannot be compiled.
fn problem(pattern: &str) -> String {
    match Parser::new().parse(pattern).map_err(|error| error.kind().clone()) {
        Ok(_) if jsonschema_regex::is_valid_ecma_regex(pattern) => "its counts are too large".to_owned(),
        Ok(_) | Err(ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference) => {
            "it has what only other languages have, such as `(?i)` or `(?P<name>…)`".to_owned()
        }
        Err(kind) => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_ecmascript_with_and_without_unicode() {
        for pattern in ["^[a-z]+$", r"^(?=.*\d).{8,}$", r"\p{L}", r"a\-b", r"^[\w\-]+$", ""] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
        for (pattern, problem) in [
            ("(", "unclosed group"),
            ("[z-a]", "invalid character class range, the start must be <= the end"),
            ("(?P<name>a)", "it has what only other languages have, such as `(?i)` or `(?P<name>…)`"),
            ("(?i)a", "it has what only other languages have, such as `(?i)` or `(?P<name>…)`"),
            ("a**", "it has what only other languages have, such as `(?i)` or `(?P<name>…)`"),
            ("^[a-f]{262144}$", "its counts are too large"),
        ] {
            assert_eq!(check(pattern), Err(problem.to_owned()), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_is_looked_for_anywhere() {
        assert!(matches("b", "abc") && !matches("^b", "abc") && matches("(", "anything"));
    }
}
