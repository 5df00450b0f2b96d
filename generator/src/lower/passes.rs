//! Passes over all drafts, in the order of `lower`: recursion, size, usage, then fields and files.

pub(super) mod fields;
pub(super) mod large_fields;
pub(super) mod recursion;
pub(super) mod type_files;
pub(super) mod usage;
