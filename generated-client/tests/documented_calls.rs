//! The example that each operation has in its documentation, compiled: one file says where a mistake is, instead of as
//! many documentation tests as there are operations.

#[rustfmt::skip]
#[path = "generated/examples/mod.rs"]
mod examples;
