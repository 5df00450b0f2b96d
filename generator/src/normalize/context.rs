//! What all readers share: the document, its references, the words of Swagger 2.0.

pub(super) mod document;
pub(super) mod enum_place;
pub(super) mod external_docs;
pub(super) mod given;
pub(super) mod media_types;
pub(super) mod newtype_place;
pub(super) mod reference;
pub(super) mod repaired;
pub(super) mod target;
pub(super) mod template;
pub(super) mod vocabulary;
