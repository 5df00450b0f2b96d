//! Numbers and patterns of a document, as they are understood everywhere.

pub mod number;
pub mod pattern;
pub mod pattern_text;
