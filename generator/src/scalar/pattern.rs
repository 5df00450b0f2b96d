//! Regular expressions of ECMAScript, as clients read them.

use regress::Regex;

/// Reads a pattern: as one of Unicode, and as an older one where that is an error. The error says what is wrong with it.
pub fn check(pattern: &str) -> Result<(), String> {
    read(pattern).map(drop)
}

/// Returns whether a string has what a pattern looks for; true where the pattern cannot be read.
pub fn matches(pattern: &str, text: &str) -> bool {
    read(pattern).map_or(true, |pattern| pattern.find(text).is_some())
}

fn read(pattern: &str) -> Result<Regex, String> {
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).map_err(|error| error.to_string().trim_end_matches('.').to_owned())
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
