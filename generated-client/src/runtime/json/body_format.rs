//! Formats of bodies other than JSON.

use std::fmt;

/// A format other than JSON whose bodies are read and written by way of JSON.
pub trait BodyFormat: fmt::Debug + Sync {
    /// Returns a body as JSON; an empty string for an empty one.
    ///
    /// # Errors
    ///
    /// The body is not valid: what is wrong, and where.
    fn to_json(&self, body: &[u8]) -> Result<String, String>;

    /// Returns the body that a JSON value is sent as.
    ///
    /// # Errors
    ///
    /// The format has no form for the value.
    #[allow(clippy::wrong_self_convention, reason = "the counterpart of `to_json`, of the same format")]
    fn from_json(&self, json: &str) -> Result<String, String>;
}
