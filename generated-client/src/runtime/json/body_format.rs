//! Replies that are values, and yet no JSON.

use std::fmt;

/// How a body of another kind becomes JSON, which types read themselves from.
pub trait Syntax: fmt::Debug + Sync {
    /// Returns the JSON that a body stands for, nothing for an empty one; or what is wrong with it, and where.
    fn to_json(&self, body: &[u8]) -> Result<String, String>;
}
