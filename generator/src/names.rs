//! Turns wire names into Rust identifiers. Nobody else makes one.
//!
//! A wire name becomes an identifier in two steps. Its *natural* name depends on nothing but
//! the wire name and the scope's reserved words: words are split, a leading sign is spelled
//! (`-created` → `minus_created`), a leading digit gets an `n`, nothing becomes `value`, a
//! keyword gets a trailing `_`, and a name that the scope reserves its suffix. Only where two
//! wire names of a scope have the same natural name does one of them have to yield; see
//! [`NameScope::claim_all`] for which one.

mod generics;
mod reserved;
mod styles;
mod words;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

pub use self::generics::of_definition;
pub use self::reserved::{Reserved, is_path};
pub use self::styles::Styles;
pub use self::words::{is_plural_of, is_singular_or_plural_of, words};

/// A valid identifier, unique in the scope that it was claimed from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The shapes of Rust names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `snake_case`: modules, functions, fields, arguments.
    Snake,
    /// `UpperCamel`: types and variants.
    Camel,
    /// `SCREAMING_SNAKE`: constants.
    Constant,
}

/// One Rust namespace.
#[derive(Debug, Clone, Default)]
pub struct NameScope {
    taken: HashSet<String>,
    /// The number to try next for a name that was asked for before: keeps many equal names linear.
    next: HashMap<String, usize>,
    reserved: Reserved,
}

impl NameScope {
    /// A scope in which these names are not free.
    pub fn new(reserved: Reserved) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// The name that a wire name gets here unless another one has it.
    pub fn natural(&self, wire: &str, case: Case) -> String {
        let name = self.unreserved(wire, case);
        match self.reserved.suffix(&name) {
            Some(suffix) => name + suffix,
            None => name,
        }
    }

    /// The name before it is known whether the scope reserves it.
    fn unreserved(&self, wire: &str, case: Case) -> String {
        let name = natural(wire, case);
        if self.reserved == Reserved::Modules && !name.is_ascii() { words::in_ascii(&name) } else { name }
    }

    /// Claims the identifier for a wire name.
    pub fn claim(&mut self, wire: &str, case: Case) -> Ident {
        let natural = self.natural(wire, case);
        self.claim_natural(natural, case)
    }

    /// Claims the natural name of a wire name.
    pub fn claim_natural(&mut self, natural: String, case: Case) -> Ident {
        if self.taken.insert(natural.clone()) { Ident(natural) } else { self.number(&natural, case) }
    }

    /// Claims the first of these wire names whose natural name is free, else the last one
    /// with a number.
    pub fn claim_first(&mut self, wires: impl IntoIterator<Item = impl AsRef<str>>, case: Case) -> Ident {
        let mut last = String::new();
        for wire in wires {
            last = self.unreserved(wire.as_ref(), case);
            if self.reserved.suffix(&last).is_none() && self.taken.insert(last.clone()) {
                return Ident(last);
            }
        }
        if let Some(suffix) = self.reserved.suffix(&last) {
            last.push_str(suffix);
            if self.taken.insert(last.clone()) {
                return Ident(last);
            }
        }
        self.number(&last, case)
    }

    /// Claims identifiers for the names of one object, enum or list of parameters.
    ///
    /// The outcome does not depend on their order. First come those that lose no symbol
    /// (`id` before `_id`), among them those that are spelled as most are, then those that are
    /// their own identifiers, then what sorts first. A name that is taken is spelled out
    /// (`$type` → `dollar_type`); where that does not help, it gets a number from 2.
    pub fn claim_all(&mut self, wires: &[&str], case: Case) -> Vec<Ident> {
        let names = self.naturals(wires, case);
        if self.are_free(&names) { self.claim_free(names) } else { self.divide(wires, names, case, &Styles::of(wires.iter().copied())) }
    }

    /// The same for a part of the names: how most of them are spelled is known already.
    pub fn claim_among(&mut self, wires: &[&str], case: Case, styles: &Styles) -> Vec<Ident> {
        let names = self.naturals(wires, case);
        if self.are_free(&names) { self.claim_free(names) } else { self.divide(wires, names, case, styles) }
    }

    fn naturals(&self, wires: &[&str], case: Case) -> Vec<String> {
        wires.iter().map(|wire| self.natural(wire, case)).collect()
    }

    /// Whether these names differ, and nobody has any of them: nothing is to be decided then.
    fn are_free(&self, names: &[String]) -> bool {
        let distinct: HashSet<&str> = names.iter().map(String::as_str).collect();
        distinct.len() == names.len() && !names.iter().any(|name| self.taken.contains(name))
    }

    fn claim_free(&mut self, names: Vec<String>) -> Vec<Ident> {
        self.taken.extend(names.iter().cloned());
        names.into_iter().map(Ident).collect()
    }

    /// Decides who gets which name.
    fn divide(&mut self, wires: &[&str], names: Vec<String>, case: Case, styles: &Styles) -> Vec<Ident> {
        let mut order: Vec<(usize, String)> = names.into_iter().enumerate().collect();
        order.sort_by_cached_key(|(index, name)| {
            let wire = wires.get(*index).copied().unwrap_or_default();
            (words::loses_symbols(wire), Reverse(styles.popularity(wire)), wire != name, wire)
        });
        let mut idents: Vec<Option<Ident>> = vec![None; wires.len()];
        let mut clashes = Vec::new();
        for (index, name) in order {
            if self.taken.insert(name.clone()) {
                idents[index] = Some(Ident(name));
            } else {
                clashes.push((index, name));
            }
        }
        for (index, name) in clashes {
            let spelled = natural(&words::spell_out(wires[index]), case);
            let free = self.reserved.suffix(&spelled).is_none() && self.taken.insert(spelled.clone());
            idents[index] = Some(if free { Ident(spelled) } else { self.number(&name, case) });
        }
        idents.into_iter().flatten().collect()
    }

    /// The name with the first number that makes it free.
    fn number(&mut self, base: &str, case: Case) -> Ident {
        let digit = base.ends_with(|last: char| last.is_ascii_digit());
        // A type has no `_` before its number; only keywords end in one.
        let base = if case == Case::Camel { base.trim_end_matches('_') } else { base };
        let gap = if digit || case == Case::Constant { "_" } else { "" };
        let mut number = self.next.get(base).copied().unwrap_or(2);
        loop {
            let name = format!("{base}{gap}{number}");
            number += 1;
            if self.taken.insert(name.clone()) {
                self.next.insert(base.to_owned(), number);
                return Ident(name);
            }
        }
    }
}

/// The name of a package for an API with this title: ASCII words joined by hyphens.
pub fn package(title: &str) -> String {
    let name = words::in_ascii(&natural(title, Case::Snake)).replace('_', "-");
    let name = name.trim_matches('-');
    // Cargo refuses keywords and its own words, and Windows names of devices: a bare word of that kind gets company.
    if name.is_empty() || reserved::is_keyword(name) || reserved::is_device(name) || name == "test" {
        format!("{name}-client").trim_start_matches('-').to_owned()
    } else {
        name.to_owned()
    }
}

/// The identifier of a wire name in a scope that reserves nothing.
fn natural(wire: &str, case: Case) -> String {
    let simple = words::is_snake(wire);
    let mut name = match case {
        Case::Snake if simple => wire.to_owned(),
        Case::Camel if simple => wire.split('_').fold(String::with_capacity(wire.len()), capitalized),
        Case::Snake => words::spell(wire).to_snake_case(),
        Case::Camel => {
            let spelled = words::spell(wire);
            spelled.split(' ').fold(String::with_capacity(spelled.len()), |name, word| match words::is_camel(word) {
                true => capitalized(name, word),
                false => push_word(name, &word.to_upper_camel_case()),
            })
        }
        Case::Constant => words::spell(wire).to_shouty_snake_case(),
    };
    if name.is_empty() {
        name = "value".to_owned();
        if case != Case::Snake {
            return natural(&name, case);
        }
    }
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert(0, if case == Case::Snake { 'n' } else { 'N' });
    }
    if reserved::is_keyword(&name) {
        name.push('_');
    }
    name
}

/// Adds a word in ASCII with a capital.
fn capitalized(name: String, word: &str) -> String {
    let (first, rest) = word.split_at(1.min(word.len()));
    push_word(name, &first.to_ascii_uppercase()) + rest
}

/// Adds a word to a name in which only capitals divide words: digits need more.
fn push_word(mut name: String, word: &str) -> String {
    let digit = |c: char| c.is_ascii_digit();
    if name.ends_with(digit) && word.starts_with(digit) {
        name.push('_');
    }
    name.push_str(word);
    name
}

#[cfg(test)]
mod tests;
