//! What a schema demands of a value beyond its type, as rules that clients can check.

use std::collections::HashSet;

use openapiv3::{AdditionalProperties, Schema, SchemaKind, Type};

use crate::ir::{Constraint, Constraints};
use crate::lower::schema::definitions::{Class, Definitions, alternatives};
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{SchemaRef, SchemaView, ViewKind};
use crate::scalar::pattern;

/// How many schemas of one place are looked at. Tuples of tuples may have any number of items; what is beyond is left to the server.
const MOST: usize = 2_000;

/// The definitions that constraints are collected of.
struct Collection {
    /// Those that lead to where it is: one that contains itself ends there.
    open: Vec<usize>,
    /// Those that were collected, each with the level: two parts of a schema may have a third in common.
    done: HashSet<(usize, usize)>,
    /// How many schemas may still be looked at.
    left: usize,
}

impl<'a> Definitions<'a> {
    /// The constraints of what stands in a place: its own, those of the definition that it refers to, and those of what lies in its
    /// lists and maps. What lies in types with names of their own is theirs.
    pub(in crate::lower) fn constraints(&self, slot: SchemaRef<'a>) -> Constraints {
        let mut found = Constraints::default();
        self.collect(slot, 0, &mut Collection { open: Vec::new(), done: HashSet::new(), left: MOST }, &mut found);
        found.shorten();
        found
    }

    /// Those of the items of a tuple.
    fn of_tuple(&self, tuple: &Tuple<'a>, collection: &mut Collection) -> Vec<Constraint> {
        let count = tuple.items.len();
        let places = (0..count).map(|at| (at, Some(at + 1))).chain(tuple.further.map(|_| (count, None)));
        let mut found = Vec::new();
        for (from, to) in places {
            let mut of_item = Constraints::default();
            if let Some(slot) = tuple.item(from) {
                let of_others = std::mem::take(&mut collection.done);
                self.collect(slot, 0, collection, &mut of_item);
                collection.done = of_others;
            }
            of_item.shorten();
            if !of_item.is_empty() {
                found.push(Constraint::Items(from, to, of_item));
            }
        }
        found
    }

    fn collect(&self, slot: SchemaRef<'a>, level: usize, collection: &mut Collection, into: &mut Constraints) {
        let Some(left) = collection.left.checked_sub(1) else { return };
        collection.left = left;
        let schema = match slot {
            SchemaRef::Inline(schema) => schema,
            SchemaRef::Reference(reference) => {
                let Some(index) = self.find(reference).filter(|index| !collection.open.contains(index)) else { return };
                if collection.done.insert((index, level)) {
                    collection.open.push(index);
                    self.collect(self.all[index].slot, level, collection, into);
                    collection.open.pop();
                }
                return;
            }
        };
        let mut levels = vec![Vec::new(); level];
        levels.push(own(schema));
        let tuple = Tuple::of(schema);
        if let (Some(tuple), Some(own)) = (&tuple, levels.last_mut()) {
            own.extend(self.of_tuple(tuple, collection));
        }
        into.add(Constraints(levels));
        match SchemaView::of(schema).kind {
            ViewKind::List(_) if tuple.is_some() => {}
            ViewKind::List(Some(items)) => self.collect(items, level + 1, collection, into),
            ViewKind::Object(object) if self.class(slot) == Class::Alias => {
                if let Some(AdditionalProperties::Schema(values)) = object.additional {
                    self.collect((&**values).into(), level + 1, collection, into);
                }
            }
            ViewKind::AllOf(parts, _) => self.with_effect(parts).into_iter().for_each(|part| self.collect(part, level, collection, into)),
            ViewKind::OneOf(parts) => {
                // Each of several alternatives has its own.
                if let [one] = alternatives(parts).as_slice() {
                    self.collect(*one, level, collection, into);
                }
            }
            _ => {}
        }
    }
}

/// The constraints of a schema itself.
fn own(schema: &Schema) -> Vec<Constraint> {
    let found = match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => vec![
            text.min_length.filter(|least| *least > 0).map(Constraint::MinLength),
            text.max_length.map(Constraint::MaxLength),
            // What cannot be read was reported where the document was read.
            text.pattern.clone().filter(|pattern| pattern::check(pattern).is_ok()).map(Constraint::Pattern),
        ],
        SchemaKind::Type(Type::Integer(number)) => {
            let [minimum, maximum, of] = [number.minimum, number.maximum, number.multiple_of].map(|limit| Some(limit?.to_string()));
            numeric(minimum, number.exclusive_minimum, maximum, number.exclusive_maximum, of)
        }
        SchemaKind::Type(Type::Number(number)) => {
            let [minimum, maximum, of] = [number.minimum, number.maximum, number.multiple_of].map(|limit| exact(limit?));
            numeric(minimum, number.exclusive_minimum, maximum, number.exclusive_maximum, of)
        }
        SchemaKind::Type(Type::Array(list)) => vec![
            list.min_items.filter(|least| *least > 0).map(Constraint::MinItems),
            list.max_items.map(Constraint::MaxItems),
            list.unique_items.then_some(Constraint::UniqueItems),
        ],
        SchemaKind::Type(Type::Object(object)) => properties(object.min_properties, object.max_properties),
        SchemaKind::Any(any) => properties(any.min_properties, any.max_properties),
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// A number as the document has it, if that is certain: a float may stand for several numbers of more than fifteen digits.
fn exact(number: f64) -> Option<String> {
    const INTEGERS: f64 = 9_007_199_254_740_991.0;
    let text = number.to_string();
    let digits = text.trim_start_matches(['-', '0', '.']).trim_end_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    (digits <= 15 || number.fract() == 0.0 && number.abs() <= INTEGERS).then_some(text)
}

fn numeric(minimum: Option<String>, above: bool, maximum: Option<String>, below: bool, of: Option<String>) -> Vec<Option<Constraint>> {
    vec![
        minimum.map(if above { Constraint::ExclusiveMinimum } else { Constraint::Minimum }),
        maximum.map(if below { Constraint::ExclusiveMaximum } else { Constraint::Maximum }),
        of.map(Constraint::MultipleOf),
    ]
}

fn properties(least: Option<usize>, most: Option<usize>) -> Vec<Option<Constraint>> {
    vec![least.filter(|least| *least > 0).map(Constraint::MinProperties), most.map(Constraint::MaxProperties)]
}
