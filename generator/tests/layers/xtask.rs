//! The maintainers' commands.

use crate::table::Inside;

/// The order of its folders.
pub const TABLE: Inside = Inside::Pending;
