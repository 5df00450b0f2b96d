//! Regular expressions of ECMAScript. Each is compiled once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fancy_regex::Regex;

use super::ecmascript;

/// The patterns that have been asked for; none for one that the engine cannot read.
type Compiled = HashMap<&'static str, Option<Arc<Regex>>>;

static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);

/// Returns whether a pattern finds something in a string. One that cannot be read does: the generator has reported it.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    let compiled = {
        let mut all = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(pattern).or_insert_with(|| ecmascript::compile(pattern).map(Arc::new)).clone()
    };
    compiled.is_none_or(|regex| ecmascript::finds(&regex, text))
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
        assert!(matches(r"^\d$", "1") && !matches(r"^\d$", "٣") && !matches(r"^\w$", "é"), "classes of ASCII");
        assert!(!matches(r"^(?!b)\w.$", "é!") && !matches(r"^(?!b)a.$", "a\n") && matches(r"^(?!b)a.$", "ac"), "also beside conditions");
        assert!(matches(r"^(?<!b)a(?<=a)$", "a") && !matches(r"(?<!b)a", "ba"), "looks behind");
        assert!(matches(r"^(?<x>a|b)\k<x>$", "aa") && !matches(r"^(a|b)\1$", "ab"), "refers back");
        assert!(matches(r"^[\w- ]+$", "a-b c") && matches(r"^[+-\d]$", "-") && matches(r"^[a-c]$", "b"), "hyphens beside classes");
        assert!(matches(r"^{a}]$", "{a}]") && matches(r"^a{1-2}$", "a{1-2}") && matches(r"^a{2}$", "aa"), "braces that count nothing");
        assert!(matches(r"^[[&~]$", "&") && matches(r"^\u{1F642}\x41$", "🙂A") && matches(r"^[^]$", "\n"), "signs and escapes");
    }

    #[test]
    fn no_text_takes_long() {
        let text = format!("{}b", "a".repeat(60));
        for pattern in ["^(a+)+$", "^([a-z]*)*[A-Z]$", "^(?=(a+)+$)(a|aa)+$", r"^(?!x)(a+)+$", r"^(?:(a+)+)\1$"] {
            // Where conditions are too much work, the answer is left to the server; what counts is that there is one.
            let _ = matches(pattern, &text);
        }
        assert!(!matches("^(a+)+$", &text));
    }
}
