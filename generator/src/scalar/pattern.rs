//! Regular expressions of ECMAScript, as clients read them.

use regress::Regex;

/// Reads a pattern: as one of Unicode, and as an older one where that is an error. The error says what is wrong with it.
pub fn check(pattern: &str) -> Result<(), String> {
    Regex::with_flags(pattern, "u")
        .or_else(|_| Regex::new(pattern))
        .map(drop)
        .map_err(|error| error.to_string().trim_end_matches('.').to_owned())
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
}
