//! Parameters as they were read, before an operation puts them together.

use std::rc::Rc;

use openapiv3::{Parameter, ReferenceOr, Schema};

use crate::hints::Extensions;
use crate::pointer::Pointer;

/// A parameter, read.
#[derive(Debug, Clone)]
pub(in crate::normalize) struct ReadParameter {
    pub name: String,
    /// `path`, `query`, `header`, `formData` or `body`.
    pub place: &'static str,
    pub at: Pointer,
    pub content: Content,
}

impl ReadParameter {
    /// The same, with another description.
    #[must_use]
    pub fn described(mut self, text: &str) -> Self {
        if let Content::Plain(parameter) = &mut self.content {
            let (Parameter::Path { parameter_data, .. }
            | Parameter::Query { parameter_data, .. }
            | Parameter::Header { parameter_data, .. }
            | Parameter::Cookie { parameter_data, .. }) = &mut **parameter;
            parameter_data.description = Some(text.to_owned());
        }
        self
    }
}

/// What a parameter becomes in OpenAPI 3.0.
#[derive(Debug, Clone)]
pub(in crate::normalize) enum Content {
    /// A parameter.
    Plain(Box<Parameter>),
    /// The request body.
    Body(Box<BodyParameter>),
    /// A property of the form that is the request body.
    Field { required: bool, schema: Box<Schema> },
}

/// A body, before the operation's media types are known.
#[derive(Debug, Clone)]
pub(in crate::normalize) struct BodyParameter {
    /// Whether the schema calls an object without properties a file.
    pub is_file: bool,
    /// Whether it is the schema that a parameter refers to, which only an operation without another body sends.
    pub is_guess: bool,
    pub description: Option<String>,
    pub required: bool,
    pub schema: Option<ReferenceOr<Schema>>,
    pub extensions: Extensions,
}

/// The parameters of a path overridden and completed by those of an operation.
pub(in crate::normalize) fn merged(shared: &[Rc<ReadParameter>], own: Vec<Rc<ReadParameter>>) -> Vec<ReadParameter> {
    let same = |one: &ReadParameter, other: &ReadParameter| one.place == other.place && (one.name == other.name || one.place == "body");
    let kept = shared.iter().filter(|one| !own.iter().any(|other| same(one, other)));
    let mut all: Vec<Rc<ReadParameter>> = kept.cloned().collect();
    all.extend(own);
    all.into_iter().map(Rc::unwrap_or_clone).collect()
}
