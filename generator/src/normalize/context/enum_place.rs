//! A place that has the type of a shared enum.

use openapiv3::Schema;

use crate::pointer::Pointer;

/// A place that has the type of a shared enum.
#[derive(Debug)]
pub(in crate::normalize) struct EnumPlace {
    /// Where it stands.
    pub at: Pointer,
    /// The parameter or the property.
    pub name: Option<String>,
    pub is_parameter: bool,
    /// The values there, and the hints that describe them.
    pub schema: Schema,
}
