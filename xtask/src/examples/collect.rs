//! The examples of a document, each with the type that reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator::ir::{self, BodyKind, Namespace, ResponseKind, Shape, Type, TypeIndex, ValueFormat};
use generator::pointer::Pointer;
use generator::{Diagnostic, Extras, Severity, Source, load, lower};
use serde_json::Value;

use super::case::{Case, Document, Kind, Part};
use super::judge::{self, Judge};
use super::types::Types;
use crate::documents::{self, Beside};

/// Reads a document and collects its examples; nothing for a file that is only a part of others.
pub fn document(dir: &Path, path: &Path) -> Option<Document> {
    let shown = path.strip_prefix(dir).unwrap_or(path).display().to_string();
    let refused = |message: String| Some(Document { path: shown.clone(), refused: Some(message), ..Document::default() });
    let source = match documents::parse(path) {
        Err(message) => return refused(message),
        Ok(Err(findings)) => return refused(findings.first().map_or_else(String::new, Diagnostic::render)),
        Ok(Ok(source)) => source,
    };
    if source.value().get("swagger").is_none() && source.value().get("openapi").is_none() {
        return None;
    }
    match collect(&source, &Beside::of(path)) {
        Ok(document) => Some(Document { path: shown, ..document }),
        Err(message) => refused(message),
    }
}

/// Collects the examples of a document.
fn collect(source: &Source, beside: &Beside) -> Result<Document, String> {
    let mut loaded = load::load(source, None, beside, Extras::default());
    let error = |found: &[Diagnostic]| found.iter().find(|found| found.severity == Severity::Error).map(Diagnostic::render);
    if let Some(error) = error(&loaded.diagnostics) {
        return Err(error);
    }
    let api = lower::lower(&loaded.openapi, &loaded.hints, &mut loaded.diagnostics);
    if let Some(error) = error(&loaded.diagnostics) {
        return Err(error);
    }
    let raw = loaded.value().0;
    let mut collected =
        Collected { raw, types: Types::new(api.clone()), cases: BTreeMap::new(), schemas: BTreeMap::new(), free_form: BTreeSet::new() };
    for module in &api.modules {
        for endpoint in &module.endpoints {
            collected.request(module, endpoint);
            collected.responses(&api, module, endpoint);
        }
    }
    collected.definitions(&api);
    collected.finish()
}

struct Collected<'v> {
    raw: &'v Value,
    types: Types,
    /// By the places of the examples.
    cases: BTreeMap<String, Case>,
    /// The schemas of the examples, by the places of both.
    schemas: BTreeMap<String, String>,
    free_form: BTreeSet<String>,
}

impl Collected<'_> {
    fn request(&mut self, module: &ir::Module, endpoint: &ir::Endpoint) {
        let Some(BodyKind::Json { ty, media }) = endpoint.body.as_ref().map(|body| &body.kind) else { return };
        let Some(body) = self.follow(&endpoint.at.push("requestBody")) else {
            return self.parameter(module, endpoint, ty);
        };
        let media = media.as_deref().unwrap_or("application/json");
        for (name, at) in self.members(&body.push("content")) {
            if is_same_media(&name, media) {
                self.media_type(Kind::Request, &at, (ty, module.namespace()), &Part::Whole);
            }
        }
    }

    /// The parameter that is the body, in Swagger 2.0.
    fn parameter(&mut self, module: &ir::Module, endpoint: &ir::Endpoint, ty: &Type) {
        let lists = [Some(&endpoint.at), endpoint.at.parent().as_ref()].map(|at| at.map(|at| at.push("parameters")));
        for list in lists.into_iter().flatten() {
            let count = self.raw.pointer(list.as_str()).and_then(Value::as_array).map_or(0, Vec::len);
            for index in 0..count {
                let Some(at) = self.follow(&list.push(index)) else { continue };
                if self.raw.pointer(at.push("in").as_str()) == Some(&Value::from("body")) {
                    self.schema(Kind::Request, &at.push("schema"), (ty, module.namespace()), &Part::Whole);
                }
            }
        }
    }

    fn responses(&mut self, api: &ir::Api, module: &ir::Module, endpoint: &ir::Endpoint) {
        for (status, at) in self.members(&endpoint.at.push("responses")) {
            let Some(at) = self.follow(&at) else { continue };
            let error = endpoint.errors.iter().find(|error| error.status.to_string().eq_ignore_ascii_case(&status));
            if let Some(error) = error {
                self.response(Kind::Error, &at, (&error.ty, module.namespace()), &Part::Whole);
            } else if status.starts_with('2') && matches!(endpoint.response.format, ValueFormat::Json | ValueFormat::JsonOrText) {
                self.success(api, module, endpoint, (&status, &at));
            }
        }
    }

    fn success(&mut self, api: &ir::Api, module: &ir::Module, endpoint: &ir::Endpoint, (status, at): (&str, &Pointer)) {
        let written = module.namespace();
        match &endpoint.response.kind {
            ResponseKind::Json(ty) => {
                let part = endpoint.response.envelope.clone().map_or(Part::Whole, Part::Envelope);
                self.response(Kind::Response, at, (ty, written), &part);
            }
            ResponseKind::Page { item, paging } => {
                let Some(paging) = api.pagings.get(*paging) else { return };
                self.response(Kind::Response, at, (item, written), &Part::Items(paging.spec.items.clone()));
            }
            ResponseKind::ByStatus(ty) => {
                let index = TypeIndex::new(api);
                let Some((def, written)) = index.definition(ty, written) else { return };
                let Shape::ByStatus(variants) = &def.shape else { return };
                let variant = variants.iter().find(|variant| variant.status.to_string() == status);
                if let Some(ty) = variant.and_then(|variant| variant.ty.as_ref()) {
                    self.response(Kind::Response, at, (ty, written), &Part::Whole);
                }
            }
            _ => {}
        }
    }

    fn response(&mut self, kind: Kind, at: &Pointer, ty: (&Type, Namespace<'_>), part: &Part) {
        for (name, at) in self.members(&at.push("content")) {
            if is_json(&name) {
                self.media_type(kind, &at, ty, part);
            }
        }
        // In Swagger 2.0.
        let schema = at.push("schema");
        for (name, at) in self.members(&at.push("examples")) {
            if is_json(&name) {
                self.add(kind, &at, &schema, ty, part);
            }
        }
        self.schema(kind, &schema, ty, part);
    }

    fn media_type(&mut self, kind: Kind, at: &Pointer, ty: (&Type, Namespace<'_>), part: &Part) {
        let schema = at.push("schema");
        self.add(kind, &at.push("example"), &schema, ty, part);
        for (_, example) in self.members(&at.push("examples")) {
            if let Some(example) = self.follow(&example) {
                self.add(kind, &example.push("value"), &schema, ty, part);
                self.add(kind, &example.push("dataValue"), &schema, ty, part);
            }
        }
        self.schema(kind, &schema, ty, part);
    }

    /// The examples that stand in a schema.
    fn schema(&mut self, kind: Kind, at: &Pointer, ty: (&Type, Namespace<'_>), part: &Part) {
        self.add(kind, &at.push("example"), at, ty, part);
        let list = at.push("examples");
        let count = self.raw.pointer(list.as_str()).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).for_each(|index| self.add(kind, &list.push(index), at, ty, part));
    }

    fn add(&mut self, kind: Kind, at: &Pointer, schema: &Pointer, (ty, written): (&Type, Namespace<'_>), part: &Part) {
        let Some(value) = self.raw.pointer(at.as_str()).cloned() else { return };
        let key = at.as_str().to_owned();
        if self.cases.contains_key(&key) {
            return;
        }
        let path = if self.types.is_typed(ty, written) { self.types.path(ty, written) } else { None };
        let Some(ty) = path else {
            self.free_form.insert(key);
            return;
        };
        self.schemas.insert(key.clone(), schema.as_str().to_owned());
        self.cases.insert(key.clone(), Case { kind, at: key, ty, part: part.clone(), sent: kind == Kind::Request, value, fault: None });
    }

    /// The examples of the types that the crate defines.
    fn definitions(&mut self, api: &ir::Api) {
        let mut best: BTreeMap<&Pointer, (&ir::TypeDef, Namespace<'_>)> = BTreeMap::new();
        for (def, written) in api.all_types() {
            // A definition with subtypes is one of them where it is referred to.
            let is_whole = |def: &ir::TypeDef| matches!(def.shape, Shape::Tagged { .. } | Shape::Union(_));
            if best.get(&def.at).is_none_or(|(other, _)| is_whole(def) && !is_whole(other)) {
                best.insert(&def.at, (def, written));
            }
        }
        for (at, (def, written)) in best {
            let list = at.push("examples");
            let count = self.raw.pointer(list.as_str()).and_then(Value::as_array).map_or(0, Vec::len);
            for example in [at.push("example")].into_iter().chain((0..count).map(|index| list.push(index))) {
                let Some(value) = self.raw.pointer(example.as_str()).cloned() else { continue };
                let key = example.as_str().to_owned();
                if self.cases.contains_key(&key) || at.as_str().is_empty() {
                    continue;
                }
                let Some(ty) = self.types.defined(def, written) else {
                    self.free_form.insert(key);
                    continue;
                };
                self.schemas.insert(key.clone(), at.as_str().to_owned());
                self.cases
                    .insert(key.clone(), Case { kind: Kind::Schema, at: key, ty, part: Part::Whole, sent: def.sent, value, fault: None });
            }
        }
    }

    /// Looks at each example by its schema, and prints the types.
    fn finish(mut self) -> Result<Document, String> {
        let mut by_schema: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (case, schema) in &self.schemas {
            by_schema.entry(schema).or_default().push(case);
        }
        let judge = if self.cases.is_empty() { None } else { Judge::new(self.raw) };
        for (schema, cases) in by_schema {
            let plain = judge.as_ref().map_or_else(|| Err("the document is not read".to_owned()), |judge| judge.schema(schema, false));
            let formats = judge.as_ref().and_then(|judge| judge.schema(schema, true).ok());
            for case in cases {
                let Some(case) = self.cases.get_mut(case) else { continue };
                case.fault = match &plain {
                    Err(error) => Some(format!("no schema: {error}")),
                    Ok(plain) => judge::fault(plain, &case.value)
                        .or_else(|| Some(format!("format: {}", judge::fault(formats.as_ref()?, &case.value)?))),
                };
            }
        }
        let (cases, free_form): (Vec<Case>, _) = (self.cases.into_values().collect(), self.free_form.len());
        Ok(Document { files: self.types.print(cases.iter().map(|case| case.ty.as_str()))?, cases, free_form, ..Document::default() })
    }

    /// The members of an object, by the names and with their places.
    fn members(&self, at: &Pointer) -> Vec<(String, Pointer)> {
        let members = self.raw.pointer(at.as_str()).and_then(Value::as_object);
        members.into_iter().flatten().map(|(name, _)| (name.clone(), at.push(name))).collect()
    }

    /// Where a place leads that may be a reference.
    fn follow(&self, at: &Pointer) -> Option<Pointer> {
        const FAR: usize = 8;
        let mut at = at.clone();
        for _ in 0..FAR {
            let here = self.raw.pointer(at.as_str())?;
            match here.get("$ref").and_then(Value::as_str) {
                Some(reference) => at = Pointer::parse(reference.strip_prefix('#')?)?,
                None => return Some(at),
            }
        }
        None
    }
}

fn bare(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

fn is_same_media(one: &str, other: &str) -> bool {
    bare(one).eq_ignore_ascii_case(bare(other))
}

fn is_json(media: &str) -> bool {
    let media = bare(media).to_ascii_lowercase();
    matches!(media.as_str(), "application/json" | "text/json") || media.ends_with("+json")
}
