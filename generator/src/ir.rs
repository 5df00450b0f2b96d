//! What is to be generated, decided to the last detail.
//!
//! `lower` writes these values and `emit` prints them. Plain data: an emitter that needs
//! to think means that a field is missing here.

mod client;
mod constraints;
mod endpoint;
mod example;
mod index;
mod own_type;
mod parameter;
mod types;
mod webhook;
pub mod xml;

pub use client::*;
pub use constraints::*;
pub use endpoint::*;
pub use example::*;
pub use index::{Namespace, TypeIndex};
pub use own_type::OwnType;
pub use parameter::*;
pub use types::*;
pub use webhook::*;

use crate::names::Ident;
use crate::pointer::Pointer;

/// The feature of the definitions that no operation needs.
pub const UNUSED: &str = "unused-definitions";

/// The optional parts of the runtime, each behind a feature of its name.
pub const PARTS: &[&str] = &[xml::PART];

/// One crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// The API's name, as its document gives it.
    pub title: String,
    /// The version of the API's document.
    pub version: String,
    /// The description of the whole API.
    pub doc: Doc,
    /// What a client is given at construction.
    pub client: Client,
    /// How lists are paged: each distinct scheme once.
    pub pagings: Vec<Paging>,
    /// The named definitions and what lies inline in them, in groups that the same features need.
    pub types: Vec<TypeGroup>,
    /// One per tag, sorted by name.
    pub modules: Vec<Module>,
    /// What the API sends, if the document says so.
    pub webhooks: Option<Webhooks>,
    /// The types that the document names and that need help to be read and written: each once, sorted.
    pub own_types: Vec<OwnType>,
    /// What bodies look like that are XML.
    pub xml: xml::Xml,
    /// The schemas of which nothing but free-form JSON is left: a value, a map of such values, or an object without properties.
    pub free: Vec<Pointer>,
}

/// Prose: trimmed text, paragraphs kept. Empty when the document says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Doc(pub String);

/// Types that exactly the same features need: one file under `types/`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeGroup {
    /// The file.
    pub name: Ident,
    /// The features any of which needs these types; sorted. Empty: always compiled.
    pub features: Vec<String>,
    /// Sorted by name.
    pub types: Vec<TypeDef>,
}

/// What a tag becomes: a file, a Cargo feature and a handle.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The file, and the client's method that gives the handle (`groups`).
    pub name: Ident,
    /// The Cargo feature.
    pub feature: String,
    /// The handle's type (`Groups`).
    pub handle: Ident,
    /// The tag in the document.
    pub tag: String,
    /// The tag's description.
    pub doc: Doc,
    /// Sorted by path and method.
    pub endpoints: Vec<Endpoint>,
    /// Types inline in these endpoints, sorted by name.
    pub types: Vec<TypeDef>,
}
