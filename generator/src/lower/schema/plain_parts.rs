//! `allOf` of schemas that are no objects: all of them hold, so that where they are of one type, that is the type.

use std::cmp::Reverse;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::ir;
use crate::lower::schema::definitions::{Definitions, alternatives, is_described};
use crate::lower::schema::listed_values::ListedValues;
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, inline, is_by_bounds};

/// How many schemas are looked at to tell what one is.
const LOOKS: usize = 64;

/// What kind of values a part allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Any,
    /// An object of which no property is described: what it requires holds for the objects that other parts describe.
    BareObject,
    Object,
    Union,
    List,
    Boolean,
    String,
    Integer,
    Number,
}

/// A part, and how much it says.
struct Part<'a> {
    slot: SchemaRef<'a>,
    kind: ValueKind,
    detail: Detail,
    /// Whether the kind is a conclusion of bounds: where another part has a type, they have no effect.
    by_bounds: bool,
}

/// How much a part says beyond the kind of its values, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Nothing,
    /// A format, or the type of items.
    Type,
    /// So many values: the fewer, the more is said.
    Values(Reverse<usize>),
}

impl<'a> Definitions<'a> {
    /// The one part of an `allOf` that says what the others do, where no part is an object. None of them where they contradict
    /// one another; all of them where there is an object.
    pub(super) fn strongest(&self, parts: Vec<SchemaRef<'a>>) -> Vec<SchemaRef<'a>> {
        if parts.len() < 2 {
            return parts;
        }
        let mut looks = LOOKS;
        let all: Vec<Part<'a>> = parts.iter().map(|slot| self.part(*slot, &mut looks)).collect();
        if looks == 0 || all.iter().any(|part| part.kind == ValueKind::Object) {
            return parts;
        }
        let kinds = [ValueKind::List, ValueKind::Boolean, ValueKind::String, ValueKind::Integer, ValueKind::Number];
        let is_stated = |part: &&Part<'_>| kinds.contains(&part.kind) && !part.by_bounds;
        let any_stated = all.iter().any(|part| is_stated(&part));
        let has = |kind| all.iter().any(|part| part.kind == kind && !(any_stated && part.by_bounds));
        // Every integer is a number.
        let mut found: Vec<ValueKind> = kinds.into_iter().filter(|kind| has(*kind)).collect();
        found.retain(|kind| *kind != ValueKind::Number || !has(ValueKind::Integer));
        let kind = match found.as_slice() {
            // Each of several unions of objects says something of the object.
            [] if self.unions_of_objects(&all) > 1 => return parts,
            [] if has(ValueKind::Union) => ValueKind::Union,
            [] if has(ValueKind::BareObject) => return parts,
            [] => ValueKind::Any,
            [one] => *one,
            _ => return Vec::new(),
        };
        let strength = |part: &Part<'_>| {
            let is_reference = matches!(part.slot, SchemaRef::Reference(_));
            let lists = matches!(part.detail, Detail::Values(_));
            // What several places can share comes before a list of values that is only shorter.
            if lists { (2, is_reference, part.detail) } else { (u8::from(part.detail == Detail::Type), is_reference, Detail::Nothing) }
        };
        // The last of equal ones is found: from behind, that is the first.
        let strongest = all.iter().rev().filter(|part| part.kind == kind).max_by_key(|part| strength(part));
        strongest.map(|part| part.slot).into_iter().collect()
    }

    /// How many parts are unions of objects alone.
    fn unions_of_objects(&self, parts: &[Part<'a>]) -> usize {
        let is_one = |part: &&Part<'a>| {
            let schema = Some(part).filter(|part| part.kind == ValueKind::Union).and_then(|part| self.resolved(part.slot, 0));
            match schema.map(|schema| SchemaView::of(schema).kind) {
                Some(ViewKind::OneOf(parts)) => alternatives(parts).into_iter().all(|one| self.is_object(one)),
                _ => false,
            }
        };
        parts.iter().filter(is_one).count()
    }

    /// Whether the parts of an `allOf` are no objects, and of types that exclude one another.
    pub(in crate::lower) fn is_contradiction(&self, parts: &'a [ReferenceOr<Schema>]) -> bool {
        self.parts_with_content(parts).len() > 1 && self.significant_parts(parts).is_empty()
    }

    /// Whether a part of an `allOf` says nothing of the type that the whole comes down to.
    pub(in crate::lower) fn is_part_lost(&self, parts: &'a [ReferenceOr<Schema>]) -> bool {
        if self.with_effect(parts).len() < parts.len() {
            return true;
        }
        let all = self.parts_with_content(parts);
        let [one] = self.strongest(all.clone())[..] else { return false };
        // What it requires of alternatives is no matter of their type.
        self.kind(one) == ValueKind::Union && all.into_iter().any(|part| self.kind(part) == ValueKind::BareObject)
    }

    /// Whether the one part of an `allOf` that is taken lists a value that another part does not allow.
    pub(in crate::lower) fn is_list_widened(&self, parts: &'a [ReferenceOr<Schema>]) -> bool {
        let all = self.parts_with_content(parts);
        let [one] = self.strongest(all.clone())[..] else { return false };
        let Some(taken) = self.listed_by(one) else { return false };
        let mut others = all.into_iter().filter_map(|part| self.listed_by(part));
        others.any(|other| taken.iter().any(|value| !other.contains(value)))
    }

    /// The values that a schema lists, as text.
    fn listed_by(&self, slot: SchemaRef<'a>) -> Option<Vec<String>> {
        match SchemaView::of(self.resolved(slot, 0)?).kind {
            ViewKind::StringEnum(values) => Some(values.strings()),
            ViewKind::IntegerEnum(values) => Some(values.integers().iter().map(i64::to_string).collect()),
            _ => None,
        }
    }

    /// The parts of an `allOf` without those that say nothing of the type of the whole: bounds of another type, and what is required
    /// of objects where there is none.
    pub(in crate::lower) fn with_effect(&self, parts: &'a [ReferenceOr<Schema>]) -> Vec<SchemaRef<'a>> {
        let all = parts.iter().map(SchemaRef::from);
        let is_vague = |slot: &SchemaRef<'a>| match inline(Some(*slot)) {
            Some(schema) => is_by_bounds(schema) || self.kind(*slot) == ValueKind::BareObject,
            None => false,
        };
        if !all.clone().any(|slot| is_vague(&slot)) {
            return all.collect();
        }
        let [one] = self.significant_parts(parts)[..] else { return all.collect() };
        let chosen = self.kind(one);
        let is_kept = |slot: &SchemaRef<'a>| match self.kind(*slot) {
            ValueKind::BareObject => matches!(chosen, ValueKind::BareObject | ValueKind::Object | ValueKind::Union),
            kind => kind == chosen || !is_vague(slot),
        };
        all.filter(is_kept).collect()
    }

    fn kind(&self, slot: SchemaRef<'a>) -> ValueKind {
        self.part(slot, &mut { LOOKS }).kind
    }

    /// Whether a schema is an object, behind references and `allOf`.
    pub(in crate::lower) fn is_object(&self, slot: SchemaRef<'a>) -> bool {
        matches!(self.part(slot, &mut { LOOKS }).kind, ValueKind::Object | ValueKind::BareObject)
    }

    fn part(&self, slot: SchemaRef<'a>, looks: &mut usize) -> Part<'a> {
        let part = |kind, detail| Part { slot, kind, detail, by_bounds: false };
        let Some(left) = looks.checked_sub(1).filter(|left| *left > 0) else {
            *looks = 0;
            return part(ValueKind::Object, Detail::Nothing);
        };
        *looks = left;
        let schema = match slot {
            SchemaRef::Reference(reference) => {
                let target = self.find(reference).and_then(|index| self.all.get(index));
                let target = target.map(|definition| self.part(definition.slot, looks));
                return target.map_or(part(ValueKind::Any, Detail::Nothing), |target| Part { slot, ..target });
            }
            SchemaRef::Inline(schema) => schema,
        };
        let found = match SchemaView::of(schema).kind {
            ViewKind::Any => part(ValueKind::Any, Detail::Nothing),
            ViewKind::Object(object) if is_bare(&object) && schema.schema_data.discriminator.is_none() => {
                part(ValueKind::BareObject, Detail::Nothing)
            }
            ViewKind::Object(_) | ViewKind::AllOf(_, Some(_)) => part(ValueKind::Object, Detail::Nothing),
            ViewKind::OneOf(_) => part(ValueKind::Union, Detail::Nothing),
            ViewKind::List(items) => part(ValueKind::List, if items.is_some() { Detail::Type } else { Detail::Nothing }),
            ViewKind::StringEnum(values) => part(ValueKind::String, listed(values.strings().len())),
            ViewKind::IntegerEnum(values) => part(ValueKind::Integer, listed(integers(values))),
            ViewKind::Scalar(ty) => scalar(&ty).map_or(part(ValueKind::String, Detail::Type), |(kind, detail)| part(kind, detail)),
            ViewKind::AllOf(parts, None) => self.whole(slot, parts, looks),
        };
        Part { by_bounds: found.by_bounds || is_by_bounds(schema), ..found }
    }

    /// What the parts of an `allOf` inside another are together.
    fn whole(&self, slot: SchemaRef<'a>, parts: &'a [ReferenceOr<Schema>], looks: &mut usize) -> Part<'a> {
        let mut whole = Part { slot, kind: ValueKind::Any, detail: Detail::Nothing, by_bounds: false };
        for one in parts {
            let part = self.part(one.into(), looks);
            if part.kind == ValueKind::Object {
                return Part { slot, ..part };
            }
            let says_little = |kind| matches!(kind, ValueKind::Any | ValueKind::BareObject);
            let is_more = !says_little(part.kind) && part.kind != ValueKind::Union && part.detail >= whole.detail;
            if is_more || says_little(whole.kind) && part.kind != ValueKind::Any {
                whole = Part { slot, ..part };
            }
        }
        whole
    }
}

/// Whether nothing is said of any property of an object.
fn is_bare(object: &Object<'_>) -> bool {
    !is_described(object) && !matches!(object.additional, Some(AdditionalProperties::Schema(_)))
}

fn listed(values: usize) -> Detail {
    Detail::Values(Reverse(values))
}

fn integers(values: ListedValues<'_>) -> usize {
    values.integers().len()
}

/// What a plain type is; none for strings of a format.
fn scalar(ty: &ir::Type) -> Option<(ValueKind, Detail)> {
    Some(match ty {
        ir::Type::Bool => (ValueKind::Boolean, Detail::Nothing),
        ir::Type::I64 => (ValueKind::Integer, Detail::Nothing),
        ir::Type::I32 | ir::Type::U32 | ir::Type::U64 | ir::Type::UnixTime => (ValueKind::Integer, Detail::Type),
        ir::Type::F32 | ir::Type::F64 => (ValueKind::Number, Detail::Nothing),
        ir::Type::JsonNumber => (ValueKind::Number, Detail::Type),
        ir::Type::String => (ValueKind::String, Detail::Nothing),
        _ => return None,
    })
}
