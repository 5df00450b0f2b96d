//! Which components are merge patches or parts of some, and which of them are something else as well.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, MediaType, OpenAPI, Operation, ParameterSchemaOrContent, ReferenceOr, RequestBody, Schema, SchemaKind, Type,
};

use crate::hints::{self, Hints};

type Schemas = IndexMap<String, ReferenceOr<Schema>>;

/// What is known of the components of a document that has merge patches.
pub(super) struct ComponentUses {
    /// The components in merge patches in which null removes something.
    pub changed: BTreeSet<String>,
    /// The components that are needed for anything else.
    pub elsewhere: BTreeSet<String>,
}

impl ComponentUses {
    /// Looks through a document: nothing where no body is a merge patch.
    pub(super) fn of(document: &OpenAPI, hints: &Hints) -> Option<Self> {
        let (patches, others) = slots(document, hints);
        if patches.is_empty() {
            return None;
        }
        let none = Schemas::new();
        let schemas = document.components.as_ref().map_or(&none, |components| &components.schemas);
        let subtypes = subtypes(schemas);
        let references: BTreeMap<&str, SchemaReferences> = schemas
            .iter()
            .map(|(name, slot)| {
                let mut found = SchemaReferences::default();
                found.add(slot, true, hints);
                found.patched.extend(subtypes.get(name).into_iter().flatten().cloned());
                (name.as_str(), found)
            })
            .collect();
        let (mut of_patches, mut of_others) = (SchemaReferences::default(), SchemaReferences::default());
        patches.iter().for_each(|slot| of_patches.add(slot, true, hints));
        others.iter().for_each(|slot| of_others.add(slot, false, hints));

        let patched = closure(&of_patches.patched, |name| references.get(name).map(|found| vec![&found.patched]).unwrap_or_default());
        let in_patches = patched.iter().filter_map(|name| references.get(name.as_str())).flat_map(|found| &found.whole);
        let unpatched = references.keys().filter(|name| !patched.contains(**name)).map(|name| (*name).to_owned());
        let others: Vec<String> = of_others.whole.into_iter().chain(of_patches.whole).chain(in_patches.cloned()).chain(unpatched).collect();
        let elsewhere = closure(&others, |name| references.get(name).map(|found| vec![&found.patched, &found.whole]).unwrap_or_default());

        let mut changed: BTreeSet<String> =
            patched.iter().filter(|name| references.get(name.as_str()).is_some_and(|found| found.has_optional)).cloned().collect();
        loop {
            let needs_changed = |name: &&String| {
                let found = references.get(name.as_str());
                found.is_some_and(|found| found.patched.iter().any(|part| changed.contains(part)))
            };
            let further: Vec<String> = patched.iter().filter(|name| !changed.contains(*name)).filter(needs_changed).cloned().collect();
            if further.is_empty() {
                break;
            }
            changed.extend(further);
        }
        Some(Self { changed, elsewhere })
    }
}

/// The references in a schema.
#[derive(Default)]
struct SchemaReferences {
    /// Those to what a merge patch merges.
    patched: Vec<String>,
    /// Those to what it replaces as a whole.
    whole: Vec<String>,
    /// Whether null can remove something of it that the schema does not allow to be null.
    has_optional: bool,
}

impl SchemaReferences {
    fn add(&mut self, slot: &ReferenceOr<Schema>, is_merged: bool, hints: &Hints) {
        let schema = match slot {
            ReferenceOr::Reference { reference } => {
                let list = if is_merged { &mut self.patched } else { &mut self.whole };
                list.extend(hints::component(reference).map(str::to_owned));
                return;
            }
            ReferenceOr::Item(schema) => schema,
        };
        let known = hints.schemas.of(&schema.schema_data.extensions);
        let contents = known.content.iter().filter_map(|content| content.schema.as_ref());
        contents.for_each(|content| self.add(content, false, hints));
        self.whole.extend(known.newtype.clone());
        let (lists, additional, properties) = match &schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => {
                (Vec::new(), object.additional_properties.as_ref(), Some((&object.properties, &object.required)))
            }
            SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list } | SchemaKind::AllOf { all_of: list } => {
                (vec![list], None, None)
            }
            SchemaKind::Any(any) => {
                self.items(any.items.as_ref(), hints);
                let lists = vec![&any.one_of, &any.any_of, &any.all_of];
                (lists, any.additional_properties.as_ref(), Some((&any.properties, &any.required)))
            }
            SchemaKind::Type(Type::Array(array)) => {
                self.items(array.items.as_ref(), hints);
                (Vec::new(), None, None)
            }
            SchemaKind::Not { not } => {
                self.add(not, false, hints);
                (Vec::new(), None, None)
            }
            SchemaKind::Type(_) => (Vec::new(), None, None),
        };
        lists.into_iter().flatten().for_each(|one| self.add(one, is_merged, hints));
        if let Some(AdditionalProperties::Schema(values)) = additional {
            self.has_optional |= !is_nullable(values);
            self.add(values, is_merged, hints);
        }
        for (name, slot) in
            properties.into_iter().flat_map(|(properties, required)| properties.iter().map(move |(name, slot)| ((name, required), slot)))
        {
            let slot = slot.clone().unbox();
            self.has_optional |= !name.1.contains(name.0) && !is_nullable(&slot);
            self.add(&slot, is_merged, hints);
        }
    }

    fn items(&mut self, items: Option<&ReferenceOr<Box<Schema>>>, hints: &Hints) {
        if let Some(items) = items {
            self.add(&items.clone().unbox(), false, hints);
        }
    }
}

/// Whether a schema says itself that it may be null.
fn is_nullable(slot: &ReferenceOr<Schema>) -> bool {
    slot.as_item().is_some_and(|schema| schema.schema_data.nullable)
}

/// All that is reached from these names, with them.
fn closure<'r>(start: &[String], next: impl Fn(&str) -> Vec<&'r Vec<String>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = start.iter().map(String::as_str).collect();
    let mut names = Vec::new();
    while let Some(name) = open.pop() {
        if found.insert(name.to_owned()) {
            names.extend(next(name));
            open.extend(names.drain(..).flatten().map(String::as_str));
        }
    }
    found
}

/// The components that extend one with a discriminator, by its name.
fn subtypes(schemas: &Schemas) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, slot) in schemas {
        let Some(schema) = slot.as_item() else { continue };
        let parts: &[ReferenceOr<Schema>] = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            _ => continue,
        };
        let parents = parts.iter().filter_map(|part| match part {
            ReferenceOr::Reference { reference } => hints::component(reference),
            ReferenceOr::Item(_) => None,
        });
        let has_tag = |parent: &&str| {
            schemas.get(*parent).and_then(ReferenceOr::as_item).is_some_and(|parent| parent.schema_data.discriminator.is_some())
        };
        parents.filter(has_tag).for_each(|parent| found.entry(parent.to_owned()).or_default().push(name.clone()));
    }
    found
}

/// The schemas of merge patches, and those of anything else that is sent or received.
fn slots<'d>(document: &'d OpenAPI, hints: &'d Hints) -> (Vec<&'d ReferenceOr<Schema>>, Vec<&'d ReferenceOr<Schema>>) {
    let (mut patches, mut others) = (Vec::new(), Vec::new());
    for item in document.paths.paths.values().filter_map(ReferenceOr::as_item) {
        others.extend(item.parameters.iter().filter_map(ReferenceOr::as_item).flat_map(of_parameter));
        for (_, operation) in item.iter() {
            others.extend(of_operation(operation));
            for body in operation.request_body.iter().filter_map(ReferenceOr::as_item) {
                let is_apart = is_apart(&body.content);
                for (name, media) in &body.content {
                    let list = if is_apart && is_merge_patch(name) { &mut patches } else { &mut others };
                    list.extend(media.schema.as_ref());
                }
            }
        }
    }
    for webhook in &hints.webhooks {
        others.extend(of_operation(&webhook.operation));
        let media = webhook.body().into_iter().flat_map(|body| body.content.values());
        others.extend(media.filter_map(|media| media.schema.as_ref()));
    }
    (patches, others)
}

/// The schemas of an operation but for those of its body.
fn of_operation(operation: &Operation) -> Vec<&ReferenceOr<Schema>> {
    let parameters = operation.parameters.iter().filter_map(ReferenceOr::as_item).flat_map(of_parameter);
    let responses = operation.responses.responses.values().chain(&operation.responses.default).filter_map(ReferenceOr::as_item);
    let bodies = responses.clone().flat_map(|response| response.content.values()).filter_map(|media| media.schema.as_ref());
    let headers = responses.flat_map(|response| response.headers.values()).filter_map(ReferenceOr::as_item);
    parameters.chain(bodies).chain(headers.flat_map(|header| of_format(&header.format))).collect()
}

fn of_parameter(parameter: &openapiv3::Parameter) -> Vec<&ReferenceOr<Schema>> {
    of_format(&parameter.parameter_data_ref().format)
}

fn of_format(format: &ParameterSchemaOrContent) -> Vec<&ReferenceOr<Schema>> {
    match format {
        ParameterSchemaOrContent::Schema(schema) => vec![schema],
        ParameterSchemaOrContent::Content(content) => content.values().filter_map(|media| media.schema.as_ref()).collect(),
    }
}

/// The schemas of a body that are merge patches, to be changed.
pub(super) fn patches_mut(body: &mut RequestBody) -> impl Iterator<Item = &mut ReferenceOr<Schema>> {
    let is_apart = is_apart(&body.content);
    let patches = body.content.iter_mut().filter(move |(name, _)| is_apart && is_merge_patch(name));
    patches.filter_map(|(_, media)| media.schema.as_mut())
}

/// Whether the media types of a body have schemas of their own, or are all merge patches. In Swagger 2.0, they share one.
fn is_apart(content: &IndexMap<String, MediaType>) -> bool {
    content.values().any(|media| media.extensions.contains_key(hints::AT)) || content.keys().all(|name| is_merge_patch(name))
}

fn is_merge_patch(name: &str) -> bool {
    name.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/merge-patch+json")
}
