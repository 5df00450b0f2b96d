//! Operations: parameters, body and replies put together.

use std::rc::Rc;

use openapiv3::{
    Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};

use crate::hints as keys;
use crate::node::Node;

use super::body::media_types;
use super::parameter::{Content, Given};
use super::vocabulary::finish;
use super::{Document, external_docs, hints};

impl<'d> Document<'d> {
    /// An operation with its parameters, those of its path included.
    pub(super) fn operation(&self, node: &Node<'d, '_>, path: &str, given: Vec<Rc<Given>>) -> Operation {
        let mut extensions = hints::at(node);
        hints::operation(node, &self.servers, &mut extensions);
        let consumes = media_types(node, "consumes");
        let produces = media_types(node, "produces");
        node.skip(&["schemes"]);
        let operation = Operation {
            tags: node.get("tags").map(|tags| tags.texts()).unwrap_or_default(),
            summary: node.text_of("summary"),
            description: node.text_of("description"),
            external_docs: external_docs(node),
            operation_id: self.operation_id(node),
            parameters: self.placed(node, path, &given),
            request_body: self.request_body(node, &given, consumes.as_deref().unwrap_or(&self.consumes)),
            responses: self.responses(node, produces.as_deref().unwrap_or(&self.produces)),
            deprecated: node.flag_of("deprecated"),
            security: self.security(node),
            extensions,
            ..Operation::default()
        };
        finish(node);
        operation
    }

    fn operation_id(&self, node: &Node<'d, '_>) -> Option<String> {
        let id = node.get("operationId")?;
        let text = id.text()?.trim().to_owned();
        if text.is_empty() {
            id.warn("an empty operation id is none");
            return None;
        }
        let mut ids = self.ids.borrow_mut();
        match ids.get(&text) {
            // A path item that several paths refer to is read once for each.
            Some(first) if *first != id.pointer() => {
                id.warn_with_help(format!("the operation id `{text}` is not unique"), format!("it is also at {first}"));
            }
            Some(_) => {}
            None => {
                ids.insert(text.clone(), id.pointer());
            }
        }
        Some(text)
    }

    /// The parameters in path, query and header; those of the path as its template names them.
    fn placed(&self, node: &Node, path: &str, given: &[Rc<Given>]) -> Vec<ReferenceOr<Parameter>> {
        let placeholders = placeholders(path);
        let mut placed = Vec::new();
        for one in given {
            let Content::Plain(parameter) = &one.content else {
                continue;
            };
            if matches!(parameter.as_ref(), Parameter::Path { .. }) && !placeholders.contains(&one.name.as_str()) {
                let message = format!("the path has no `{{{}}}`: this parameter has no effect", one.name);
                self.sink.push(crate::diagnostic::Diagnostic::warning(one.at.clone(), message));
                continue;
            }
            placed.push(ReferenceOr::Item(parameter.as_ref().clone()));
        }
        for name in placeholders {
            let declared = given.iter().any(|one| {
                one.name == name
                    && matches!(&one.content, Content::Plain(parameter) if matches!(parameter.as_ref(), Parameter::Path { .. }))
            });
            if !declared {
                node.warn_with_help(
                    format!("the path names `{{{name}}}`, but no parameter declares it: it is sent as text"),
                    format!("declare `{{name: {name}, in: path, required: true, type: string}}`"),
                );
                placed.push(ReferenceOr::Item(undeclared(node, name)));
            }
        }
        placed
    }
}

/// The names in braces, each once.
fn placeholders(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// A parameter of the path that only its template knows.
fn undeclared(node: &Node, name: &str) -> Parameter {
    let schema_data = SchemaData { extensions: hints::at(node), ..SchemaData::default() };
    let schema_kind = SchemaKind::Type(Type::String(StringType::default()));
    let parameter_data = ParameterData {
        name: name.to_owned(),
        description: None,
        required: true,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(ReferenceOr::Item(Schema { schema_data, schema_kind })),
        example: None,
        examples: indexmap::IndexMap::new(),
        explode: None,
        extensions: std::iter::once((keys::AT.into(), node.pointer().as_str().into())).collect(),
    };
    Parameter::Path { parameter_data, style: PathStyle::Simple }
}
