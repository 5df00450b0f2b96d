//! Passes over all drafts, in the order of `lower`: recursion, size, alternatives, usage, then fields and files, and the examples at last.

pub(super) mod alternatives;
pub(super) mod examples;
pub(super) mod fields;
pub(super) mod large_fields;
pub(super) mod recursion;
pub(super) mod type_files;
pub(super) mod usage;
