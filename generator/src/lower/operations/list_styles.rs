//! How lists are written into one text.

use openapiv3::Parameter;
use serde_json::Value;

use crate::ir;
use crate::lower::operations::context::OperationLowering;
use crate::lower::schema::extensions;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind, inline};

impl<'a> OperationLowering<'a> {
    /// How the lists inside a list are written, from the outside in.
    pub(in crate::lower) fn inner_styles(&mut self, slot: Option<SchemaRef<'a>>) -> Vec<ir::ListStyle> {
        let items = |slot| match inline(slot).map(|schema| SchemaView::of(schema).kind) {
            Some(ViewKind::List(items)) => items,
            _ => None,
        };
        let mut styles = Vec::new();
        let mut next = items(slot);
        while let Some(list) = next {
            next = items(Some(list));
            let style = inline(Some(list)).and_then(|schema| self.style_hint(&schema.schema_data.extensions));
            styles.extend(next.map(|_| style.unwrap_or_default()));
        }
        styles
    }

    pub(in crate::lower) fn list_style(
        &mut self,
        extensions: &indexmap::IndexMap<String, Value>,
        parameter: &Parameter,
        explode: Option<bool>,
    ) -> ir::ListStyle {
        use openapiv3::QueryStyle::{PipeDelimited, SpaceDelimited};
        self.style_hint(extensions).unwrap_or(match parameter {
            Parameter::Query { style: SpaceDelimited, .. } => ir::ListStyle::Ssv,
            Parameter::Query { style: PipeDelimited, .. } => ir::ListStyle::Pipes,
            Parameter::Query { .. } if explode == Some(true) => ir::ListStyle::Multi,
            _ => ir::ListStyle::Csv,
        })
    }

    pub(in crate::lower) fn style_hint(&mut self, extensions: &indexmap::IndexMap<String, Value>) -> Option<ir::ListStyle> {
        let value = extensions.get(crate::hints::COLLECTION_FORMAT)?;
        match value.as_str() {
            Some("csv") => Some(ir::ListStyle::Csv),
            Some("ssv") => Some(ir::ListStyle::Ssv),
            Some("tsv") => Some(ir::ListStyle::Tsv),
            Some("pipes") => Some(ir::ListStyle::Pipes),
            Some("multi") => Some(ir::ListStyle::Multi),
            _ => {
                self.warn(extensions::at(extensions), "an unknown way to write a list: sent as csv");
                None
            }
        }
    }
}
