//! A place that has the type of a shared enum.

use openapiv3::Schema;

use crate::hints::values::EnumHints;
use crate::pointer::Pointer;

/// A place that has the type of a shared enum.
#[derive(Debug)]
pub(in crate::normalize) struct EnumPlace {
    /// Where it stands.
    pub at: Pointer,
    /// The name that another generator's word gives the type. What such words say of one name may differ from place to place.
    pub foreign_name: Option<String>,
    /// The parameter or the property.
    pub name: Option<String>,
    pub is_parameter: bool,
    /// The values there.
    pub schema: Schema,
    /// What is said of the values there.
    pub hints: EnumHints,
}
