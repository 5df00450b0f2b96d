//! Enums that several places share: `x-enum-type` names the type.
//!
//! A place with the hint becomes a reference to a component of that name. The component is the definition of the name,
//! where there is one; otherwise it is made of the places. Either way all places must agree on the values.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ArrayType, Components, ReferenceOr, Schema, SchemaData, SchemaKind, Type};

use crate::diagnostic::Diagnostic;
use crate::hints as keys;
use crate::hints::values::{EnumHints, SchemaHints};
use crate::node::Node;
use crate::normalize::context::document::Document;
use crate::normalize::context::enum_place::EnumPlace;
use crate::normalize::dialect::Section;
use crate::normalize::extensions::{self, enum_hints};

impl<'d> Document<'d> {
    /// Replaces an enum, or that of a list's items, by a reference to the type that `x-enum-type` names.
    pub(in crate::normalize) fn shared_enum(&self, node: &Node<'d, '_>, mut whole: Schema) -> Schema {
        let Some(target) = enum_in(&mut whole) else { return whole };
        let Some((key, foreign_name)) = self.shared_name(node, target) else { return whole };
        let at = node.pointer();
        let mut known = self.hints.borrow_mut();
        let hints = known.schemas.existing(&target.schema_data.extensions).map(|hints| std::mem::take(&mut hints.values));
        let schema_data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        let reference = SchemaKind::AllOf { all_of: vec![ReferenceOr::Reference { reference: keys::reference(&key) }] };
        let schema_kind = std::mem::replace(&mut target.schema_kind, reference);
        // A field of a form is one in Swagger 2.0 alone.
        let is_parameter = node.value().get("in").is_some_and(|place| place != "formData") || extensions::parameter_of(node).is_some();
        let schema = Schema { schema_data, schema_kind };
        let place = EnumPlace { foreign_name, name: name_of(node), is_parameter, schema, hints: hints.unwrap_or_default(), at };
        self.shared_enums.borrow_mut().entry(key).or_default().push(place);
        whole
    }

    /// The component that is the type of an enum, where a hint names it; and the name, where it is another generator's word.
    fn shared_name(&self, node: &Node<'d, '_>, schema: &Schema) -> Option<(String, Option<String>)> {
        let Some(hint) = extensions::hint(node, keys::ENUM_TYPE) else {
            let (name, (_, values)) = (enum_hints::ms_type_name(node)?, values(schema)?);
            // A definition has a name, and what has one value needs no type.
            if values.len() < 2 || self.dialect.name_in(Section::Schemas, &node.pointer()).is_some() {
                return None;
            }
            let key = self.type_names.get(&name).unwrap_or(&name);
            let defined = self.definitions.and_then(|all| all.get(key));
            let key = match defined.map(|defined| listed_in(defined) == values) {
                Some(true) => key.clone(),
                // Another thing has the name, or such a word names other values elsewhere.
                _ => format!("{name} of {}", listed(&values).replace('`', "")),
            };
            return Some((key, Some(name)));
        };
        let name = enum_hints::type_name(&hint)?;
        let key = self.type_names.get(&name).cloned().unwrap_or(name);
        if node.pointer() == self.dialect.schema_at(&key) {
            hint.warn(format!("`{key}` has this name already: the hint has no effect"));
            return None;
        }
        Some((key, None))
    }

    /// Adds the types that the places share.
    pub(in crate::normalize) fn add_shared_enums(&self, components: &mut Components) {
        for (key, mut places) in self.shared_enums.take() {
            places.sort_by(|one, other| one.at.cmp(&other.at));
            places.dedup_by(|one, other| one.at == other.at);
            let description = description(&places);
            let mut places = places.into_iter();
            let defined = components.schemas.shift_remove(&key);
            let mut known = self.hints.borrow_mut();
            let (at, mut shared) = match defined {
                Some(ReferenceOr::Item(schema)) if values(&schema).is_some() => (keys::at(&schema.schema_data.extensions), schema),
                Some(other) => {
                    components.schemas.insert(key.clone(), other);
                    let found = places.next().map(|place| place.at).unwrap_or_default();
                    let message = format!("the definition `{key}` is not an enum, so other places cannot have its type");
                    self.sink.push(Diagnostic::error(found.push(keys::ENUM_TYPE), message).help("choose another name"));
                    continue;
                }
                None => {
                    let Some(EnumPlace { at, mut schema, hints, foreign_name, .. }) = places.next() else { continue };
                    schema.schema_data.description = Some(description);
                    let name = Some(key.clone()).filter(|_| foreign_name.is_none());
                    let hints = SchemaHints { name, type_name: foreign_name, values: hints, ..SchemaHints::default() };
                    known.schemas.keep(hints, &mut schema.schema_data.extensions);
                    (at, schema)
                }
            };
            let hints = &mut known.schemas.of_mut(&mut shared.schema_data.extensions).values;
            for place in places {
                if let Err(what) = agree(&shared, &place).and_then(|()| merge(hints, &place.hints)) {
                    let found = match place.foreign_name {
                        None => Diagnostic::error(place.at, format!("`{}` is shared with `{at}`, but {what}", keys::ENUM_TYPE)),
                        Some(name) => Diagnostic::warning(place.at, format!("the enum `{name}` is that of `{at}`, but {what}")),
                    };
                    self.sink.push(found.help("make the places agree, or give them different names"));
                }
            }
            components.schemas.insert(key, ReferenceOr::Item(shared));
        }
    }
}

/// The enum that a schema is, or that the items of a list are.
fn enum_in(schema: &mut Schema) -> Option<&mut Schema> {
    if values(schema).is_some() {
        return Some(schema);
    }
    match &mut schema.schema_kind {
        SchemaKind::Type(Type::Array(ArrayType { items: Some(ReferenceOr::Item(items)), .. })) => enum_in(items),
        _ => None,
    }
}

/// The values of an enum of strings or integers.
fn values(schema: &Schema) -> Option<(&'static str, BTreeSet<String>)> {
    let (kind, values): (_, BTreeSet<String>) = match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => ("strings", string.enumeration.iter().flatten().cloned().collect()),
        SchemaKind::Type(Type::Integer(integer)) => ("integers", integer.enumeration.iter().flatten().map(i64::to_string).collect()),
        _ => return None,
    };
    (!values.is_empty()).then_some((kind, values))
}

/// The name of a parameter or property.
pub(super) fn name_of(node: &Node) -> Option<String> {
    if let Some(parameter) = extensions::parameter_of(node).or_else(|| node.has("in").then_some(node)) {
        return parameter.raw("name")?.written().map(Cow::into_owned);
    }
    let path: Vec<String> = node.pointer().keys().collect();
    let name = path.iter().rev().find(|key| *key != "items")?;
    (!name.chars().all(|letter| letter.is_ascii_digit())).then(|| name.clone())
}

/// What can be written about a type that has no definition: whose values it lists.
fn description(places: &[EnumPlace]) -> String {
    let Some(names) = names_of(places.iter().filter_map(|place| place.name.as_deref())) else {
        return "Values that several places share.".to_owned();
    };
    let are_parameters = places.iter().all(|place| place.is_parameter);
    match (are_parameters, names.contains("` and `")) {
        (true, false) => format!("Values of the {names} parameter."),
        (true, true) => format!("Values of the {names} parameters."),
        (false, _) => format!("Values of {names}."),
    }
}

/// Names of places, each once, in one phrase; none where there are none.
pub(super) fn names_of<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: BTreeSet<&str> = names.collect();
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}

/// Whether a place lists the values of the shared enum; otherwise in which way it does not.
fn agree(shared: &Schema, place: &EnumPlace) -> Result<(), String> {
    if values(shared) == values(&place.schema) {
        return Ok(());
    }
    let list = |schema| values(schema).map(|(kind, values)| format!("{kind} {}", listed(&values))).unwrap_or_default();
    Err(format!("the values differ: {} here, {} there", list(&place.schema), list(shared)))
}

/// Adds what a place says of the shared enum, or says what contradicts the others.
fn merge(known: &mut EnumHints, given: &EnumHints) -> Result<(), String> {
    match (known.open, given.open) {
        (Some(known), Some(given)) if known != given => return Err(format!("`{}` is `{given}` here, `{known}` there", keys::ENUM_OPEN)),
        (open, given) => known.open = open.or(given),
    }
    add(keys::ENUM_NAMES, &mut known.names, &given.names)?;
    add(keys::ENUM_DESCRIPTIONS, &mut known.descriptions, &given.descriptions)
}

/// Adds what a hint says of values, unless it says two different things of one.
fn add(hint: &str, known: &mut BTreeMap<String, String>, given: &BTreeMap<String, String>) -> Result<(), String> {
    let differs = |(value, text): &(&String, &String)| known.get(*value).is_some_and(|known| known != *text);
    if let Some((value, _)) = given.iter().find(differs) {
        return Err(format!("`{hint}` says something else of `{value}`"));
    }
    known.extend(given.iter().map(|(value, text)| (value.clone(), text.clone())));
    Ok(())
}

/// The values that a schema lists, as it is written.
fn listed_in(schema: &serde_json::Value) -> BTreeSet<String> {
    let values = schema.get("enum").and_then(serde_json::Value::as_array).into_iter().flatten();
    values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}

fn listed(values: &BTreeSet<String>) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    values.join(", ")
}
