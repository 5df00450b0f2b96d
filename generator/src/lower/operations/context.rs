//! What lowering operations needs and collects: the state that the files of this folder share.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use crate::hints::Hints;
use crate::ir;
use crate::lower::schema::operation::Op;
use crate::lower::types::Types;
use crate::lower::types::draft::TypeUse;
use crate::lower::types::xml::XmlShapes;
use crate::names::{NameScope, Styles};

/// What lowering operations needs and collects.
pub(in crate::lower) struct OperationLowering<'a> {
    pub types: Types<'a>,
    /// The operations that have an id.
    pub by_id: BTreeMap<&'a str, Op<'a>>,
    pub hints: &'a Hints,
    /// The security of operations that declare none.
    pub auth: Vec<Vec<String>>,
    /// The security schemes that are supported.
    pub security: Vec<ir::Scheme>,
    pub pagings: Vec<ir::Paging>,
    pub paging_names: NameScope,
    /// What the document says of the parameters that the client fills in.
    pub bound_docs: BTreeMap<String, ir::Doc>,
    /// Which types the operations use.
    pub uses: Vec<TypeUse>,
    pub shapes: XmlShapes,
    /// The choices between errors, each by the types that it is made of.
    pub error_choices: Vec<(Vec<ir::Type>, usize)>,
    /// The sets of headers, each with its type.
    pub headers: Vec<(Vec<ir::Header>, ir::Type)>,
    /// The type of server-sent events that no schema describes, once one is needed.
    pub event: Option<ir::Type>,
    /// How operation ids are spelled.
    pub styles: Styles,
}

impl<'a> OperationLowering<'a> {
    /// Starts with the types of the definitions, and what the document says of security.
    pub(in crate::lower) fn new(
        document: &'a OpenAPI,
        hints: &'a Hints,
        ops: &[Op<'a>],
        types: Types<'a>,
        security: Vec<ir::Scheme>,
        auth: Vec<Vec<String>>,
    ) -> Self {
        Self {
            types,
            by_id: ops.iter().filter_map(|op| Some((op.operation.operation_id.as_deref()?, *op))).collect(),
            hints,
            auth,
            security,
            pagings: Vec::new(),
            paging_names: NameScope::default(),
            bound_docs: BTreeMap::new(),
            uses: Vec::new(),
            shapes: XmlShapes::new(document, hints),
            error_choices: Vec::new(),
            headers: Vec::new(),
            event: None,
            styles: Styles::of(ops.iter().filter_map(|op| op.operation.operation_id.as_deref())),
        }
    }
}
