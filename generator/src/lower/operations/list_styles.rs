//! How lists are written into one text.

use openapiv3::Parameter;

use crate::hints::values::ListFormat;
use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, inline};

impl<'a> OperationLowering<'a> {
    /// How the lists inside a list are written, from the outside in.
    pub(in crate::lower) fn inner_styles(&self, slot: Option<SchemaRef<'a>>) -> Vec<ir::ListStyle> {
        let items = |slot| match inline(slot).map(|schema| SchemaView::of(schema).kind) {
            Some(ViewKind::List(items)) => items,
            _ => None,
        };
        let mut styles = Vec::new();
        let mut next = items(slot);
        while let Some(list) = next {
            next = items(Some(list));
            let format = inline(Some(list)).and_then(|schema| self.types.definitions.hints_of(schema).list);
            styles.extend(next.map(|_| list_style(format.unwrap_or_default())));
        }
        styles
    }
}

/// How the list that a parameter is is written: as its document says, or as OpenAPI 3.0 has it.
pub(in crate::lower) fn of_parameter(format: Option<ListFormat>, parameter: &Parameter) -> ir::ListStyle {
    use openapiv3::QueryStyle::{PipeDelimited, SpaceDelimited};
    match (format, parameter) {
        (Some(format), _) => list_style(format),
        (None, Parameter::Query { style: SpaceDelimited, .. }) => ir::ListStyle::Ssv,
        (None, Parameter::Query { style: PipeDelimited, .. }) => ir::ListStyle::Pipes,
        (None, Parameter::Query { parameter_data, .. }) if parameter_data.explode == Some(true) => ir::ListStyle::Multi,
        (None, _) => ir::ListStyle::Csv,
    }
}

/// How a list of this format is written.
pub(in crate::lower) fn list_style(format: ListFormat) -> ir::ListStyle {
    match format {
        ListFormat::Csv => ir::ListStyle::Csv,
        ListFormat::Ssv => ir::ListStyle::Ssv,
        ListFormat::Tsv => ir::ListStyle::Tsv,
        ListFormat::Pipes => ir::ListStyle::Pipes,
        ListFormat::Multi => ir::ListStyle::Multi,
    }
}
