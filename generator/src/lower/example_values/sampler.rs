//! Values that fit a schema: those that the document gives, or else made ones.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use crate::lower::example_values::check::{Check, LOOKS, equal};
use crate::lower::example_values::direction::Direction;
use crate::lower::example_values::facets::{Facets, Kind};
use crate::lower::example_values::whole::{Alternatives, Whole};
use crate::lower::example_values::{scalars, suggestions};
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::view::SchemaRef;

/// How many values are made for an example before optional objects and lists are left out wherever they stand, and the first of
/// several alternatives has to do.
const VALUES: usize = 2_000;

/// How many values are made at most: what has more of what it must have, has no example.
const MOST: usize = 20_000;

/// How many values lie in one another at most.
const DEPTH: usize = 64;

/// How many alternatives are tried.
const TRIES: usize = 24;

/// How many items a list has at most, and how many properties a map.
const ITEMS: usize = 1_000;

/// Makes one example.
pub(super) struct Sampler<'s, 'a> {
    pub definitions: &'s Definitions<'a>,
    pub direction: Direction,
    /// How many objects and lists an optional one may lie in.
    pub nesting: usize,
    /// How many values were made.
    made: Cell<usize>,
    /// How many schemas may still be looked at.
    looks: Cell<usize>,
}

/// The definitions that a value may be of, and the property that tells which.
#[derive(Clone, Copy)]
struct Subtypes<'s, 'a> {
    own: usize,
    others: &'s [usize],
    property: &'a str,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Site<'n> {
    /// Its name.
    name: &'n str,
    /// What an example of what it stands in has in its place.
    given: Option<&'n Value>,
    /// How many values of the same kind stand before it: it is another one.
    number: usize,
    /// How many objects and lists it lies in.
    depth: usize,
    /// The definitions that it lies in.
    open: &'n [usize],
    /// Whether it has only what it must have.
    is_lean: bool,
}

impl<'s, 'a> Sampler<'s, 'a> {
    pub(super) fn new(definitions: &'s Definitions<'a>, direction: Direction, nesting: usize) -> Self {
        Self { definitions, direction, nesting, made: Cell::new(0), looks: Cell::new(LOOKS) }
    }

    /// A value that fits a schema; none where there is no end to what it must have.
    pub(super) fn sample(&self, slot: SchemaRef<'a>, name: &str, given: Option<&Value>) -> Option<Value> {
        self.value(&[slot], Site { name, given, number: 0, depth: 0, open: &[], is_lean: false })
    }

    /// A value of a definition.
    pub(super) fn definition(&self, index: usize, name: &str) -> Option<Value> {
        self.of_definition(index, name, self.subtypes_of(index))
    }

    /// A value of a definition, and of none of its subtypes.
    pub(super) fn base(&self, index: usize, name: &str) -> Option<Value> {
        self.of_definition(index, name, self.subtypes_of(index).map(|base| Subtypes { others: &[], ..base }))
    }

    /// A value of a schema that is of one of its alternatives.
    pub(super) fn alternative(&self, slot: SchemaRef<'a>, part: SchemaRef<'a>, name: &str) -> Option<Value> {
        let mut whole = Whole::of(self.definitions, &[slot]);
        let choice = whole.choices.pop()?;
        whole.choose(self.definitions, &choice, part);
        self.made(&[slot], whole, Site { name, given: None, number: 0, depth: 0, open: &[], is_lean: false })
    }

    fn of_definition(&self, index: usize, name: &str, base: Option<Subtypes<'_, 'a>>) -> Option<Value> {
        let definition = self.definitions.all.get(index)?;
        let mut whole = Whole::default();
        whole.nullable = whole.add_definition(self.definitions, index);
        // Alternatives that extend it are its subtypes.
        whole.choices.retain(|choice| !choice.has_any(self.definitions, &definition.subtypes));
        self.any(&[definition.slot], whole, base, Site { name, given: None, number: 0, depth: 0, open: &[], is_lean: false })
    }

    /// A value that fits all of these.
    fn value(&self, slots: &[SchemaRef<'a>], at: Site<'_>) -> Option<Value> {
        let base = match slots {
            [SchemaRef::Reference(reference)] => self.definitions.find(reference).and_then(|index| self.subtypes_of(index)),
            _ => None,
        };
        self.any(slots, Whole::of(self.definitions, slots), base, at)
    }

    /// A value: a given one, or one of a subtype, or a made one.
    fn any(&self, slots: &[SchemaRef<'a>], whole: Whole<'a>, base: Option<Subtypes<'_, 'a>>, at: Site<'_>) -> Option<Value> {
        if at.depth > DEPTH || self.made.get() >= MOST {
            return None;
        }
        if at.number == 0
            && let Some(given) = self.given(slots, &whole, base, at)
        {
            return Some(given);
        }
        let null = whole.nullable.then_some(Value::Null);
        // The schema allows it, but no type can be read from it.
        if self.direction == Direction::None && base.is_some_and(|base| !self.can_tell(base)) {
            return null;
        }
        if whole.open.iter().any(|index| at.open.contains(index)) {
            return null;
        }
        let subtype = base.and_then(|base| self.subtype(slots, base, at));
        subtype.or_else(|| self.made(slots, whole, at)).or(null)
    }

    /// What the document gives, if it fits.
    fn given(&self, slots: &[SchemaRef<'a>], whole: &Whole<'a>, base: Option<Subtypes<'_, 'a>>, at: Site<'_>) -> Option<Value> {
        let all = whole.examples.iter().copied().chain(at.given).chain(whole.defaults.iter().copied());
        let mut all = all.filter(|value| !value.is_null());
        all.find_map(|value| {
            let value = self.without_what_is_left_out(slots, value.clone());
            let is_of_a_known_type = base.is_none_or(|base| self.is_of_a_known_type(base, &value));
            (is_of_a_known_type && self.fits(slots, &value)).then_some(value)
        })
    }

    fn fits(&self, slots: &[SchemaRef<'a>], value: &Value) -> bool {
        self.check().fits(slots, value)
    }

    fn check(&self) -> Check<'_, 'a> {
        Check::new(self.definitions, self.direction, &self.looks)
    }

    /// Whether the property that tells what a value is has a value for any of them.
    fn can_tell(&self, base: Subtypes<'_, 'a>) -> bool {
        let mut all = std::iter::once(base.own).chain(base.others.iter().copied());
        all.any(|index| self.definitions.tag_of(index, base.property).sent.is_some())
    }

    /// Whether a value has the property that tells which definition it is of, and fits that.
    fn is_of_a_known_type(&self, base: Subtypes<'_, 'a>, value: &Value) -> bool {
        let tag = value.get(base.property).map(|tag| tag.as_str().map_or_else(|| tag.to_string(), str::to_owned));
        let mut all = std::iter::once(base.own).chain(base.others.iter().copied());
        let tagged = all.find(|index| tag.is_some() && self.definitions.tag_of(*index, base.property).sent == tag);
        tagged.and_then(|index| self.definitions.all.get(index)).is_some_and(|definition| self.fits(&[definition.slot], value))
    }

    /// The subtypes of a definition, where it has some.
    fn subtypes_of(&self, index: usize) -> Option<Subtypes<'s, 'a>> {
        let definition = self.definitions.all.get(index)?;
        let property = definition.variant_discriminator()?.property_name.as_str();
        Some(Subtypes { own: index, others: &definition.subtypes, property })
    }

    /// A value of the first subtype that has any.
    fn subtype(&self, slots: &[SchemaRef<'a>], base: Subtypes<'_, 'a>, at: Site<'_>) -> Option<Value> {
        let tagged = base.others.iter().filter(|index| self.definitions.tag_of(**index, base.property).sent.is_some());
        tagged.take(TRIES).find_map(|index| {
            let mut whole = Whole::default();
            whole.add_definition(self.definitions, *index);
            let is_open = whole.open.iter().any(|index| at.open.contains(index));
            if is_open { None } else { self.made(slots, whole, at) }
        })
    }

    /// A value of no example.
    fn made(&self, slots: &[SchemaRef<'a>], mut whole: Whole<'a>, at: Site<'_>) -> Option<Value> {
        self.made.update(|made| made + 1);
        let Some(choice) = whole.choices.pop() else { return self.plain(&whole, at) };
        if choice.has_any(self.definitions, &whole.open) {
            // It is one of them already.
            return self.made(slots, whole, at);
        }
        // What is optional may make it one of two alternatives. Where there is no way out, the first value is as good as any.
        let lean = Site { is_lean: true, ..at };
        let all = self.alternatives(slots, &whole, &choice, at).chain(self.alternatives(slots, &whole, &choice, lean));
        let mut first = None;
        for value in all {
            // What takes too long to find is not looked for.
            if self.is_long() {
                return first.or(Some(value));
            }
            if self.fits(slots, &value) {
                return Some(value);
            }
            first.get_or_insert(value);
        }
        first
    }

    /// A value of each alternative that has one.
    fn alternatives(
        &self,
        slots: &[SchemaRef<'a>],
        whole: &Whole<'a>,
        choice: &Alternatives<'a>,
        at: Site<'_>,
    ) -> impl Iterator<Item = Value> {
        choice.parts.iter().take(TRIES).filter_map(move |part| {
            let mut whole = whole.clone();
            whole.choose(self.definitions, choice, *part);
            let is_open = whole.open.iter().any(|index| at.open.contains(index));
            if is_open { None } else { self.made(slots, whole, at) }
        })
    }

    fn plain(&self, whole: &Whole<'a>, at: Site<'_>) -> Option<Value> {
        let facets = &whole.facets;
        if let Some(value) = listed(facets, at.number) {
            return Some(value);
        }
        let first_that_fits = |found: Vec<Value>| {
            let fits = |value: &&Value| self.check().allows(facets, value);
            found.iter().find(fits).or(found.first()).cloned()
        };
        match facets.implied_kind() {
            Some(Kind::Object) => self.object(whole, at),
            Some(Kind::Array) => self.list(facets, at),
            Some(Kind::String) => first_that_fits(scalars::texts(facets, at.name, at.number)),
            Some(Kind::Integer) => first_that_fits(scalars::integers(facets, at.name, at.number)),
            Some(Kind::Number) => first_that_fits(scalars::numbers(facets, at.name, at.number)),
            Some(Kind::Boolean) => Some(Value::from(at.number.is_multiple_of(2))),
            Some(Kind::Null) => Some(Value::Null),
            None => Some(json!({ "key": "value" })),
        }
    }

    fn list(&self, facets: &Facets<'a>, at: Site<'_>) -> Option<Value> {
        // What has its place is there as a whole.
        let usual = facets.tuples.iter().map(|tuple| tuple.items.len()).max().unwrap_or(1);
        let wanted = if self.is_too_deep(at) { facets.min_items } else { facets.min_items.max(usual) };
        let count = wanted.min(facets.max_items.unwrap_or(usize::MAX)).min(ITEMS);
        let mut items: Vec<Value> = Vec::new();
        let given = at.given.and_then(Value::as_array);
        for number in 0..count * if facets.unique { 2 } else { 1 } {
            let given = given.and_then(|given| given.get(number));
            let site =
                Site { given, number: at.number + if given.is_some() { 0 } else { number }, depth: at.depth + 1, is_lean: false, ..at };
            let Some(slots) = facets.item(items.len()) else { break };
            let item = self.value(&slots, site);
            if item.is_none() && (!facets.tuples.is_empty() || self.made.get() >= MOST) {
                break;
            }
            items.extend(item.filter(|item| !facets.unique || !items.iter().any(|one| equal(one, item))));
            if items.len() == count {
                break;
            }
        }
        (items.len() >= facets.min_items.min(ITEMS)).then_some(Value::Array(items))
    }

    /// Whether optional objects and lists are left out here.
    fn is_too_deep(&self, at: Site<'_>) -> bool {
        at.depth >= self.nesting || self.is_long()
    }

    /// Whether so much was made that no more is than must be.
    fn is_long(&self) -> bool {
        self.made.get() >= VALUES || self.looks.get() == 0
    }

    fn object(&self, whole: &Whole<'a>, at: Site<'_>) -> Option<Value> {
        let facets = &whole.facets;
        let open: Vec<usize> = at.open.iter().chain(&whole.open).copied().collect();
        let site = |name| Site {
            name,
            given: at.given.and_then(|given| given.get(name)),
            number: at.number,
            depth: at.depth + 1,
            open: &open,
            is_lean: false,
        };
        let mut members = Map::new();
        for (name, slots) in &facets.properties {
            let is_required = facets.required.contains(name);
            let tag = whole.tags.iter().find(|(property, _)| property == name).map(|(_, tag)| tag.as_str());
            if tag.is_none() && self.direction.leaves_out(slots) || !is_required && !facets.allows_name(name) {
                continue;
            }
            let is_left_out = !is_required && tag.is_none() && (at.is_lean || self.is_too_deep(at) && self.is_composite(slots));
            let value = match tag {
                _ if is_left_out => None,
                Some(tag) => Some(self.tag(slots, tag)),
                None => self.value(slots, site(name)),
            };
            match value {
                // What may be left out and has no value is left out.
                Some(Value::Null) if !is_required => {}
                Some(value) => drop(members.insert((*name).to_owned(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        let undescribed = facets.required.iter().copied().chain(whole.tags.iter().map(|(name, _)| *name));
        for name in undescribed.filter(|name| !facets.properties.contains_key(name)) {
            let tag = whole.tags.iter().find(|(property, _)| *property == name).map(|(_, tag)| Value::from(tag.as_str()));
            let value = tag.map_or_else(|| self.unnamed(facets, site(name)), Some)?;
            members.insert(name.to_owned(), value);
        }
        self.fill(facets, &mut members, &open, at)?;
        facets.limit(&mut members);
        Some(Value::Object(members))
    }

    /// Adds properties that no schema names, as many as must be, and one to a map.
    fn fill(&self, facets: &Facets<'a>, members: &mut Map<String, Value>, open: &[usize], at: Site<'_>) -> Option<()> {
        let is_map = facets.properties.is_empty() && !facets.additional.is_empty() && facets.required.is_empty();
        let least = facets.min_properties.max(usize::from(is_map && !self.is_too_deep(at))).min(ITEMS);
        let given = at.given.and_then(Value::as_object).filter(|_| is_map);
        let keys = given.into_iter().flat_map(Map::keys).cloned().chain((1..=least).map(|number| match number {
            1 => "key".to_owned(),
            number => format!("key{number}"),
        }));
        for key in keys {
            if members.len() >= least || facets.closed.is_some() {
                break;
            }
            let given = given.and_then(|given| given.get(&key));
            let site = Site { name: &key, given, number: at.number, depth: at.depth + 1, open, is_lean: false };
            match self.unnamed(facets, site) {
                Some(value) => drop(members.insert(key.clone(), value)),
                None if facets.min_properties > 0 => return None,
                None => {}
            }
        }
        Some(())
    }

    /// The value of a property that no schema names.
    fn unnamed(&self, facets: &Facets<'a>, site: Site<'_>) -> Option<Value> {
        if facets.additional.is_empty() { Some(Value::from(suggestions::text(site.name))) } else { self.value(&facets.additional, site) }
    }

    /// The value of a property that tells what an object is, as JSON.
    fn tag(&self, slots: &[SchemaRef<'a>], tag: &str) -> Value {
        let text = Value::from(tag);
        let read = || serde_json::from_str(tag).ok().filter(|value| self.fits(slots, value));
        if self.fits(slots, &text) { text } else { read().unwrap_or(text) }
    }

    /// Whether values are objects, or lists or maps of some.
    fn is_composite(&self, slots: &[SchemaRef<'a>]) -> bool {
        let whole = Whole::of(self.definitions, slots);
        let parts = whole.choices.iter().flat_map(|choice| &choice.parts);
        match whole.facets.implied_kind() {
            Some(Kind::Object) => true,
            Some(Kind::Array) => {
                let items = &whole.facets.items;
                !whole.facets.tuples.is_empty() || !items.is_empty() && self.is_composite(items)
            }
            Some(_) => false,
            None => parts.into_iter().any(|part| Whole::of(self.definitions, &[*part]).facets.implied_kind() == Some(Kind::Object)),
        }
    }

    /// A value without the properties that do not go this way.
    fn without_what_is_left_out(&self, slots: &[SchemaRef<'a>], mut value: Value) -> Value {
        let (Value::Object(_) | Value::Array(_)) = value else { return value };
        let facets = Whole::of(self.definitions, slots).facets;
        match &mut value {
            Value::Object(members) => {
                members.retain(|name, _| !facets.properties.get(name.as_str()).is_some_and(|slots| self.direction.leaves_out(slots)));
                for (name, member) in members {
                    let slots = facets.properties.get(name.as_str()).unwrap_or(&facets.additional);
                    *member = self.without_what_is_left_out(slots, member.take());
                }
            }
            Value::Array(items) => items.iter_mut().enumerate().for_each(|(at, item)| {
                *item = self.without_what_is_left_out(&facets.item(at).unwrap_or_default(), item.take());
            }),
            _ => {}
        }
        value
    }
}

/// One of the values that all lists have.
fn listed(facets: &Facets<'_>, number: usize) -> Option<Value> {
    let (first, others) = facets.listed.split_first()?;
    let in_all = |value: &&Value| others.iter().all(|values| values.iter().any(|one| equal(one, value)));
    let found: Vec<&Value> = first.iter().filter(in_all).collect();
    found.get(number % found.len().max(1)).or(first.first().as_ref()).map(|value| (*value).clone())
}
