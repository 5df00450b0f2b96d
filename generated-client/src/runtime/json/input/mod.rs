//! What values are read from, and what is recorded meanwhile.

pub(crate) mod drift_recorder;
mod exact;
mod extra;
mod extra_builder;
mod extra_store;
mod kind;
mod mismatch;
mod path;
mod raw;
mod recorder;
mod repair;
mod source;
mod tokens;

pub use self::drift_recorder::DriftKind;
pub(crate) use self::drift_recorder::{DriftRecorder, Finding};
#[cfg(feature = "strict")]
pub(crate) use self::exact::keeps_digits;
pub use self::extra::Extra;
pub(crate) use self::extra_builder::ExtraBuilder;
pub(crate) use self::extra_store::FieldOrigin;
pub use self::kind::JsonKind;
pub(crate) use self::mismatch::NullLike;
pub use self::mismatch::{Mismatch, Outcome};
pub(crate) use self::path::PathStep;
pub(crate) use self::raw::{FieldName, RawObject, json_text, object_text};
pub(crate) use self::recorder::{Recorder, SharedRecorder};
pub(crate) use self::repair::{Repaired, from_str};
pub use self::source::Source;
