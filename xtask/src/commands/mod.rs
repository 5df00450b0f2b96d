//! The commands that work on one document or on one crate, each with its options.

pub mod codegen;
pub mod generate;
pub mod measure;
pub mod mock;
pub mod overlays;
pub mod resolve;
mod unused;
pub mod validate;
