//! How much of the output is free-form JSON, and what the coverage report says of types.

use std::collections::HashMap;

use openapiv3::OpenAPI;

use crate::coverage::{Entry, Unused};
use crate::diagnostic::Diagnostic;
use crate::hints::Hints;
use crate::ir;
use crate::ir::UNUSED;
use crate::lower::report::unused_formats;
use crate::lower::types::xml_hints;
use crate::pointer::Pointer;

/// What the fields of types and the responses of operations are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FreeForm {
    /// How many fields there are: of types, of forms, and the parameters.
    pub fields: usize,
    /// How many responses of JSON there are.
    pub responses: usize,
    /// The fields that are free-form JSON, or lists or maps of it.
    pub free_fields: Vec<Pointer>,
    /// The operations whose responses are.
    pub free_responses: Vec<Pointer>,
    /// The schemas of which nothing but free-form JSON is left, wherever they stand; sorted.
    pub schemas: Vec<Pointer>,
}

/// Counts the fields and the responses that any JSON fits.
pub fn free_form(api: &ir::Api) -> FreeForm {
    let mut found = FreeForm { schemas: api.free.clone(), ..FreeForm::default() };
    for (def, _) in api.all_types() {
        if let ir::Shape::Struct(object) = &def.shape {
            object.fields.iter().for_each(|field| found.field(&field.ty, &field.at));
        }
    }
    for endpoint in api.modules.iter().flat_map(|module| &module.endpoints) {
        endpoint.args.iter().chain(&endpoint.options).for_each(|arg| found.field(&arg.ty, &arg.at));
        if let Some(ty) = endpoint.response.kind.value_type() {
            found.responses += 1;
            if is_free(ty) {
                found.free_responses.push(endpoint.at.push("responses"));
            }
        }
    }
    found
}

impl FreeForm {
    fn field(&mut self, ty: &ir::Type, at: &Pointer) {
        self.fields += 1;
        if is_free(ty) {
            self.free_fields.push(at.clone());
        }
    }
}

fn is_free(ty: &ir::Type) -> bool {
    *ty.innermost() == ir::Type::Json
}

/// What the types of an API add: free-form values, formats that decide nothing, and definitions that no operation needs.
pub(crate) fn unused((document, hints): (&OpenAPI, &Hints), api: &ir::Api, free: &FreeForm, found: &[Diagnostic]) -> Vec<Entry> {
    let definitions = api.types.iter().filter(|group| group.features == [UNUSED]).flat_map(|group| &group.types);
    let is_definition = |at: &&Pointer| at.parent().is_some_and(|parent| parent == hints.document.schemas);
    let definitions = definitions.map(|def| &def.at).filter(is_definition).map(|at| Entry::new(at.clone(), Unused::Definition));
    let reasons: HashMap<&str, &str> = found.iter().map(|found| (found.at.as_str(), found.message.as_str())).collect();
    let free = free.free_fields.iter().chain(&free.free_responses).map(|at| {
        let reason = reasons.get(at.as_str()).map(|reason| (*reason).to_owned());
        Entry { reason, ..Entry::new(at.clone(), Unused::FreeForm) }
    });
    let entries = definitions.chain(free).chain(unused_formats::unused(document, hints)).chain(xml_hints::unused(document, hints, api));
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_by(|one, other| (one.why, &one.at).cmp(&(other.why, &other.at)));
    entries.dedup_by(|one, other| (one.why, &one.at) == (other.why, &other.at));
    entries
}
