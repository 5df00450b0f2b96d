//! Operations: parameters, body and responses put together.

mod body;
mod parameter;
mod response;
mod webhook;

use std::collections::HashMap;

use openapiv3::{
    Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::json;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::request::placeholders;
use crate::suggestion::{Action, closest};

use crate::normalize::context::document::Document;
use crate::normalize::context::external_docs::external_docs;
use crate::normalize::context::given::{Content, ReadParameter};
use crate::normalize::context::media_types::media_types;
use crate::normalize::context::repaired::called;
use crate::normalize::context::template::{Template, is_same_name};
use crate::normalize::context::vocabulary::finish;
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions::{self, operation_hints, others};
use crate::normalize::operation::body::FormField;
use serde_json::Value;

impl<'d> Document<'d> {
    /// An operation with its parameters, those of its path included. `server` is the one of its path.
    pub(in crate::normalize) fn operation(
        &self,
        node: &Node<'d, '_>,
        template: &Template,
        given: Vec<ReadParameter>,
        server: Option<String>,
    ) -> Operation {
        let mut extensions = extensions::at(node);
        let mut read = operation_hints::operation(node, &self.whole(), &self.hints.borrow().document.client, &given);
        if let Some(own) = self.own_server(node).or(server) {
            read.server.get_or_insert(own);
        }
        self.hints.borrow_mut().operations.keep(read, &mut extensions);
        let is_swagger = !self.dialect.is_openapi3();
        let media_types = |key: &str| if is_swagger { media_types(node, key) } else { None };
        let (consumes, produces) = (media_types("consumes"), media_types("produces"));
        if is_swagger {
            node.skip(&["schemes"], Unused::Schemes);
        }
        let (mut placed, mut bodies, mut fields) = (Vec::new(), Vec::new(), Vec::new());
        for one in given {
            match one.content {
                Content::Plain(parameter) => placed.push((one.at, *parameter)),
                Content::Body(body) => bodies.push((one.at, *body)),
                Content::Field { required, schema } => fields.push(FormField { name: one.name, required, schema: *schema }),
            }
        }
        let request_body = if self.dialect.is_openapi3() {
            self.callbacks(node);
            self.declared_body(node)
        } else {
            self.request_body(node, bodies, fields, consumes.as_deref().unwrap_or(&self.consumes))
        };
        let operation = Operation {
            tags: self.operation_tags(node),
            summary: node.text_of("summary"),
            description: node.text_of("description"),
            external_docs: external_docs(node),
            operation_id: self.operation_id(node, &template.path),
            parameters: self.placed(node, template, placed),
            request_body,
            responses: self.responses(node, produces.as_deref().unwrap_or(&self.produces)),
            deprecated: node.flag_of("deprecated"),
            security: self.security(node),
            extensions,
            ..Operation::default()
        };
        finish(node, "operation");
        operation
    }

    fn operation_tags(&self, node: &Node<'d, '_>) -> Vec<String> {
        if let Some(group) = others::group(node) {
            node.skip(&["tags"], Unused::Tag);
            // A tag of that name describes it.
            let declared = self.declared_tags.iter().find(|tag| is_same_name(tag, &group, false));
            let tag = declared.map_or(group, |tag| tag.trim().to_owned());
            self.tags.borrow_mut().insert(tag.clone());
            return vec![tag];
        }
        let Some(list) = node.get("tags") else {
            return Vec::new();
        };
        let tags = list.texts();
        let first = tags.iter().position(|tag| !tag.trim().is_empty());
        if let Some(tag) = first.and_then(|first| tags.get(first)) {
            self.check_tag(&list, tag.trim());
            self.tags.borrow_mut().insert(tag.trim().to_owned());
        }
        if list.value().as_array().is_some_and(|items| items.len() == tags.len()) {
            list.items().skip(first.map_or(0, |first| first + 1)).for_each(|tag| tag.unused(Unused::Tag));
        }
        tags
    }

    /// Reports a tag that the document does not list among its own, once.
    fn check_tag(&self, list: &Node<'d, '_>, tag: &str) {
        let known = &self.declared_tags;
        if known.is_empty() || known.iter().any(|known| is_same_name(tag, known, false)) || self.tags.borrow().contains(tag) {
            return;
        }
        let message = format!("`{tag}` is not among the tags of the document: its operations are a resource and a feature of their own");
        let found = Diagnostic::warning(list.pointer(), message);
        list.report(match closest(tag, known.iter().copied()) {
            Some(suggestion) => found.help(format!("did you mean `{suggestion}`?")),
            None => found,
        });
    }

    fn operation_id(&self, node: &Node<'d, '_>, path: &str) -> Option<String> {
        let id = node.get("operationId")?;
        let text = id.text()?.trim().to_owned();
        if text.is_empty() {
            id.warn_repaired("an empty operation id is ignored", Change::Remove);
            return None;
        }
        let hinted = node.text_of(hints::OPERATION_ID).map(|hinted| hinted.trim().to_owned()).filter(|hinted| !hinted.is_empty());
        let mut ids = self.ids.borrow_mut();
        match ids.get(&text).cloned() {
            // A path item that several paths refer to is read once for each.
            Some(first) if first != id.pointer() => {
                let found = Diagnostic::warning(id.pointer(), format!("the operation id `{text}` is not unique"));
                let unique = free_id(unique_id(node.name(), path), &ids);
                ids.insert(unique.clone(), id.pointer());
                let found = found.help(format!("it is also at {first}")).suggest(Action::replace(&id.pointer(), unique.as_str()));
                id.report_repaired(found, Change::Put(unique.into()));
                if hinted.is_none() {
                    node.repair_at(hints::OPERATION_ID, "names are made of this id", Change::Put(text.as_str().into()));
                }
            }
            Some(_) => {}
            None => {
                ids.insert(text.clone(), id.pointer());
            }
        }
        Some(hinted.unwrap_or(text))
    }

    /// The parameters in path, query and header; those of the path as its template names them.
    fn placed(&self, node: &Node, template: &Template, given: Vec<(Pointer, Parameter)>) -> Vec<ReferenceOr<Parameter>> {
        let names = placeholders(&template.path);
        let in_path: Vec<String> = given.iter().filter_map(|(_, one)| name_in_path(one)).map(str::to_owned).collect();
        let mut missing: Vec<&str> = names.iter().copied().filter(|name| !in_path.iter().any(|other| other == name)).collect();
        let is_only_one = missing.len() == 1 && in_path.iter().filter(|name| !names.contains(&name.as_str())).count() == 1;
        let mut placed = Vec::with_capacity(given.len());
        for (at, mut parameter) in given {
            if let Parameter::Path { parameter_data, .. } = &mut parameter {
                let name = parameter_data.name.clone();
                let same = missing.iter().position(|missing| is_same_name(missing, &name, is_only_one));
                match (names.contains(&name.as_str()), same) {
                    (true, _) => {
                        if template.keep_slashes.contains(&name) {
                            let why = format!("the value of `{name}` keeps its slashes");
                            self.set_listed(node, &at, &why, |_| vec![(hints::SKIP_ENCODING, true.into())]);
                        }
                        self.keep_slashes(template, parameter_data, None);
                    }
                    (false, Some(same)) => {
                        let placeholder = missing.remove(same);
                        let message = format!("the path has no `{{{name}}}`, but `{{{placeholder}}}`: they are read as the same");
                        let keeps_slashes = template.keep_slashes.contains(placeholder);
                        self.set_listed(node, &at, &message, |value| called(value, placeholder, keeps_slashes));
                        self.sink.push(Diagnostic::warning(at, message));
                        placeholder.clone_into(&mut parameter_data.name);
                        self.keep_slashes(template, parameter_data, Some(name));
                    }
                    (false, None) => {
                        let message = format!("the path has no `{{{name}}}`: this parameter has no effect");
                        self.remove_listed(node, &at, &message);
                        self.sink.push(Diagnostic::warning(at, message));
                        continue;
                    }
                }
            }
            placed.push(ReferenceOr::Item(parameter));
        }
        for name in missing {
            let message = format!("the path names `{{{name}}}`, but no parameter declares it: it is sent as a string");
            let parameter = match self.dialect {
                Dialect::Swagger2 => json!({"name": name, "in": "path", "required": true, "type": "string"}),
                _ => json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
            };
            let action = Action::set(node.pointer(), "parameters", vec![parameter.clone()]);
            let mut written = parameter;
            if template.keep_slashes.contains(name)
                && let Some(properties) = written.as_object_mut()
            {
                properties.insert(hints::SKIP_ENCODING.to_owned(), true.into());
            }
            node.repair_at("parameters", message.as_str(), Change::Append(written));
            node.report(Diagnostic::warning(node.pointer(), message).help("declare it").suggest([action]));
            let mut parameter = undeclared(node, name);
            if let Parameter::Path { parameter_data, .. } = &mut parameter {
                self.keep_slashes(template, parameter_data, None);
            }
            placed.push(ReferenceOr::Item(parameter));
        }
        placed
    }

    /// Notes that a parameter has no effect, where an operation or its path lists it or refers to it.
    fn remove_listed(&self, operation: &Node, parameter: &Pointer, why: &str) {
        for (item, _) in self.listed(operation, |at, _| at == parameter) {
            self.sink.repair(item, why, Change::Remove);
        }
    }

    /// Notes what a parameter has in an operation. Others that refer to it do not.
    fn set_listed(&self, operation: &Node, parameter: &Pointer, why: &str, set: impl Fn(&Value) -> Vec<(&'static str, Value)>) {
        for (item, value) in self.listed(operation, |at, _| at == parameter) {
            if item != *parameter {
                self.sink.repair(item.clone(), why, Change::Inline(parameter.clone()));
            }
            set(value).into_iter().for_each(|(key, value)| self.sink.repair(item.push(key), why, Change::Put(value)));
        }
    }

    /// The items in the lists of an operation and of its path that are certain parameters, or refer to them, with the parameters.
    fn listed(&self, operation: &Node, is_wanted: impl Fn(&Pointer, &Value) -> bool) -> Vec<(Pointer, &'d Value)> {
        let owners = [Some(operation.pointer()), operation.pointer().parent()].into_iter().flatten();
        let mut found = Vec::new();
        for list in owners.map(|owner| owner.push("parameters")) {
            for (index, item) in self.references.value(&list).and_then(Value::as_array).into_iter().flatten().enumerate() {
                let at = list.push(index);
                let reference = item.get("$ref").and_then(Value::as_str);
                let target = reference.map_or(Some((at.clone(), item)), |text| self.references.look_up(text, &at));
                found.extend(target.filter(|(target, value)| is_wanted(target, value)).map(|(_, value)| (at, value)));
            }
        }
        found
    }

    /// Notes of a parameter that its placeholder keeps slashes, and what it is called where that is not the placeholder.
    fn keep_slashes(&self, template: &Template, parameter: &mut ParameterData, name: Option<String>) {
        let keeps_slashes = template.keep_slashes.contains(&parameter.name);
        if !keeps_slashes && name.is_none() {
            return;
        }
        // Other operations may have the same parameter without this.
        let mut hints = self.hints.borrow_mut();
        let mut read = hints.parameters.of(&parameter.extensions).clone();
        read.skip_encoding |= keeps_slashes;
        read.name = read.name.or(name);
        hints.parameters.keep(read, &mut parameter.extensions);
    }
}

/// The name of a parameter in the path.
fn name_in_path(parameter: &Parameter) -> Option<&str> {
    match parameter {
        Parameter::Path { parameter_data, .. } => Some(&parameter_data.name),
        _ => None,
    }
}

/// An id with a number behind it where another operation has it.
fn free_id(id: String, taken: &HashMap<String, Pointer>) -> String {
    let mut ids = std::iter::once(id.clone()).chain((2..).map(|number: usize| format!("{id}{number}")));
    ids.find(|id| !taken.contains_key(id)).unwrap_or(id)
}

/// An operation id that other operations hardly have: of its method and its path.
fn unique_id(method: &str, path: &str) -> String {
    let mut id = method.to_owned();
    for word in path.split(|letter: char| !letter.is_alphanumeric()) {
        let mut letters = word.chars();
        id.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        id += letters.as_str();
    }
    id
}

/// A parameter of the path that only its template knows.
fn undeclared(node: &Node, name: &str) -> Parameter {
    let schema_data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
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
        extensions: extensions::at(node),
    };
    Parameter::Path { parameter_data, style: PathStyle::Simple }
}
