//! Enums that several places share: `x-enum-type` names the type.
//!
//! A place with the hint becomes a reference to a component of that name. The component is the definition of the name,
//! where there is one; otherwise it is made of the places. Either way all places must agree on the values.

use std::collections::BTreeSet;

use openapiv3::{ArrayType, Components, ReferenceOr, Schema, SchemaData, SchemaKind, Type};
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::hints as keys;
use crate::node::{Node, Sink};
use crate::normalize::context::document::Document;
use crate::normalize::context::enum_place::EnumPlace;
use crate::normalize::hints;
use crate::pointer::Pointer;

/// The hints that describe an enum, wherever it stands.
const OF_ENUMS: [&str; 3] = [keys::ENUM_OPEN, keys::ENUM_NAMES, keys::ENUM_DESCRIPTIONS];

impl<'d> Document<'d> {
    /// Replaces an enum, or that of a list's items, by a reference to the type that `x-enum-type` names.
    pub(in crate::normalize) fn shared_enum(&self, node: &Node<'d, '_>, mut schema: Schema) -> Schema {
        let Some(target) = enum_in(&mut schema) else { return schema };
        let Some(hint) = node.get(keys::ENUM_TYPE) else { return schema };
        let Some(name) = hints::type_name(&hint) else { return schema };
        let key = self.type_names.get(&name).cloned().unwrap_or(name);
        let at = node.pointer();
        if at == Pointer::root().push("definitions").push(&key) {
            hint.warn(format!("`{key}` has this name already: the hint has no effect"));
            return schema;
        }
        let mut found = SchemaData { extensions: hints::at(node), ..SchemaData::default() };
        for hint in OF_ENUMS {
            found.extensions.extend(target.schema_data.extensions.shift_remove(hint).map(|value| (hint.to_owned(), value)));
        }
        let reference = SchemaKind::AllOf { all_of: vec![ReferenceOr::Reference { reference: keys::reference(&key) }] };
        let schema_kind = std::mem::replace(&mut target.schema_kind, reference);
        let place = EnumPlace { name: name_of(node), is_parameter: node.has("in"), schema: Schema { schema_data: found, schema_kind }, at };
        self.shared_enums.borrow_mut().entry(key).or_default().push(place);
        schema
    }

    /// Adds the types that the places share.
    pub(in crate::normalize) fn add_shared_enums(&self, components: &mut Components) {
        for (key, mut places) in self.shared_enums.take() {
            places.sort_by(|one, other| one.at.cmp(&other.at));
            places.dedup_by(|one, other| one.at == other.at);
            let description = description(&places);
            let mut places = places.into_iter();
            let defined = components.schemas.shift_remove(&key);
            let (at, mut shared) = match defined {
                Some(ReferenceOr::Item(schema)) if values(&schema).is_some() => (at(&schema), schema),
                Some(other) => {
                    components.schemas.insert(key.clone(), other);
                    let found = places.next().map(|place| place.at).unwrap_or_default();
                    let message = format!("the definition `{key}` is not an enum, so other places cannot have its type");
                    self.sink.push(Diagnostic::error(found.push(keys::ENUM_TYPE), message).help("choose another name"));
                    continue;
                }
                None => {
                    let Some(EnumPlace { at, mut schema, .. }) = places.next() else { continue };
                    schema.schema_data.description = Some(description);
                    schema.schema_data.extensions.insert(keys::NAME.into(), key.clone().into());
                    (at, schema)
                }
            };
            for place in places {
                merge(&mut shared, &at, &place, self.sink);
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

fn at(schema: &Schema) -> Pointer {
    let text = schema.schema_data.extensions.get(keys::AT).and_then(Value::as_str);
    text.and_then(Pointer::parse).unwrap_or_default()
}

/// The name of a parameter or property.
fn name_of(node: &Node) -> Option<String> {
    if node.has("in") {
        return node.value().get("name").and_then(Value::as_str).map(str::to_owned);
    }
    let path: Vec<String> = node.pointer().keys().collect();
    let name = path.iter().rev().find(|key| *key != "items")?;
    (!name.chars().all(|letter| letter.is_ascii_digit())).then(|| name.clone())
}

/// What can be written about a type that has no definition: whose values it lists.
fn description(places: &[EnumPlace]) -> String {
    let names: BTreeSet<&str> = places.iter().filter_map(|place| place.name.as_deref()).collect();
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    let names = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => return "Values that several places share.".to_owned(),
    };
    let are_parameters = places.iter().all(|place| place.is_parameter);
    match (are_parameters, names.contains("` and `")) {
        (true, false) => format!("Values of the {names} parameter."),
        (true, true) => format!("Values of the {names} parameters."),
        (false, _) => format!("Values of {names}."),
    }
}

/// Adds what a place says of the shared enum. Reports what contradicts the others.
fn merge(shared: &mut Schema, at: &Pointer, place: &EnumPlace, sink: &Sink) {
    let refuse = |what: String| {
        let message = format!("`{}` is shared with `{at}`, but {what}", keys::ENUM_TYPE);
        sink.push(Diagnostic::error(place.at.clone(), message).help("make the places agree, or give them different names"));
    };
    if values(shared) != values(&place.schema) {
        let list = |schema| values(schema).map(|(kind, values)| format!("{kind} {}", listed(&values))).unwrap_or_default();
        return refuse(format!("the values differ: {} here, {} there", list(&place.schema), list(shared)));
    }
    let hints = &mut shared.schema_data.extensions;
    for (key, given) in &place.schema.schema_data.extensions {
        match (hints.get_mut(key), given) {
            _ if key == keys::AT => {}
            (None, given) => {
                hints.insert(key.clone(), given.clone());
            }
            (Some(Value::Object(known)), Value::Object(given)) => {
                if let Some(value) = contradiction(known, given) {
                    return refuse(format!("`{key}` says something else of `{value}`"));
                }
                known.extend(given.iter().map(|(value, text)| (value.clone(), text.clone())));
            }
            (Some(known), given) if known != given => return refuse(format!("`{key}` is `{given}` here, `{known}` there")),
            (Some(_), _) => {}
        }
    }
}

fn listed(values: &BTreeSet<String>) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    values.join(", ")
}

/// The first value of which two places say different things.
fn contradiction<'m>(known: &Map<String, Value>, given: &'m Map<String, Value>) -> Option<&'m String> {
    let differs = |(value, text): &(&String, &Value)| known.get(*value).is_some_and(|known| known != *text);
    given.iter().find(differs).map(|(value, _)| value)
}
