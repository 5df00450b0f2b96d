//! The named schemas: what each one will be, who needs whom, and in which order they are lowered.

use std::borrow::Cow;
use std::collections::HashMap;

use openapiv3::{OpenAPI, ReferenceOr, Schema};
use serde_json::Value;

use crate::hints::values::SchemaHints;
use crate::hints::{self, Hints};
use crate::lower::graph::needed_first;
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, at};
use crate::lower::schema::visit::{Relation, walk};
use crate::names;
use crate::pointer::Pointer;

/// The named schemas, sorted by name.
pub(in crate::lower) struct Definitions<'a> {
    pub all: Vec<Definition<'a>>,
    by_name: HashMap<&'a str, usize>,
    pub hints: &'a Hints,
}

/// A named schema.
pub(in crate::lower) struct Definition<'a> {
    pub name: &'a str,
    /// What names its type.
    pub preferred_name: Cow<'a, str>,
    /// Where that name comes from.
    pub name_origin: NameOrigin,
    pub slot: SchemaRef<'a>,
    pub at: Pointer,
    pub class: Class,
    /// The definitions that extend this one, where it has a discriminator or inherits one: sorted, all levels.
    pub subtypes: Vec<usize>,
    /// The first discriminator of those that it extends.
    pub base_discriminator: Option<&'a openapiv3::Discriminator>,
    /// Whether it extends one with a discriminator.
    pub is_subtype: bool,
    /// The properties whose values choose it among the alternatives of unions.
    pub chosen: Vec<Choosing>,
    /// Whether an operation needs it.
    pub reached: bool,
    needs: Vec<Need>,
}

/// Where the name of a definition's type comes from: an earlier one comes before a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum NameOrigin {
    /// A hint.
    Hint,
    /// The definition is called so.
    Document,
    /// The definition is called like a type of another language, and this is what people say; or another generator's word
    /// gives an enum this name.
    Derived,
}

/// What a schema becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Class {
    /// A type with a name of its own.
    Named,
    /// Another name for a type.
    Alias,
}

/// A property whose value chooses a definition among others.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct Choosing {
    pub property: String,
    /// The value that the document maps to it first; none where its name is the value.
    pub value: Option<String>,
    /// Whether it is chosen where there is no value.
    pub is_default: bool,
}

/// A reference out of a definition.
#[derive(Clone, Copy)]
struct Need {
    to: usize,
    relation: Relation,
}

impl<'a> Definitions<'a> {
    pub(in crate::lower) fn new(document: &'a OpenAPI, hints: &'a Hints) -> Self {
        let schemas = document.components.iter().flat_map(|components| &components.schemas);
        let mut all: Vec<Definition<'a>> = schemas
            .map(|(name, schema)| {
                let hinted = schema.as_item().and_then(|schema| of_schema(hints, schema).name.as_deref());
                let named = schema.as_item().and_then(|schema| of_schema(hints, schema).type_name.as_deref());
                let preferred_name = hinted.or(named).map_or_else(|| names::of_definition(name), Cow::Borrowed);
                Definition {
                    name,
                    name_origin: match preferred_name {
                        _ if hinted.is_some() => NameOrigin::Hint,
                        Cow::Borrowed(_) if named.is_none() => NameOrigin::Document,
                        _ => NameOrigin::Derived,
                    },
                    preferred_name,
                    slot: schema.into(),
                    at: match schema {
                        ReferenceOr::Item(schema) => at(schema),
                        ReferenceOr::Reference { .. } => hints.document.schemas.push(name),
                    },
                    class: Class::Alias,
                    subtypes: Vec::new(),
                    base_discriminator: None,
                    is_subtype: false,
                    chosen: Vec::new(),
                    reached: false,
                    needs: Vec::new(),
                }
            })
            .collect();
        all.sort_by_key(|definition| definition.name);
        let by_name = all.iter().enumerate().map(|(index, one)| (one.name, index)).collect();
        let mut this = Self { all, by_name, hints };
        this.find_needs();
        this.find_subtypes();
        this.find_chosen(document);
        this.classify();
        this
    }

    /// The hints of a schema.
    pub(in crate::lower) fn hints_of(&self, schema: &Schema) -> &'a SchemaHints {
        of_schema(self.hints, schema)
    }

    /// The Rust name that a hint gives to what stands in a place.
    pub(in crate::lower) fn hinted(&self, slot: SchemaRef<'_>) -> Option<&'a str> {
        match slot {
            SchemaRef::Inline(schema) => self.hints_of(schema).name.as_deref(),
            SchemaRef::Reference(_) => None,
        }
    }

    /// The definition that a reference names.
    pub(in crate::lower) fn find(&self, reference: &str) -> Option<usize> {
        self.by_name.get(hints::component(reference)?).copied()
    }

    /// The definition that has the properties of this one: where it is another name for one, or a subtype that adds none, through any
    /// number of them; else itself.
    pub(in crate::lower) fn resolve_alias(&self, index: usize) -> usize {
        let mut index = index;
        for _ in 0..self.all.len() {
            let definition = &self.all[index];
            let next = match definition.slot {
                SchemaRef::Reference(reference) => self.find(reference),
                SchemaRef::Inline(schema) => match SchemaView::of(schema).kind {
                    ViewKind::AllOf(parts, None) => match self.significant_parts(parts).as_slice() {
                        [SchemaRef::Reference(reference)] => self.find(reference),
                        _ => None,
                    },
                    _ => None,
                },
            };
            let Some(next) = next else { break };
            index = next;
        }
        index
    }

    /// Marks everything that is needed from these schemas.
    pub(in crate::lower) fn reach(&mut self, roots: impl IntoIterator<Item = SchemaRef<'a>>) {
        let mut queue: Vec<usize> = roots.into_iter().flat_map(|root| self.needs(root)).map(|need| need.to).collect();
        while let Some(index) = queue.pop() {
            let changed = self.all.get(index).and_then(|definition| self.changed_by(definition));
            let Some(definition) = self.all.get_mut(index) else {
                continue;
            };
            if !std::mem::replace(&mut definition.reached, true) {
                queue.extend(definition.needs.iter().map(|need| need.to));
                queue.extend(&definition.subtypes);
                queue.extend(changed);
            }
        }
    }

    /// What the changes that a definition writes are changes of.
    fn changed_by(&self, definition: &Definition<'a>) -> Option<usize> {
        let SchemaRef::Inline(schema) = definition.slot else { return None };
        let changes = self.hints_of(schema).changes.as_ref()?;
        self.find(&hints::reference(&changes.of))
    }

    /// The order of lowering: those that operations need first, and each after the aliases
    /// that it uses and the definitions that it extends. Within that, sorted by name.
    pub(in crate::lower) fn order(&self) -> Vec<usize> {
        let of = |reached| (0..self.all.len()).filter(move |index| self.all[*index].reached == reached);
        let is_first = |index: usize, need: &Need| match need.relation {
            Relation::Extended => true,
            Relation::Offered if !self.extends(need.to, index) => true,
            Relation::Offered | Relation::Contained => self.all[need.to].class == Class::Alias,
        };
        let offered = |need: &Need| match need.relation {
            Relation::Extended => self.choices_of(need.to).map(|(_, choices)| choices).unwrap_or_default(),
            Relation::Offered | Relation::Contained => Vec::new(),
        };
        let edges = |index: usize| {
            let first = self.all[index].needs.iter().filter(|need| is_first(index, need));
            let found = first.flat_map(|need| {
                let offered = offered(need).into_iter().filter_map(|choice| match choice {
                    SchemaRef::Reference(reference) => self.find(reference),
                    SchemaRef::Inline(_) => None,
                });
                offered.chain([need.to])
            });
            found.collect()
        };
        needed_first(self.all.len(), of(true).chain(of(false)), edges)
    }

    fn find_needs(&mut self) {
        for index in 0..self.all.len() {
            let mut needs = self.needs(self.all[index].slot);
            needs.sort_by_key(|need| (need.to, need.relation));
            needs.dedup_by_key(|need| need.to);
            self.all[index].needs = needs;
        }
    }

    /// The references in a schema.
    fn needs(&self, slot: SchemaRef<'a>) -> Vec<Need> {
        let (mut found, mut contents) = (Vec::new(), Vec::new());
        walk(slot, &mut |slot, relation| {
            let reference = match slot {
                SchemaRef::Reference(reference) => self.find(reference),
                SchemaRef::Inline(schema) => self.hints_of(schema).newtype.as_ref().and_then(|name| self.find(&hints::reference(name))),
            };
            found.extend(reference.map(|to| Need { to, relation }));
            if let SchemaRef::Inline(schema) = slot {
                contents.extend(self.hints_of(schema).content.iter().filter_map(|content| content.schema.as_ref()));
            }
        });
        // What is in a string is read apart: nothing of it is a part of the type that has the text.
        found.extend(
            contents.into_iter().flat_map(|content| self.needs(content.into())).map(|need| Need { relation: Relation::Contained, ..need }),
        );
        found
    }

    /// Whether something in a definition leads to the definition again.
    pub(in crate::lower) fn is_recursive(&self, index: usize) -> bool {
        let targets = |index: usize| self.all[index].needs.iter().map(|need| need.to);
        let (mut seen, mut open) = (vec![false; self.all.len()], targets(index).collect::<Vec<_>>());
        while let Some(next) = open.pop() {
            if next == index {
                return true;
            }
            if !std::mem::replace(&mut seen[next], true) {
                open.extend(targets(next));
            }
        }
        false
    }

    fn classify(&mut self) {
        for index in 0..self.all.len() {
            let definition = &self.all[index];
            let is_named = definition.is_subtype || self.newtype(index).is_some();
            self.all[index].class = if is_named { Class::Named } else { self.class(definition.slot) };
        }
    }

    /// What a schema becomes where it stands.
    pub(in crate::lower) fn class(&self, slot: SchemaRef<'a>) -> Class {
        let SchemaRef::Inline(schema) = slot else {
            return Class::Alias;
        };
        let named = match SchemaView::of(schema).kind {
            ViewKind::Any | ViewKind::Scalar(_) => false,
            ViewKind::List(_) => Tuple::of(schema).is_some(),
            ViewKind::StringEnum(_) | ViewKind::IntegerEnum(_) => true,
            ViewKind::Object(object) => is_described(&object) || schema.schema_data.discriminator.is_some(),
            ViewKind::AllOf(parts, own) => match (self.significant_parts(parts).as_slice(), own) {
                ([], None) => false,
                ([one], None) => self.class(*one) == Class::Named,
                _ => true,
            },
            ViewKind::OneOf(parts) => match alternatives(parts).as_slice() {
                [] => false,
                [one] => self.class(*one) == Class::Named,
                _ => true,
            },
        };
        if named { Class::Named } else { Class::Alias }
    }

    /// The parts of an `allOf` that decide what it is: of parts that are no objects, the one that says the most.
    pub(in crate::lower) fn significant_parts(&self, parts: &'a [ReferenceOr<Schema>]) -> Vec<SchemaRef<'a>> {
        self.strongest(self.parts_with_content(parts))
    }

    /// The one schema that an `allOf` or a union comes down to.
    pub(in crate::lower) fn only_part(&self, view: &ViewKind<'a>) -> Option<SchemaRef<'a>> {
        let parts = match view {
            ViewKind::AllOf(parts, None) => self.significant_parts(parts),
            ViewKind::OneOf(parts) => alternatives(parts),
            _ => return None,
        };
        match parts.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The parts of an `allOf` that say more than a description does.
    pub(super) fn parts_with_content(&self, parts: &'a [ReferenceOr<Schema>]) -> Vec<SchemaRef<'a>> {
        let is_significant = |slot: &SchemaRef<'a>| match slot {
            SchemaRef::Reference(_) => true,
            SchemaRef::Inline(schema) => match SchemaView::of(schema).kind {
                ViewKind::Any => false,
                ViewKind::Object(object) => is_described(&object) || !object.required.is_empty() || object.additional.is_some(),
                ViewKind::AllOf(parts, own) => own.is_some() || !self.parts_with_content(parts).is_empty(),
                _ => true,
            },
        };
        parts.iter().map(SchemaRef::from).filter(is_significant).collect()
    }
}

/// The hints of a schema.
pub(in crate::lower) fn of_schema<'h>(hints: &'h Hints, schema: &Schema) -> &'h SchemaHints {
    hints.schemas.of(&schema.schema_data.extensions)
}

/// Whether an object's properties are named, by itself or by alternatives beside it.
pub(in crate::lower) fn is_described(object: &Object<'_>) -> bool {
    let is_named = |choice: &ReferenceOr<Schema>| match choice {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(schema) => match SchemaView::of(schema).kind {
            ViewKind::Object(object) => is_described(&object),
            ViewKind::AllOf(..) => true,
            _ => false,
        },
    };
    object.properties.is_some_and(|properties| !properties.is_empty()) || object.choices.iter().any(is_named)
}

/// The alternatives of a union that are more than null.
pub(in crate::lower) fn alternatives(parts: &[ReferenceOr<Schema>]) -> Vec<SchemaRef<'_>> {
    parts.iter().filter(|part| !is_null(part)).map(SchemaRef::from).collect()
}

/// Whether a schema allows nothing but null.
pub(in crate::lower) fn is_null(part: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = part else {
        return false;
    };
    match &schema.schema_kind {
        openapiv3::SchemaKind::Any(any) => {
            any.typ.as_deref() == Some("null") || (!any.enumeration.is_empty() && any.enumeration.iter().all(Value::is_null))
        }
        _ => false,
    }
}
