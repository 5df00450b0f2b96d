//! What values are read from, and what is noted down meanwhile.

pub(crate) mod drift_recorder;
mod extra;
mod extra_builder;
mod extra_store;
mod mismatch;
mod source;

pub(crate) use self::drift_recorder::{Finding, Findings, Step};
pub use self::extra::Extra;
pub(crate) use self::extra_builder::Keeping;
pub(crate) use self::extra_store::lenient;
pub(crate) use self::mismatch::Nothing;
pub use self::mismatch::{Misfit, Outcome};
pub(crate) use self::source::{RawMembers, json_text, object_text, read_piece, read_value, reread};
pub use self::source::{Source, deserialize};
