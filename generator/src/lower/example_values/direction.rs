//! Which way a value goes.

use crate::lower::schema::view::SchemaRef;

/// Which way a value goes: some properties are only sent, others only received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the server: properties that are `readOnly` are left out.
    Request,
    /// From the server: properties that are `writeOnly` are left out.
    Response,
    /// Neither, for types: no property is left out.
    None,
}

impl Direction {
    /// Whether a property with these schemas is left out. References have no such marks.
    pub(super) fn leaves_out(self, slots: &[SchemaRef<'_>]) -> bool {
        slots.iter().any(|slot| match (slot, self) {
            (SchemaRef::Inline(schema), Self::Request) => schema.schema_data.read_only,
            (SchemaRef::Inline(schema), Self::Response) => schema.schema_data.write_only,
            (SchemaRef::Inline(_), Self::None) | (SchemaRef::Reference(_), _) => false,
        })
    }
}
