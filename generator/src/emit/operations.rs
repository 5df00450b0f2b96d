//! Operations: the file of a tag, its methods and setters, and what tests call.

pub(super) mod docs;
pub(super) mod example;
pub(super) mod method;
pub(super) mod module;
pub(super) mod samples;
pub(super) mod setters;
mod steps;
