//! Texts that regular expressions match.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::scalar::pattern::matches;

/// So long is a string where the pattern leaves it open.
const USUAL: usize = 6;

/// Longer strings are not tried.
const LONGEST: usize = 10_000;

/// What patterns look for that are made of conditions: it is repeated to the length that is asked for.
const OF_EVERY_KIND: &str = "Aa1!";

/// The characters that are taken first where a class has several.
const PREFERRED: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890-_. /:@+,#=?&%!*()";

/// Returns a string that a pattern of ECMAScript matches, of so many characters; the same for the same arguments, and most often
/// another one for another number. None where none is found.
pub fn text(pattern: &str, least: usize, most: Option<usize>, number: usize) -> Option<String> {
    let most = most.unwrap_or(LONGEST).min(LONGEST);
    let fits = |text: &String| (least..=most).contains(&text.chars().count()) && matches(pattern, text);
    let aims = [least.max(USUAL.min(most)), least, most.min(2 * USUAL.max(least))];
    let made = [in_rust(pattern, true), in_rust(pattern, false)].into_iter().filter_map(|source| {
        let parsed = ParserBuilder::new().build().parse(&source).ok()?;
        aims.into_iter().flat_map(|aim| padded(written(&parsed, aim, number), aim)).find(fits)
    });
    let mixed = aims.into_iter().map(|aim| OF_EVERY_KIND.chars().cycle().take(aim).collect());
    made.chain(mixed).find(fits)
}

/// A pattern as `regex_syntax` reads it: brackets and doubled signs inside a class mean themselves. Without conditions on what
/// stands around, if they are not wanted.
fn in_rust(pattern: &str, with_conditions: bool) -> String {
    let (mut found, mut in_class) = (String::new(), false);
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        match next {
            '\\' => found.extend(['\\'].into_iter().chain(rest.next())),
            '[' | '&' | '~' if in_class => found.extend(['\\', next]),
            '[' => {
                in_class = true;
                found.push(next);
            }
            ']' if in_class => {
                in_class = false;
                found.push(next);
            }
            '(' if !in_class && !with_conditions && is_condition(rest.as_str()) => {
                rest = after_group(rest.as_str()).chars();
            }
            _ => found.push(next),
        }
    }
    found
}

/// Whether what follows a bracket makes it a condition.
fn is_condition(rest: &str) -> bool {
    ["?=", "?!", "?<=", "?<!"].iter().any(|start| rest.starts_with(start))
}

/// What follows the end of a group.
fn after_group(inside: &str) -> &str {
    let (mut depth, mut in_class, mut escaped) = (1, false, false);
    for (at, next) in inside.char_indices() {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return inside.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

/// A string as it is, and filled up to a length: a pattern may leave open what follows.
fn padded(text: String, length: usize) -> [String; 2] {
    let more: String = PREFERRED.chars().cycle().take(length.saturating_sub(text.chars().count())).collect();
    [text.clone(), text + &more]
}

/// A string of about this length, if the pattern allows it.
fn written(pattern: &Hir, aim: usize, number: usize) -> String {
    let mut shortest = Writer { number, ..Writer::default() };
    shortest.add(pattern);
    let spare = aim.saturating_sub(shortest.text.chars().count());
    let mut writer = Writer { number, spare, ..Writer::default() };
    writer.add(pattern);
    writer.text
}

#[derive(Default)]
struct Writer {
    text: String,
    /// So many characters more than there must be.
    spare: usize,
    /// Moves on with each character that is chosen.
    number: usize,
}

impl Writer {
    fn add(&mut self, pattern: &Hir) {
        if self.text.len() > LONGEST {
            return;
        }
        match pattern.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) => self.choose(class),
            HirKind::Capture(group) => self.add(&group.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.add(part)),
            HirKind::Alternation(parts) => {
                if let Some(part) = parts.get(self.number % parts.len()) {
                    self.add(part);
                }
            }
            HirKind::Repetition(repeated) => {
                (0..repeated.min).for_each(|_| self.add(&repeated.sub));
                let more = repeated.max.map_or(u32::MAX, |most| most.saturating_sub(repeated.min));
                for _ in 0..more {
                    let before = self.text.len();
                    let spare = std::mem::take(&mut self.spare);
                    if spare == 0 {
                        break;
                    }
                    self.add(&repeated.sub);
                    let added = self.text.get(before..).map_or(0, |added| added.chars().count());
                    self.spare = if added == 0 { 0 } else { spare.saturating_sub(added) };
                }
            }
        }
    }

    /// A character of a class.
    fn choose(&mut self, class: &Class) {
        let Class::Unicode(class) = class else { return };
        let has = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
        let preferred: Vec<char> = PREFERRED.chars().filter(has).collect();
        let first = class.ranges().first().map(|range| range.start());
        let chosen = if preferred.is_empty() { first } else { preferred.get(self.number % preferred.len()).copied() };
        self.text.extend(chosen);
        self.number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_matched_by_their_patterns_and_have_the_length_that_is_asked_for() {
        let cases = [
            ("^[a-z]+$", 0, None),
            ("^[a-z]+$", 12, Some(12)),
            (r"^\d{3}-\d{4}$", 0, None),
            (r"^(?=.*\d)(?=.*[A-Z]).{8,}$", 0, Some(20)),
            (r"^[\w.+-]+@[\w-]+\.[\w.]+$", 0, None),
            ("^#[0-9a-fA-F]{6}$", 0, None),
            ("^(yes|no)$", 0, None),
            (r"^[^\s/[]+$", 0, Some(3)),
            (r"^\p{Lu}\p{Ll}*$", 2, None),
            ("a.c", 10, Some(10)),
            ("^https?://.+", 0, None),
        ];
        for (pattern, least, most) in cases {
            let found = text(pattern, least, most, 0).unwrap_or_else(|| panic!("{pattern}"));
            assert!(matches(pattern, &found), "{pattern}: {found}");
            assert!((least..=most.unwrap_or(usize::MAX)).contains(&found.chars().count()), "{pattern}: {found}");
        }
        assert_eq!(text("^a$", 2, None, 0), None);
        assert_ne!(text("^[a-z]{4}$", 0, None, 0), text("^[a-z]{4}$", 0, None, 1));
    }
}
