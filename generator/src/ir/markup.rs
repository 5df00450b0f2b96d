//! How values look in XML.

use std::collections::BTreeSet;

use crate::names::Ident;
use crate::pointer::Pointer;

/// The part of the runtime that reads and writes XML, and its Cargo feature.
pub const PART: &str = "xml";

/// What the bodies of an API look like that are XML.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Markup {
    /// Whole bodies, each once.
    pub roots: Vec<Root>,
    /// The shapes of the types in them, each once.
    pub shapes: Vec<Shape>,
    /// Where the document says what is in here.
    pub places: BTreeSet<Pointer>,
}

/// A whole body.
#[derive(Debug, Clone, PartialEq)]
pub struct Root {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// Its element.
    pub element: Element,
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// What it is called.
    pub name: Name,
    /// What it holds.
    pub content: Content,
}

/// The name of an element or an attribute.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Name {
    /// The name itself.
    pub local: String,
    /// What stands before it, where it is in a namespace; empty for nothing.
    pub prefix: String,
    /// The namespace; empty for none of its own.
    pub namespace: String,
}

/// What an element or an attribute holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A text, to the last blank.
    Text,
    /// A text of some form: blanks around it say nothing.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whatever comes.
    Any,
    /// Items that are called like this element.
    List(Box<Element>),
    /// Elements whose names are data.
    Map(Box<Map>),
    /// What a type has: the shape at this index of [`Markup::shapes`].
    Shape(usize),
}

/// Elements whose names are data.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What each holds.
    pub values: Content,
    /// Whether each value is a list, whose items have its name.
    pub repeated: bool,
}

/// The shape of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// What it is.
    pub kind: Kind,
}

/// What a shape is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// An element with members.
    Object {
        /// In the document's order.
        members: Vec<Member>,
        /// What else may be in it.
        rest: Option<Map>,
    },
    /// One of several objects, told apart by the text of a member.
    Tagged {
        /// The member, by its name in JSON.
        tag: String,
        /// The texts that choose each, and the index of its shape.
        variants: Vec<(Vec<String>, usize)>,
        /// The shape of elements with another text or none, where one is known.
        otherwise: Option<usize>,
    },
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name in JSON.
    pub json: String,
    /// Its name in XML.
    pub name: Name,
    /// What it holds.
    pub content: Content,
    /// Where it is.
    pub place: Place,
}

/// Where a member is in its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// The text.
    Text,
    /// One element.
    Element,
    /// An element per item of a list, which may be left out where it is empty.
    Items,
    /// An element per item of a list that is always there.
    AllItems,
}
