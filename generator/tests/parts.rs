//! What generated crates get only where their document needs it, as far as it stands alone.

#[allow(dead_code)]
#[path = "../parts/xml/convert/mod.rs"]
mod xml;
