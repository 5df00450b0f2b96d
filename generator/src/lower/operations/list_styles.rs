//! How lists are written into one string.

use openapiv3::Parameter;

use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, inline};
use crate::request::ListStyle;

impl<'a> OperationLowering<'a> {
    /// How the lists inside a list are written, from the outside in.
    pub(in crate::lower) fn inner_styles(&self, slot: Option<SchemaRef<'a>>) -> Vec<ListStyle> {
        let items = |slot| match inline(slot).map(|schema| SchemaView::of(schema).kind) {
            Some(ViewKind::List(items)) => items,
            _ => None,
        };
        let mut styles = Vec::new();
        let mut next = items(slot);
        while let Some(list) = next {
            next = items(Some(list));
            let style = inline(Some(list)).and_then(|schema| self.types.definitions.hints_of(schema).list);
            styles.extend(next.map(|_| style.unwrap_or_default()));
        }
        styles
    }
}

/// How a parameter that is a list is written: as its document says, or as OpenAPI 3.0 has it.
pub(in crate::lower) fn of_parameter(declared: Option<ListStyle>, parameter: &Parameter) -> ListStyle {
    match (declared, parameter) {
        (Some(style), _) => style,
        // A key for each item, unless the document says that there is one for all.
        (None, Parameter::Query { parameter_data, .. }) if parameter_data.explode != Some(false) => ListStyle::Multi,
        (None, _) => ListStyle::Csv,
    }
}
