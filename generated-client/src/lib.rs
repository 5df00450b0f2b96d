#![doc = include_str!("../README.md")]

mod runtime;

#[rustfmt::skip]
mod generated;

pub use self::generated::*;
pub use self::runtime::face::*;
