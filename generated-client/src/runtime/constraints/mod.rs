//! Constraints of the definition, which values are checked against before they are sent, if the caller wants that.
//!
//! A value is checked by writing it: into a serializer that looks at the strings and numbers as they will be sent. So a
//! check sees what the server would see, whatever type has written it, and compares numbers by their digits. What a type
//! demands of its fields is in a table of constants, which the type announces when it is written.

mod checker;
mod compounds;
mod constraint;
mod decimal;
mod ecmascript;
mod serializer;
mod tables;
mod violation;

pub(crate) use self::checker::Checker;
pub use self::constraint::Constraint;
pub use self::tables::{InputConstraints, Levels, ObjectConstraints};
pub(crate) use self::tables::{announce_object, announce_variant, constraints, forget_announced};
pub use self::violation::{Violation, Violations};
