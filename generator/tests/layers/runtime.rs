//! The runtime of a generated client, and the optional parts of it.

use crate::table::Inside;

/// The order of its folders.
pub const TABLE: Inside = Inside::Pending;
