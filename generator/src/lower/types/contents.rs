//! JSON in strings: in a property, in the items of its list, or in the values of its map.

use openapiv3::{AdditionalProperties, Schema};

use crate::ir::{self, ContentPlace};
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::lower::types::Types;
use crate::lower::types::draft::{NamePath, Property};

impl<'a> Types<'a> {
    /// What the JSON in the strings of a property is, and which strings these are.
    pub(in crate::lower) fn content(
        &mut self,
        slot: SchemaRef<'a>,
        property: &Property,
        name_path: &NamePath,
    ) -> Option<(ContentPlace, ir::Type)> {
        let (place, schema) = self.with_content(slot, &property.ty)?;
        let content = self.definitions.hints_of(schema).content.as_ref()?;
        let Some(content) = &content.schema else { return Some((place, ir::Type::Json)) };
        let (content, name_path) = (SchemaRef::from(content), name_path.child(&property.name));
        let ty = self.lower(content, &name_path.part(self.definitions.hinted(content), "content")).inside();
        Some((place, ty))
    }

    /// The schema of the strings of a property, where it is one, or a list or a map of some.
    fn with_content(&self, slot: SchemaRef<'a>, ty: &ir::Type) -> Option<(ContentPlace, &'a Schema)> {
        let is_string = |ty: &ir::Type| *ty == ir::Type::String;
        let whole = || self.definitions.resolved(slot, 0);
        match ty {
            ir::Type::String => Some((ContentPlace::Whole, whole()?)),
            ir::Type::List(item) if is_string(item) => match SchemaView::of(whole()?).kind {
                ViewKind::List(Some(items)) => Some((ContentPlace::Items, self.definitions.resolved(items, 0)?)),
                _ => None,
            },
            ir::Type::Map(value) if is_string(value) => match SchemaView::of(whole()?).kind {
                ViewKind::Object(object) => match object.additional? {
                    AdditionalProperties::Schema(values) => Some((ContentPlace::Values, self.definitions.resolved((&**values).into(), 0)?)),
                    AdditionalProperties::Any(_) => None,
                },
                _ => None,
            },
            _ => None,
        }
    }
}
