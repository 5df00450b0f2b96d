//! Tolerant reading: a value of another type is accepted if it can be converted without guessing.
//!
//! serde parses; the rules are here. A value that does not fit is not a parse error but a [`Mismatch`]. The nearest
//! optional field around it absorbs the mismatch: the field is `None`, and the object keeps the JSON among its
//! [`Extra`](crate::runtime::Extra) fields. A required field passes it on. A mismatch that no field absorbs becomes a
//! decoding error with its path. None of this has a cost as long as all values fit.
//!
//! Each difference from the definition is recorded if the client observes drift.
//!
//! Values are read from JSON text in memory ([`Source`]), so that a value that does not fit can be found again. What all types
//! have in common is compiled once: it reads into any type through a vtable ([`ReadValue`], [`Slot`]).

mod access;
mod bytes;
mod deserialize;
mod enums;
mod int_enum;
mod json_number;
mod late;
mod list;
mod maybe;
mod newtype;
mod own_type;
mod quoted;
mod reading;
mod scalar;
mod string_enum;
mod type_info;
mod union;
mod value;
mod visitor;

pub use self::bytes::{Base64, Base64Url};
pub use self::deserialize::deserialize;
pub(crate) use self::deserialize::deserialize_by_reading;
pub use self::enums::{IntEnum, StringEnum, UnknownValue};
pub(crate) use self::enums::{closed_enum, enum_value};
pub(crate) use self::int_enum::int_enum;
pub use self::json_number::{InvalidNumber, JsonNumber};
pub(crate) use self::late::{Late, late_slot};
pub use self::maybe::Maybe;
pub(crate) use self::newtype::newtype;
pub(crate) use self::own_type::own_type;
pub use self::own_type::{needs_of_own_types, read_own, write_own};
pub use self::quoted::{QuotedI64, QuotedU64};
pub use self::reading::FromJson;
pub(crate) use self::reading::{own_slot, read_apart, read_value};
pub(crate) use self::scalar::read_scalars;
pub use self::scalar::{Scalar, read_scalar};
pub(crate) use self::string_enum::string_enum;
pub(crate) use self::type_info::FoundFields;
pub use self::type_info::{FieldNeed, Fields, TypeInfo};
pub use self::union::{Candidate, Union, read_union, write_union};
pub(crate) use self::union::{read_union_by, text_union, union};
pub use self::value::{ArrayAccess, FieldAccess, RawScalar, ReadInto, ReadValue, Slot, Stopped};
