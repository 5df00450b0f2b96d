//! Turns a Swagger 2.0 document into a Rust client crate.
//!
//! ```text
//! text ──source──▶ Value ──overlay──▶ Value ──normalize──▶ openapiv3 ──lower──▶ ir ──emit──▶ tokens ──format──▶ {path: text}
//! ```

pub mod diagnostic;
pub mod emit;
mod format;
pub mod hints;
pub mod ir;
pub mod load;
pub mod lower;
pub mod names;
pub mod node;
pub mod normalize;
pub mod overlay;
pub mod pointer;
pub mod source;
