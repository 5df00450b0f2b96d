//! Passes over all drafts, in the order of `lower`: equal types, recursion, size, usage, then fields and files, and over
//! what they become: alternatives, arguments, constraints, secrets and examples.

pub(super) mod alternatives;
pub(super) mod arguments;
pub(super) mod attributes;
pub(super) mod constraints;
pub(super) mod defaults;
pub(super) mod derives;
pub(super) mod equal_types;
pub(super) mod examples;
pub(super) mod fields;
pub(super) mod large_fields;
pub(super) mod late_types;
pub(super) mod links;
pub(super) mod recursion;
pub(super) mod secrets;
pub(super) mod type_examples;
pub(super) mod type_files;
pub(super) mod usage;
