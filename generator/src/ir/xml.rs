//! How values look in XML.

use std::collections::BTreeSet;

use crate::names::Ident;
use crate::pointer::Pointer;

/// The part of the runtime that reads and writes XML, and its Cargo feature.
pub const PART: &str = "xml";

/// What the bodies of an API look like that are XML.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Xml {
    /// Whole bodies, each once.
    pub roots: Vec<XmlRoot>,
    /// The shapes of the types in them, each once.
    pub shapes: Vec<XmlShape>,
    /// Where the document says what is in here.
    pub places: BTreeSet<Pointer>,
}

/// A whole body.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlRoot {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// Its element.
    pub element: XmlElement,
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlElement {
    /// What it is called.
    pub name: XmlName,
    /// What it holds.
    pub content: XmlContent,
}

/// The name of an element or an attribute.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XmlName {
    /// The name itself.
    pub local: String,
    /// What stands before it, where it is in a namespace; empty for nothing.
    pub prefix: String,
    /// The namespace; empty for none of its own.
    pub namespace: String,
}

/// What an element or an attribute holds.
#[derive(Debug, Clone, PartialEq)]
pub enum XmlContent {
    /// A string, to the last blank.
    Text,
    /// A string of some form: blanks around it say nothing.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whatever comes.
    Any,
    /// Items that are called like this element.
    List(Box<XmlElement>),
    /// Elements whose names are data.
    Map(Box<XmlMap>),
    /// What a type has: the shape at this index of [`Xml::shapes`].
    Shape(usize),
}

/// Elements whose names are data.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlMap {
    /// What each holds.
    pub values: XmlContent,
    /// Whether each value is a list, whose items have its name.
    pub repeated: bool,
}

/// The shape of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlShape {
    /// The constant that holds it in the generated crate.
    pub name: Ident,
    /// What it is.
    pub kind: XmlShapeKind,
}

/// What a shape is.
#[derive(Debug, Clone, PartialEq)]
pub enum XmlShapeKind {
    /// An element with properties.
    Object {
        /// In the document's order.
        properties: Vec<XmlProperty>,
        /// What else may be in it.
        rest: Option<XmlMap>,
    },
    /// One of several objects, distinguished by the text of a property.
    Tagged {
        /// The property, by its name in JSON.
        tag: String,
        /// The strings that choose each, and the index of its shape.
        variants: Vec<(Vec<String>, usize)>,
        /// The shape of elements with another text or none, where one is known.
        otherwise: Option<usize>,
    },
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlProperty {
    /// Its name in JSON.
    pub json: String,
    /// Its name in XML.
    pub name: XmlName,
    /// What it holds.
    pub content: XmlContent,
    /// Where it is.
    pub place: XmlPosition,
}

/// Where a property is in its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlPosition {
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
