//! Requests that the API sends.

use super::{Doc, Type, TypeDef};
use crate::names::Ident;

/// The feature of the requests that the API sends, and the word for their module.
pub const WEBHOOK: &str = "webhook";

/// The module of the requests that the API sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhooks {
    /// The file.
    pub name: Ident,
    /// The Cargo feature.
    pub feature: String,
    /// The union of all payloads of webhooks; none where there are only callbacks.
    pub event: Option<Event>,
    /// A function for each callback, sorted by name.
    pub callbacks: Vec<Callback>,
    /// The types that lie inline in payloads, and that union, sorted by name.
    pub types: Vec<TypeDef>,
}

/// The union of all payloads of webhooks.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its type.
    pub name: Ident,
    /// Its alternatives, in their order.
    pub rows: Vec<EventRow>,
}

/// What an alternative is known by outside of its payload.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// The alternative.
    pub variant: Ident,
    /// The name of its webhook, and then the values of headers that only some webhooks have.
    pub names: Vec<String>,
}

/// What an operation asks for, and is sent later.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    /// The function that reads its payload.
    pub name: Ident,
    /// The payload.
    pub ty: Type,
    /// What it means.
    pub doc: Doc,
}

/// What the documentation of an operation says of a callback.
#[derive(Debug, Clone, PartialEq)]
pub struct CallbackDoc {
    /// Its name in the document.
    pub name: String,
    /// The expression that gives its address.
    pub expression: String,
    /// The function that reads its payload; none where nothing reads it.
    pub reader: Option<Ident>,
}
