//! Whether a value is one of a schema.

use std::cell::Cell;

use openapiv3::{ReferenceOr, Schema, SchemaKind};
use serde_json::{Map, Value};

use crate::lower::example_values::direction::Direction;
use crate::lower::example_values::facets::{Facets, Limit};
use crate::lower::example_values::form;
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::view::SchemaRef;
use crate::pointer::Pointer;
use crate::scalar::number::integer;
use crate::scalar::pattern;

/// How many schemas are looked at for one value, and how deep values lie.
const DEPTH: usize = 128;

/// How many schemas are looked at for all values of one example: alternatives of alternatives may have any number of ways.
pub(super) const LOOKS: usize = 300_000;

/// What a schema does not allow of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where in the value.
    pub at: Pointer,
    /// The keyword of the schema.
    pub keyword: &'static str,
    /// What is wrong.
    pub message: String,
}

/// A look at a value.
pub(super) struct Check<'c, 'a> {
    pub definitions: &'c Definitions<'a>,
    pub direction: Direction,
    pub found: Vec<Violation>,
    /// How many schemas may still be looked at: with none left, all is allowed.
    looks: &'c Cell<usize>,
    /// The definitions that the value at hand is looked at by.
    open: Vec<usize>,
}

impl<'c, 'a> Check<'c, 'a> {
    pub(super) fn new(definitions: &'c Definitions<'a>, direction: Direction, looks: &'c Cell<usize>) -> Self {
        Self { definitions, direction, found: Vec::new(), looks, open: Vec::new() }
    }

    /// Whether a value fits all of these.
    pub(super) fn fits(mut self, slots: &[SchemaRef<'a>], value: &Value) -> bool {
        slots.iter().for_each(|slot| self.value(*slot, value, &Pointer::root(), 0));
        self.found.is_empty()
    }

    fn is_one(&self, part: &'a ReferenceOr<Schema>, value: &Value, depth: usize) -> bool {
        let mut check = Self { open: self.open.clone(), ..Self::new(self.definitions, self.direction, self.looks) };
        check.value(part.into(), value, &Pointer::root(), depth);
        check.found.is_empty()
    }

    fn fail(&mut self, at: &Pointer, keyword: &'static str, message: impl Into<String>) {
        // What was not looked at to its end says nothing.
        if self.looks.get() > 0 {
            self.found.push(Violation { at: at.clone(), keyword, message: message.into() });
        }
    }

    /// Looks at a value that lies in another one.
    fn inner(&mut self, slots: &[SchemaRef<'a>], value: &Value, at: &Pointer, depth: usize) {
        let open = std::mem::take(&mut self.open);
        slots.iter().for_each(|slot| self.value(*slot, value, at, depth));
        self.open = open;
    }

    /// Looks at a value and at all that is in it.
    pub(super) fn value(&mut self, slot: SchemaRef<'a>, value: &Value, at: &Pointer, depth: usize) {
        let left = self.looks.get();
        if depth > DEPTH || left == 0 {
            return;
        }
        self.looks.set(left - 1);
        let schema = match slot {
            SchemaRef::Inline(schema) => schema,
            SchemaRef::Reference(reference) => {
                // What a definition says of a value that it leads to again is no more than what it says anyway.
                let index = self.definitions.find(reference).filter(|index| !self.open.contains(index));
                if let Some((index, target)) = index.and_then(|index| Some((index, self.definitions.all.get(index)?))) {
                    self.open.push(index);
                    self.value(target.slot, value, at, depth + 1);
                    self.open.pop();
                }
                return;
            }
        };
        if schema.schema_data.nullable && value.is_null() {
            return;
        }
        let facets = Facets::of(schema);
        self.own(&facets, value, at, depth);
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => self.all_of(all_of, value, at, depth),
            SchemaKind::OneOf { one_of } => self.one_of(one_of, value, at, depth),
            SchemaKind::AnyOf { any_of } => self.any_of(any_of, value, at, depth),
            SchemaKind::Not { not } => self.not(not, value, at, depth),
            SchemaKind::Any(any) => {
                self.all_of(&any.all_of, value, at, depth);
                self.one_of(&any.one_of, value, at, depth);
                self.any_of(&any.any_of, value, at, depth);
                any.not.iter().for_each(|not| self.not(not, value, at, depth));
            }
            SchemaKind::Type(_) => {}
        }
    }

    fn all_of(&mut self, parts: &'a [ReferenceOr<Schema>], value: &Value, at: &Pointer, depth: usize) {
        self.definitions.with_effect(parts).into_iter().for_each(|part| self.value(part, value, at, depth + 1));
    }

    fn one_of(&mut self, parts: &'a [ReferenceOr<Schema>], value: &Value, at: &Pointer, depth: usize) {
        let fitting = parts.iter().filter(|part| self.is_one(part, value, depth + 1)).take(2).count();
        match fitting {
            _ if parts.is_empty() => {}
            0 => self.fail(at, "oneOf", "fits none of the alternatives"),
            1 => {}
            _ => self.fail(at, "oneOf", "fits more than one of the alternatives"),
        }
    }

    fn any_of(&mut self, parts: &'a [ReferenceOr<Schema>], value: &Value, at: &Pointer, depth: usize) {
        if !parts.is_empty() && !parts.iter().any(|part| self.is_one(part, value, depth + 1)) {
            self.fail(at, "anyOf", "fits none of the alternatives");
        }
    }

    fn not(&mut self, part: &'a ReferenceOr<Schema>, value: &Value, at: &Pointer, depth: usize) {
        if self.is_one(part, value, depth + 1) {
            self.fail(at, "not", "is what is excluded");
        }
    }

    /// Whether a plain value is allowed by what schemas demand.
    pub(super) fn allows(mut self, facets: &Facets<'a>, value: &Value) -> bool {
        self.own(facets, value, &Pointer::root(), 0);
        self.found.is_empty()
    }

    /// What a schema itself says.
    fn own(&mut self, facets: &Facets<'a>, value: &Value, at: &Pointer, depth: usize) {
        if let Some(kind) = facets.kind.filter(|kind| !kind.is_of(value)) {
            self.fail(at, "type", format!("expected {}", kind.name()));
            return;
        }
        if facets.listed.iter().any(|values| !values.iter().any(|one| equal(one, value))) {
            self.fail(at, "enum", "none of the listed values");
        }
        match value {
            Value::String(text) => self.text(facets, text, at),
            Value::Number(_) => self.number(facets, value, at),
            Value::Array(items) => self.list(facets, items, at, depth),
            Value::Object(members) => self.object(facets, members, at, depth),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn text(&mut self, facets: &Facets<'a>, text: &str, at: &Pointer) {
        let length = text.chars().count();
        if length < facets.min_length {
            self.fail(at, "minLength", format!("fewer than {} characters", facets.min_length));
        }
        if let Some(most) = facets.max_length.filter(|most| length > *most) {
            self.fail(at, "maxLength", format!("more than {most} characters"));
        }
        for one in &facets.patterns {
            if !pattern::matches(one, text) {
                self.fail(at, "pattern", format!("does not match the pattern {one}"));
            }
        }
        if let Some(format) = facets.format.filter(|format| !form::has_form(format, text)) {
            self.fail(at, "format", format!("not of the format {format}"));
        }
    }

    fn number(&mut self, facets: &Facets<'a>, value: &Value, at: &Pointer) {
        if let Some(limit) = facets.minimum.filter(|limit| !limit.is_below(value)) {
            self.fail(at, "minimum", format!("{} {}", if limit.is_exclusive { "not more than" } else { "less than" }, limit.value));
        }
        if let Some(limit) = facets.maximum.filter(|limit| !limit.is_above(value)) {
            self.fail(at, "maximum", format!("{} {}", if limit.is_exclusive { "not less than" } else { "more than" }, limit.value));
        }
        for factor in facets.multiples.iter().copied().filter(|factor| *factor > 0.0) {
            if !value.as_f64().is_some_and(|float| is_multiple(float, factor)) {
                self.fail(at, "multipleOf", format!("no multiple of {factor}"));
            }
        }
    }

    fn list(&mut self, facets: &Facets<'a>, items: &[Value], at: &Pointer, depth: usize) {
        if items.len() < facets.min_items {
            self.fail(at, "minItems", format!("fewer than {} items", facets.min_items));
        }
        if let Some(most) = facets.max_items.filter(|most| items.len() > *most) {
            self.fail(at, "maxItems", format!("more than {most} items"));
        }
        if facets.unique && (1..items.len()).any(|end| items.iter().take(end).any(|one| equal(one, &items[end]))) {
            self.fail(at, "uniqueItems", "an item is there twice");
        }
        for (index, item) in items.iter().enumerate() {
            match facets.item(index) {
                Some(slots) => self.inner(&slots, item, &at.push(index), depth + 1),
                None => self.fail(&at.push(index), "items", "no such item"),
            }
        }
    }

    fn object(&mut self, facets: &Facets<'a>, members: &Map<String, Value>, at: &Pointer, depth: usize) {
        if members.len() < facets.min_properties {
            self.fail(at, "minProperties", format!("fewer than {} properties", facets.min_properties));
        }
        if let Some(most) = facets.max_properties.filter(|most| members.len() > *most) {
            self.fail(at, "maxProperties", format!("more than {most} properties"));
        }
        for name in &facets.required {
            let slots = facets.properties.get(name).map(Vec::as_slice).unwrap_or_default();
            if !members.contains_key(*name) && !self.direction.leaves_out(slots) {
                self.fail(&at.push(name), "required", "is required");
            }
        }
        for (name, member) in members {
            match facets.properties.get(name.as_str()) {
                Some(slots) => self.inner(slots, member, &at.push(name), depth + 1),
                None if facets.closed.is_some() => self.fail(&at.push(name), "additionalProperties", "no such property"),
                None => self.inner(&facets.additional, member, &at.push(name), depth + 1),
            }
        }
    }
}

impl Limit {
    /// Whether a number is at least this.
    pub(super) fn is_below(&self, value: &Value) -> bool {
        match whole(value) {
            Some(integer) => integer >= self.integer,
            None => value.as_f64().is_some_and(|float| float > self.value || float == self.value && !self.is_exclusive),
        }
    }

    /// Whether a number is at most this.
    pub(super) fn is_above(&self, value: &Value) -> bool {
        match whole(value) {
            Some(integer) => integer <= self.integer,
            None => value.as_f64().is_some_and(|float| float < self.value || float == self.value && !self.is_exclusive),
        }
    }
}

fn whole(value: &Value) -> Option<i128> {
    let Value::Number(number) = value else { return None };
    number.as_u64().map(i128::from).or_else(|| integer(number).map(i128::from))
}

/// Whether a number is a multiple of another one, but for what floats cannot hold.
fn is_multiple(number: f64, factor: f64) -> bool {
    const NEGLIGIBLE: f64 = 1e-9;
    let times = number / factor;
    (times - times.round()).abs() < NEGLIGIBLE
}

/// Whether two values are the same to a schema: 1 is 1.0.
pub(super) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}
