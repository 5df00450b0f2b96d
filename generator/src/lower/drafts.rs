//! Types that are being made.

use super::definitions::wish;
use super::structs::Member;
use super::view::Slot;
use crate::ir;
use crate::names::Ident;
use crate::pointer::Pointer;

/// A type that is being made.
#[derive(Debug)]
pub(super) struct Draft {
    pub name: Ident,
    /// The namespace it lies in: 0 for `types`, then one per module.
    pub space: usize,
    pub doc: ir::Doc,
    pub deprecated: bool,
    pub changes: Option<ir::Changes>,
    pub at: Pointer,
    pub shape: DraftShape,
}

/// The shapes of drafts: the members of objects have no identifiers yet, since what extends
/// the object takes them over.
#[derive(Debug)]
pub(super) enum DraftShape {
    Struct { members: Vec<Member>, rest: Option<ir::Type> },
    Other(ir::Shape),
}

/// A type where it is used, and whether it may be null there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lowered {
    pub ty: ir::Type,
    pub nullable: bool,
}

impl Lowered {
    pub(super) fn new(ty: ir::Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type for the inside of a list, a map or a reply.
    pub(super) fn inside(self) -> ir::Type {
        if self.nullable { ir::Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// Where an unnamed schema stands, for the name of the type that it may become.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The namespace.
    pub space: usize,
    /// The name so far, as words.
    pub name: String,
    /// The parameter whose values it describes.
    pub param: Option<String>,
    pub depth: usize,
}

impl Spot {
    pub(super) fn new(space: usize, name: impl Into<String>) -> Self {
        Self { space, name: name.into(), param: None, depth: 0 }
    }

    /// A schema inside this one.
    pub(super) fn child(&self, word: &str) -> Self {
        Self { name: format!("{} {word}", self.name), depth: self.depth + 1, ..self.clone() }
    }

    /// The values of a parameter.
    pub(super) fn param(&self, name: &str, wire: &str) -> Self {
        Self { param: Some(wire.to_owned()), ..self.child(name) }
    }

    /// An item or an alternative, which a hint may name.
    pub(super) fn part(&self, slot: Slot<'_>, word: &str) -> Self {
        let child = self.child(word);
        match slot {
            Slot::Inline(schema) => match wish(schema) {
                Some(name) => Self { name: name.to_owned(), ..child },
                None => child,
            },
            Slot::Reference(_) => child,
        }
    }
}
