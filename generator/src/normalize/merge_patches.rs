//! Bodies that are merge patches (RFC 7396): in them null removes a value, whatever the schema says of null.
//!
//! Each optional property of such a body may be null, and so may the values of maps, and the same holds for objects in it: for what
//! stands in properties, in maps, in `allOf` and among alternatives. It does not hold for the items of lists, which a merge patch
//! replaces as a whole. A component that only merge patches have becomes such a one; of a component that is used elsewhere too,
//! there is a second form, called after the first (`WidgetMergePatch`).

mod uses;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, OpenAPI, Operation, PathItem, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, Type};

use crate::hints::values::SchemaHints;
use crate::hints::{self, Hints};
use crate::normalize::schema::types::boxed;
use crate::pointer::Pointer;

use self::uses::ComponentUses;

/// What a reader of the second form of a component is shown besides its description.
const DOC: &str = "As a merge patch: what is absent stays as it is, and what is null is removed.";

/// Lets null be sent where a merge patch removes something by it.
pub(in crate::normalize) fn add_nulls(document: &mut OpenAPI, hints: &mut Hints) {
    let Some(uses) = ComponentUses::of(document, hints) else {
        return;
    };
    let mut schemas = std::mem::take(&mut document.components.get_or_insert_default().schemas);
    let mut taken: BTreeSet<String> = schemas.keys().cloned().collect();
    let shared = uses.changed.iter().filter(|name| uses.elsewhere.contains(*name));
    let shared: BTreeMap<String, String> = shared.map(|name| (name.clone(), free_name(name, &mut taken))).collect();
    let mut forms = PatchForms { shared: &shared, hints };
    for name in &uses.changed {
        let Some(mut form) = schemas.get(name).map(|slot| forms.of_slot(slot)) else {
            continue;
        };
        let second = shared.get(name);
        if let (Some(_), ReferenceOr::Item(form)) = (second, &mut form) {
            forms.tell_apart(&mut form.schema_data, name);
        }
        schemas.insert(second.unwrap_or(name).clone(), form);
    }
    for body in document.paths.paths.values_mut().filter_map(as_item_mut).flat_map(operations_mut).filter_map(body_mut) {
        for schema in uses::patches_mut(body) {
            *schema = forms.of_slot(schema);
        }
    }
    document.components.get_or_insert_default().schemas = schemas;
}

/// A name for the second form of a component that no other component has.
fn free_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = format!("{name}MergePatch");
    let mut found = plain.clone();
    let mut number = 2;
    while !taken.insert(found.clone()) {
        found = format!("{plain}{number}");
        number += 1;
    }
    found
}

/// Makes the forms that schemas have in merge patches.
struct PatchForms<'u> {
    /// The second forms, by the names of the first ones.
    shared: &'u BTreeMap<String, String>,
    hints: &'u mut Hints,
}

impl PatchForms<'_> {
    fn reference(&self, reference: &str) -> String {
        let second = hints::component(reference).and_then(|name| self.shared.get(name));
        second.map_or_else(|| reference.to_owned(), |second| hints::reference(second))
    }

    fn of_slot(&self, slot: &ReferenceOr<Schema>) -> ReferenceOr<Schema> {
        match slot {
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: self.reference(reference) },
            ReferenceOr::Item(schema) => ReferenceOr::Item(self.of_schema(schema)),
        }
    }

    fn of_schema(&self, schema: &Schema) -> Schema {
        let mut form = schema.clone();
        let tag = form.schema_data.discriminator.as_ref().map(|one| one.property_name.clone());
        let at = hints::at(&form.schema_data.extensions);
        let each = |list: &mut Vec<ReferenceOr<Schema>>| list.iter_mut().for_each(|one| *one = self.of_slot(one));
        match &mut form.schema_kind {
            SchemaKind::Type(Type::Object(object)) => {
                self.properties(&mut object.properties, &object.required, tag.as_deref(), &at);
                self.values(object.additional_properties.as_mut());
            }
            SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list } | SchemaKind::AllOf { all_of: list } => each(list),
            SchemaKind::Any(any) => {
                self.properties(&mut any.properties, &any.required, tag.as_deref(), &at);
                self.values(any.additional_properties.as_mut());
                [&mut any.one_of, &mut any.any_of, &mut any.all_of].into_iter().for_each(each);
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } => {}
        }
        let targets = form.schema_data.discriminator.iter_mut().flat_map(|discriminator| discriminator.mapping.values_mut());
        targets.for_each(|target| *target = self.reference(target));
        form
    }

    fn properties(
        &self,
        properties: &mut IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &[String],
        tag: Option<&str>,
        at: &Pointer,
    ) {
        for (name, slot) in properties {
            let form = self.of_slot(&slot.clone().unbox());
            let may_be_null = !required.contains(name) && tag != Some(name);
            let at = at.clone().push("properties").push(name);
            *slot = boxed(if may_be_null { nullable(form, &at) } else { form });
        }
    }

    fn values(&self, additional: Option<&mut AdditionalProperties>) {
        if let Some(AdditionalProperties::Schema(values)) = additional {
            let at = values.as_item().map(|values| hints::at(&values.schema_data.extensions)).unwrap_or_default();
            **values = nullable(self.of_slot(values), &at);
        }
    }

    /// Gives the second form of a component what must not be that of the first one.
    fn tell_apart(&mut self, data: &mut SchemaData, first: &str) {
        let known = self.hints.schemas.of(&data.extensions).clone();
        let name = known.name.as_ref().map(|name| format!("{name}MergePatch"));
        data.extensions.shift_remove(hints::HINTS);
        self.hints
            .schemas
            .keep(SchemaHints { name, type_name: None, changes: None, first_form: Some(first.to_owned()), ..known }, &mut data.extensions);
        data.description = Some(match data.description.take() {
            Some(text) => format!("{}\n\n{DOC}", text.trim_end()),
            None => DOC.to_owned(),
        });
    }
}

/// The same schema, with null allowed.
fn nullable(slot: ReferenceOr<Schema>, at: &Pointer) -> ReferenceOr<Schema> {
    let schema = match slot {
        ReferenceOr::Item(mut schema) => {
            schema.schema_data.nullable = true;
            schema
        }
        ReferenceOr::Reference { .. } => {
            let extensions = [(hints::AT.to_owned(), at.as_str().into())].into_iter().collect();
            let schema_data = SchemaData { nullable: true, extensions, ..SchemaData::default() };
            Schema { schema_data, schema_kind: SchemaKind::AllOf { all_of: vec![slot] } }
        }
    };
    ReferenceOr::Item(schema)
}

fn as_item_mut<T>(one: &mut ReferenceOr<T>) -> Option<&mut T> {
    match one {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { .. } => None,
    }
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
    [get, put, post, delete, options, head, patch, trace].into_iter().flatten()
}

fn body_mut(operation: &mut Operation) -> Option<&mut RequestBody> {
    operation.request_body.as_mut().and_then(as_item_mut)
}
