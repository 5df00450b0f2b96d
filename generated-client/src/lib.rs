//! Client for the Tallyfy workflow platform's REST API.

mod runtime;

#[rustfmt::skip]
mod generated;

pub use self::generated::*;
pub use self::runtime::face::*;
