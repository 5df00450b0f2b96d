//! Turns wire names into Rust identifiers. Nobody else makes one.

use std::collections::HashSet;

/// A valid identifier, unique in the scope that it was claimed from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The two shapes of Rust names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `snake_case`: modules, functions, fields, arguments.
    Snake,
    /// `UpperCamel`: types and variants.
    Camel,
}

/// One Rust namespace.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// Claims the identifier for a wire name.
    pub fn claim(&mut self, wire: &str, case: Case) -> Ident {
        use heck::{ToSnakeCase, ToUpperCamelCase};
        let base = match case {
            Case::Snake => wire.to_snake_case(),
            Case::Camel => wire.to_upper_camel_case(),
        };
        let mut name = base.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}{number}");
            number += 1;
        }
        Ident(name)
    }
}
