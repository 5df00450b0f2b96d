//! Rust that a document gives: paths of types, and attributes. It is read here, and judged elsewhere.

mod attributes;
mod paths;

pub use self::attributes::Attribute;
pub use self::paths::TypePath;
