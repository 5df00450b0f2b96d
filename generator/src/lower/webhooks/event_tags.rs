//! The property that tells the payloads of webhooks apart, if there is one: all of them list its values, and no value belongs to two.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use super::payload::Payload;
use crate::lower::schema::definitions::{Definitions, alternatives};
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, only_value};
use crate::names;

/// How many schemas lie in one another at most.
const DEPTH: usize = 16;

/// The values that properties list, by their names.
type PropertyValues<'a> = BTreeMap<&'a str, BTreeSet<String>>;

/// A property, and the values of it that choose each payload, in their order.
#[derive(Debug, PartialEq)]
pub(super) struct EventTag {
    pub property: String,
    pub values: Vec<Vec<String>>,
}

/// The property, the first by name of several.
pub(super) fn event_tag<'a>(definitions: &Definitions<'a>, payloads: &[Payload<'a>]) -> Option<EventTag> {
    let listed: Vec<PropertyValues<'a>> = payloads.iter().map(|payload| listed(definitions, payload.slot, 0)).collect();
    let names: Vec<&str> = payloads.iter().map(|payload| payload.webhook.name.as_str()).collect();
    let (first, others) = listed.split_first()?;
    let shared = first.keys().filter(|property| others.iter().all(|other| other.contains_key(*property)));
    shared.copied().find_map(|property| {
        let values: Vec<&BTreeSet<String>> = listed.iter().filter_map(|listed| listed.get(property)).collect();
        Some(EventTag { property: property.to_owned(), values: assigned(&names, &values)? })
    })
}

/// Which values belong to which payload. One that several list belongs to the webhook of that name. None where any payload gets
/// none, or where nobody knows whose a value is.
fn assigned(names: &[&str], values: &[&BTreeSet<String>]) -> Option<Vec<Vec<String>>> {
    let mut found = vec![Vec::new(); values.len()];
    let all: BTreeSet<&String> = values.iter().flat_map(|values| values.iter()).collect();
    for value in all {
        let owners: Vec<usize> = (0..values.len()).filter(|index| values[*index].contains(value)).collect();
        let owner = match owners.as_slice() {
            [one] => *one,
            several => {
                let mut named = several.iter().filter(|index| names::words(names[**index]) == names::words(value));
                let owner = *named.next()?;
                if named.next().is_some() {
                    return None;
                }
                owner
            }
        };
        found[owner].push(value.clone());
    }
    found.iter().all(|values| !values.is_empty()).then_some(found)
}

/// The values that the properties of a schema list. Of alternatives, what all of them have.
fn listed<'a>(definitions: &Definitions<'a>, slot: SchemaRef<'a>, depth: usize) -> PropertyValues<'a> {
    let Some(schema) = definitions.resolved(slot, 0).filter(|_| depth <= DEPTH) else {
        return PropertyValues::new();
    };
    let own = |object: &Object<'a>| -> PropertyValues<'a> {
        let properties = object.properties.into_iter().flatten();
        properties.filter_map(|(name, slot)| Some((name.as_str(), values(definitions.resolved(slot.into(), 0)?)?))).collect()
    };
    match SchemaView::of(schema).kind {
        ViewKind::Object(object) => own(&object),
        ViewKind::AllOf(parts, object) => {
            let mut found = PropertyValues::new();
            parts.iter().for_each(|part| found.extend(listed(definitions, part.into(), depth + 1)));
            found.extend(object.iter().flat_map(own));
            found
        }
        ViewKind::OneOf(parts) => {
            let mut all = alternatives(parts).into_iter().map(|part| listed(definitions, part, depth + 1));
            let first = all.next().unwrap_or_default();
            all.fold(first, |mut found, other| {
                found.retain(|property, _| other.contains_key(property));
                found.iter_mut().for_each(|(property, values)| values.extend(other.get(property).cloned().unwrap_or_default()));
                found
            })
        }
        _ => PropertyValues::new(),
    }
}

/// The values that a schema lists, as text.
fn values(schema: &Schema) -> Option<BTreeSet<String>> {
    match SchemaView::of(schema).kind {
        ViewKind::StringEnum(values) => Some(values.strings().into_iter().collect()),
        ViewKind::IntegerEnum(values) => Some(values.integers().iter().map(i64::to_string).collect()),
        _ => only_value(schema).map(|value| BTreeSet::from([value])),
    }
}
