#![doc = include_str!("../README.md")]
#![cfg_attr(all(any(doc, doctest), feature = "all"), doc = include_str!("guide/chapters.md"))]
// Says which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod runtime;

// Where the definition says nothing, its documentation does not either.
#[allow(missing_docs)]
#[rustfmt::skip]
mod generated;

// Documentation only: applications do not compile it. It speaks of every resource, so all of them have to be there.
#[cfg(all(any(doc, doctest), feature = "all"))]
pub mod guide;

/// Compiles the programs in it.
#[cfg(all(doctest, feature = "all"))]
#[doc = include_str!("../llms.txt")]
struct LlmsTxt;

#[cfg(feature = "authentication")]
pub mod sign_in;

pub use self::generated::*;
pub use self::runtime::exports::*;
