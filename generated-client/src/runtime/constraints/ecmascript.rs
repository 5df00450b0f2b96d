//! Regular expressions of ECMAScript, for an engine whose work is bounded by the length of the text: where a backtracking engine
//! reads it, a pattern such as `^(a+)+$` lets a short text take years.
//!
//! The generator compiles this file too: it judges patterns as clients do.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fancy_regex::Regex;

/// A pattern that was compiled. None for one that is no such pattern, or that is too large for the engine.
type Compiled = Option<Arc<Regex>>;

/// Returns whether a pattern finds something in a string. One that cannot be compiled does: the generator has reported it. So does one
/// whose conditions on what stands around would take too long.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.is_match(text).unwrap_or(true))
}

/// Compiles a pattern, once: that takes longer than a match, and many values are compared with the same.
pub(super) fn compiled(pattern: &str) -> Compiled {
    static COMPILED: LazyLock<Mutex<HashMap<String, Compiled>>> = LazyLock::new(Mutex::default);

    let all = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = all().get(pattern).cloned();
    known.unwrap_or_else(|| {
        let compiled = compile(pattern).map(Arc::new);
        all().insert(pattern.to_owned(), compiled.clone());
        compiled
    })
}

/// Compiles a pattern: as one of Unicode, and with what older patterns have besides.
fn compile(pattern: &str) -> Option<Regex> {
    let strict = strict(pattern);
    if !jsonschema_regex::is_valid_ecma_regex(&strict) {
        return None;
    }
    let translated = jsonschema_regex::to_rust_regex(&strict).ok()?;
    Regex::new(&conditions(&translated)).ok()
}

/// The names that conditions have until they are translated, and what opens them: the translation reads no conditions.
const CONDITIONS: [(&str, &str); 4] = [("?<Ahead", "?="), ("?<NotAhead", "?!"), ("?<Behind", "?<="), ("?<NotBehind", "?<!")];

/// Escapes what older patterns take literally: a hyphen beside a class inside of one, and brackets that open and close nothing.
/// Conditions become groups with names.
fn strict(pattern: &str) -> String {
    let mut found = String::with_capacity(pattern.len());
    let (mut in_class, mut after_class, mut conditions) = (false, false, 0_usize);
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        let following = rest.as_str();
        let mut is_class = false;
        match next {
            '\\' => {
                let escaped = rest.next();
                is_class = matches!(escaped, Some('d' | 'D' | 's' | 'S' | 'w' | 'W'));
                found.push(next);
                found.extend(escaped);
                // What stands in braces belongs to the escape.
                if matches!(escaped, Some('p' | 'P' | 'u')) && rest.as_str().starts_with('{') {
                    let length = rest.as_str().find('}').map_or(0, |end| end + 1);
                    found.push_str(&rest.as_str()[..length]);
                    rest = rest.as_str()[length..].chars();
                }
            }
            '-' if in_class && !following.starts_with(']') && (after_class || starts_with_class(following)) => found.push_str("\\-"),
            ']' if in_class => {
                in_class = false;
                found.push(next);
            }
            _ if in_class => found.push(next),
            '[' => {
                let inner = following.strip_prefix('^');
                let is_negated = inner.is_some();
                let inner = inner.unwrap_or(following);
                // A class of nothing, and one of everything.
                if let Some(after) = inner.strip_prefix(']') {
                    found.push_str(if is_negated { r"[\s\S]" } else { r"[^\s\S]" });
                    rest = after.chars();
                } else {
                    in_class = true;
                    found.push_str(if is_negated { "[^" } else { "[" });
                    rest = inner.chars();
                }
            }
            '{' => match quantifier(following) {
                Some(length) => {
                    found.push(next);
                    found.push_str(&following[..length]);
                    rest = following[length..].chars();
                }
                None => found.push_str("\\{"),
            },
            '}' | ']' => found.extend(['\\', next]),
            '(' => {
                found.push(next);
                if let Some((name, opener)) = CONDITIONS.iter().rev().find(|(_, opener)| following.starts_with(opener)) {
                    found.push_str(&format!("{name}{conditions}>"));
                    conditions += 1;
                    rest = following[opener.len()..].chars();
                }
            }
            _ => found.push(next),
        }
        after_class = is_class;
    }
    found
}

/// Groups with the names of conditions become conditions again.
fn conditions(pattern: &str) -> String {
    let mut found = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find("(?<") {
        let (before, group) = rest.split_at(at + 1);
        found.push_str(before);
        rest = group;
        for (name, opener) in CONDITIONS {
            let end = group.strip_prefix(name).and_then(|number| number.split_once('>'));
            if let Some((_, after)) = end.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit())) {
                found.push_str(opener);
                rest = after;
            }
        }
    }
    found + rest
}

fn starts_with_class(text: &str) -> bool {
    let class = text.strip_prefix('\\');
    class.is_some_and(|class| class.starts_with(['d', 'D', 's', 'S', 'w', 'W']))
}

/// The length of a quantifier behind its opening brace.
fn quantifier(text: &str) -> Option<usize> {
    let (inner, _) = text.split_once('}')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one =
        inner.split_once(',').map_or_else(|| is_number(inner), |(least, most)| is_number(least) && (most.is_empty() || is_number(most)));
    is_one.then_some(inner.len() + 1)
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
