//! Extensions: each hint is read here, once. What is wrong with one is reported with its place, and left out.

mod bearer;
mod checks;
mod client;
mod dependencies;
pub(super) mod enum_hints;
pub(super) mod operation_hints;
pub(super) mod others;
mod pagination;
pub(super) mod schema_hints;

pub(super) use self::bearer::{at, hint, name, parameter_of};
