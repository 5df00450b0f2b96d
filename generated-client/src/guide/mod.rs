//! The guide: one chapter for each topic, with code that compiles.
//!
//! The chapters describe this version of the crate. The code in them is compiled by the crate's tests; what needs no
//! server is run as well.
#![doc = include_str!("chapters.md")]

#[doc = include_str!("absent_null_empty.md")]
pub mod absent_null_empty {}

#[doc = include_str!("blocking.md")]
pub mod blocking {}

#[doc = include_str!("browser.md")]
pub mod browser {}

#[doc = include_str!("connection.md")]
pub mod connection {}

#[doc(inline)]
pub use crate::generated::endpoints;

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("features.md")]
pub mod features {}

#[doc = include_str!("files.md")]
pub mod files {}

#[doc = include_str!("first_call.md")]
pub mod first_call {}

#[doc = include_str!("glossary.md")]
pub mod glossary {}

#[doc = include_str!("lists.md")]
pub mod lists {}

#[doc = include_str!("migrating.md")]
pub mod migrating {}

#[doc = include_str!("resources.md")]
pub mod resources {}

#[doc = include_str!("sign_in.md")]
pub mod sign_in {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("webhooks.md")]
pub mod webhooks {}

#[doc = include_str!("wrapping.md")]
pub mod wrapping {}
