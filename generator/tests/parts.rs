//! What generated crates get only where their document needs it, as far as it stands alone.

#[allow(dead_code, reason = "the rest of the part uses what these tests do not")]
#[path = "../parts/xml/convert/mod.rs"]
mod xml;
