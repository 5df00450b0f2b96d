//! Schemas and operations as lowering looks at them: read from the document, nothing decided yet.

mod constraints;
pub(super) mod definitions;
pub(super) mod distinguished;
pub(super) mod docs;
pub(super) mod facts;
pub(super) mod formats;
mod listed_values;
pub(super) mod media;
pub(super) mod newtypes;
pub(super) mod operation;
mod plain_parts;
pub(super) mod same_body;
pub(super) mod subtypes;
pub(super) mod tags;
pub(super) mod tuples;
pub(super) mod view;
pub(super) mod visit;
