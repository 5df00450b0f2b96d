#![doc = include_str!("../README.md")]

mod runtime;

#[rustfmt::skip]
mod generated;

#[cfg(feature = "authentication")]
pub mod sign_in;

pub use self::generated::*;
pub use self::runtime::face::*;
