//! A place that has a newtype.

use openapiv3::SchemaKind;

use crate::hints::Extensions;
use crate::pointer::Pointer;

/// A place that has a newtype.
#[derive(Debug)]
pub(in crate::normalize) struct NewtypePlace {
    /// Where it stands.
    pub at: Pointer,
    /// The same among extensions.
    pub extensions: Extensions,
    /// The parameter or the property.
    pub name: Option<String>,
    /// The type there, without its bounds.
    pub kind: SchemaKind,
}
