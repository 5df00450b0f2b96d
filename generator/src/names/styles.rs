//! How the names of a document are spelled.
//!
//! Where two names differ in their spelling alone, the one that is spelled as most others are
//! has the better claim: it is the odd one that was added later.

use std::collections::HashMap;

/// How many names are spelled in which way.
#[derive(Debug, Default)]
pub struct Styles {
    counts: HashMap<Style, usize>,
}

/// What tells spellings apart. Words of one part have the style of those without divisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Style {
    capital_first: bool,
    capitals_only: bool,
    underscores: bool,
    hyphens: bool,
    other: bool,
}

impl Styles {
    /// Counts the spellings of names.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = HashMap::new();
        for name in names {
            *counts.entry(Style::of(name)).or_default() += 1;
        }
        Self { counts }
    }

    /// How many names are spelled like this one.
    pub fn popularity(&self, name: &str) -> usize {
        self.counts.get(&Style::of(name)).copied().unwrap_or_default()
    }
}

impl Style {
    fn of(name: &str) -> Self {
        Self {
            capital_first: name.starts_with(char::is_uppercase),
            capitals_only: name.contains(char::is_uppercase) && !name.contains(char::is_lowercase),
            underscores: name.contains('_'),
            hyphens: name.contains('-'),
            other: name.contains(|c: char| !c.is_alphanumeric() && c != '_' && c != '-'),
        }
    }
}
