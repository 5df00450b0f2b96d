//! A definition as the server needs it: its operations by path, what each answers, and which of them are about one resource.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use generator::hints::Hints;
use generator::hints::values::{PaginationHint, Switch};
use generator::load::{self, Extras};
use generator::lower::example_values::{BodyExample, ExampleValues};
use generator::{Severity, Source};
use openapiv3::{OpenAPI, Operation, Parameter, ReferenceOr, RequestBody, Schema, SchemaKind, SecurityRequirement, StatusCode, Type};
use serde_json::Value;

use crate::template::{Template, Values};

/// What is served. It lives as long as the program.
pub struct Definition {
    pub model: &'static OpenAPI,
    pub hints: &'static Hints,
    pub examples: ExampleValues<'static>,
    /// The path of the server's address.
    pub base: String,
    pub operations: &'static [Served],
}

/// An operation.
pub struct Served {
    pub method: &'static str,
    pub template: Template,
    pub operation: &'static Operation,
    pub parameters: Vec<&'static Parameter>,
    pub body: Option<&'static RequestBody>,
    /// The schemas of the fields of its form.
    pub fields: HashMap<String, &'static ReferenceOr<Schema>>,
    pub security: Vec<SecurityRequirement>,
    pub success: Success,
    /// What it does to a resource, where the shape of the paths tells.
    pub role: Option<Role>,
    /// Its place among all.
    pub index: usize,
    pub pages: Option<PaginationHint>,
}

/// What an operation answers when all is well.
pub struct Success {
    pub status: u16,
    pub body: Option<BodyExample<'static>>,
    /// Where in it the payload lies (JSON pointer).
    pub payload: String,
}

/// What an operation does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    List,
    Create,
    Read,
    Change,
    Delete,
}

impl Role {
    /// Whether it is about one that must be there.
    pub fn is_of_item(self) -> bool {
        matches!(self, Self::Read | Self::Change | Self::Delete)
    }
}

impl Definition {
    /// Reads a document with its overlay, and the files beside it. Fails with its diagnostics.
    pub fn read(spec: &Path, overlay: Option<&Path>) -> Result<Self, String> {
        let source = |path: &Path| {
            let bytes = fs::read(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
            Source::from_bytes(path.display().to_string(), bytes).map_err(|found| generator::render_all(&found))
        };
        let (document, overlay) = (source(spec)?, overlay.map(source).transpose()?);
        let folder = spec.parent().map(Path::to_path_buf).unwrap_or_default();
        let beside = move |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
        let mut loaded = load::load(&document, overlay.as_ref(), &beside, Extras::default());
        loaded.locate();
        if loaded.diagnostics.iter().any(|found| found.severity == Severity::Error) {
            return Err(generator::render_all(&loaded.diagnostics));
        }
        Ok(Self::of(Box::leak(Box::new(loaded.openapi)), Box::leak(Box::new(loaded.hints))))
    }

    fn of(model: &'static OpenAPI, hints: &'static Hints) -> Self {
        let examples = ExampleValues::new(model, hints);
        let base = model.servers.first().map(|server| path_of(&server.url)).unwrap_or_default();
        let mut operations = Vec::new();
        for (path, item) in &model.paths.paths {
            let Some(item) = item.as_item() else { continue };
            for (method, operation) in item.iter() {
                operations.push(served(path, method, operation, (model, hints), &examples));
            }
        }
        roles(&mut operations);
        operations.sort_by_key(|one| std::cmp::Reverse(one.template.fixed()));
        operations.iter_mut().enumerate().for_each(|(index, one)| one.index = index);
        Self { model, hints, examples, base, operations: Box::leak(operations.into_boxed_slice()) }
    }

    /// The operations of a path, with the values of its placeholders; the best that fits.
    pub fn find(&self, path: &str, query: &str, method: &str) -> Found {
        let bare = path.strip_prefix(self.base.as_str()).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let mut allowed = BTreeSet::new();
        for one in self.operations {
            if let Some(values) = one.template.values(bare, query) {
                if one.method == method {
                    return Found::Operation(one, values, bare.to_owned());
                }
                allowed.insert(one.method);
            }
        }
        if allowed.is_empty() { Found::Nothing } else { Found::OtherMethods(allowed) }
    }
}

/// What a path and a method lead to.
pub enum Found {
    /// An operation, the values in its path, and the path without that of the server's address.
    Operation(&'static Served, Values, String),
    OtherMethods(BTreeSet<&'static str>),
    Nothing,
}

/// The path of an address, without a slash at its end. Placeholders that no value is known of are left out with it.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default();
    path.trim_end_matches('/').split('{').next().unwrap_or_default().trim_end_matches('/').to_owned()
}

fn served(
    path: &str,
    method: &'static str,
    operation: &'static Operation,
    (model, hints): (&'static OpenAPI, &'static Hints),
    examples: &ExampleValues<'static>,
) -> Served {
    let parameters: Vec<&Parameter> = operation.parameters.iter().filter_map(ReferenceOr::as_item).collect();
    let keeps_slashes = |name: &str| {
        let mut data = parameters.iter().map(|one| one.parameter_data_ref());
        data.any(|data| data.name == name && hints.parameters.of(&data.extensions).allow_reserved)
    };
    let read = hints.operations.of(&operation.extensions);
    let envelope = match &read.envelope {
        Switch::On(envelope) => Some(envelope),
        Switch::Off => None,
        Switch::Unset => hints.document.envelope.as_ref(),
    };
    let root = hints.document.pagination.as_ref();
    let pages = match &read.pagination {
        Switch::On(pages) => Some(pages.clone().over(root)),
        Switch::Off => None,
        Switch::Unset => root.cloned(),
    };
    let body = operation.request_body.as_ref().and_then(ReferenceOr::as_item);
    Served {
        method: method_name(method),
        template: Template::new(path, keeps_slashes),
        operation,
        body,
        fields: body.map(fields).unwrap_or_default(),
        security: operation.security.clone().or_else(|| model.security.clone()).unwrap_or_default(),
        success: success(operation, examples, envelope.map(|envelope| envelope.payload.as_str()), pages.as_ref()),
        role: None,
        index: 0,
        pages,
        parameters,
    }
}

/// The fields of the forms among the bodies.
fn fields(body: &'static RequestBody) -> HashMap<String, &'static ReferenceOr<Schema>> {
    let forms = body.content.iter().filter(|(media, _)| media.contains("form"));
    let schemas = forms.filter_map(|(_, content)| content.schema.as_ref()?.as_item());
    let mut fields = HashMap::new();
    for schema in schemas {
        let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else { continue };
        for (name, property) in &object.properties {
            let property = match property {
                ReferenceOr::Item(schema) => ReferenceOr::Item((**schema).clone()),
                ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: reference.clone() },
            };
            // Made once, when the definition is read.
            fields.insert(name.clone(), &*Box::leak(Box::new(property)));
        }
    }
    fields
}

fn method_name(method: &str) -> &'static str {
    const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
    METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or("GET")
}

/// The first success that is declared, with its body: JSON where there is a choice.
fn success(
    operation: &'static Operation,
    examples: &ExampleValues<'static>,
    envelope: Option<&str>,
    pages: Option<&PaginationHint>,
) -> Success {
    let mut statuses: Vec<u16> = operation.responses.responses.keys().map(number).filter(|status| *status < 400).collect();
    statuses.sort_by_key(|status| (status / 100 != 2, *status));
    let status = statuses.first().copied().unwrap_or(200);
    let declared = generator::lower::example_values::response(operation, status);
    let media = declared.and_then(|response| response.content.keys().find(|media| is_json(media)).map(String::as_str));
    let body = examples.of_response(operation, status, media);
    let has = |pointer: &str| body.as_ref().is_some_and(|body| body.value.pointer(pointer).is_some());
    let wrapped = envelope.map(|payload| format!("/{}", payload.replace('~', "~0").replace('/', "~1"))).filter(|at| has(at));
    let listed = pages.and_then(|pages| pages.items.clone()).filter(|at| has(at));
    let payload = listed.or(wrapped).unwrap_or_default();
    Success { status, body, payload }
}

fn number(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => *code,
        StatusCode::Range(hundred) => hundred * 100,
    }
}

/// Whether a media type is JSON.
pub fn is_json(media: &str) -> bool {
    let bare = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    bare == "*/*" || bare == "application/json" || bare.ends_with("+json") || bare == "text/json"
}

/// Tells by the shape of the paths which operations are about one resource: a list, and below it a placeholder.
fn roles(operations: &mut [Served]) {
    let items: Vec<Template> = operations.iter().filter_map(|one| Some(one.template.collection()?.0)).collect();
    let roots: Vec<Template> =
        operations.iter().filter(|one| ["GET", "POST"].contains(&one.method)).map(|one| one.template.clone()).collect();
    for one in operations {
        let is_in = |all: &[Template], template: &Template| all.iter().any(|other| other.is_same(template));
        let collection = one.template.collection().map(|(collection, _)| collection).filter(|collection| is_in(&roots, collection));
        let payload = one.success.body.as_ref().and_then(|body| body.value.pointer(&one.success.payload));
        let is_list = payload.is_some_and(Value::is_array);
        one.role = match (one.method, collection) {
            ("GET", Some(_)) if !is_list => Some(Role::Read),
            ("PUT" | "PATCH" | "POST", Some(_)) if !is_list => Some(Role::Change),
            ("DELETE", Some(_)) => Some(Role::Delete),
            ("GET", None) if is_list && is_in(&items, &one.template) => Some(Role::List),
            ("POST", None) if payload.is_some_and(Value::is_object) && is_in(&items, &one.template) => Some(Role::Create),
            _ => None,
        };
    }
}

/// The schema of a body, which all of it is checked by.
pub type BodySchema = Option<&'static ReferenceOr<Schema>>;
