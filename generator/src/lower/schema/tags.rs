//! The values by which a property tells definitions apart. They are of the property's own type, whatever that is.

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};

use crate::hints::values::DiscriminatorValue;
use crate::ir;
use crate::lower::schema::definitions::{Definitions, alternatives};
use crate::lower::schema::view::{Object, SchemaRef, SchemaView, ViewKind, only_value};
use crate::scalar::number;

/// How many references and compositions are followed, one after the other.
const DEPTH: usize = 16;

/// The value of a discriminator that belongs to a definition, as text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lower) struct Tag {
    /// The one that is sent. None where the definition has none that the property can hold.
    pub sent: Option<String>,
    /// Those that choose the definition when they are read.
    pub read: Vec<String>,
}

/// What a discriminator can hold.
enum TagKind {
    Text,
    /// Text of a certain form, and what that is.
    Form(fn(&str) -> bool, &'static str),
    Integer(ir::Type),
    Number,
    Boolean,
    Strings(Vec<String>),
    Integers(Vec<i64>),
    /// Nothing that a definition could have as its value.
    Other,
}

impl<'a> Definitions<'a> {
    /// The value by which a definition is distinguished.
    pub(in crate::lower) fn tag_of(&self, index: usize, property: &str) -> Tag {
        let definition = &self.all[index];
        let (kind, is_closed) = self.tag_kind(definition.slot, property);
        let hinted = match definition.slot {
            SchemaRef::Inline(schema) => self.hints_of(schema).discriminator_value.is_some(),
            SchemaRef::Reference(_) => false,
        };
        // What a hint declares need not be listed, where other values are expected as well.
        let is_declared = hinted && !is_closed;
        let declared = self.declared_tag(index, property);
        let given = declared.unwrap_or_else(|| DiscriminatorValue::of_text(self.tag_name_of(index).to_owned()));
        let sent = kind.value(&given, is_declared);
        let mut read: Vec<String> = sent.iter().cloned().collect();
        // Servers that take the definition's name for its value, as Swagger says, are understood too.
        if matches!(kind, TagKind::Strings(_) | TagKind::Form(..) | TagKind::Other) && !read.contains(&given.text) {
            read.push(given.text);
        }
        Tag { sent, read }
    }

    /// The same for one of the alternatives beside the properties of an object, which may have the property.
    pub(super) fn tag_beside_properties(&self, whole: SchemaRef<'a>, index: usize, property: &str) -> Tag {
        if self.property_of(self.all[index].slot, property, 0).is_some() {
            return self.tag_of(index, property);
        }
        let (kind, is_closed) = self.tag_kind(whole, property);
        let declared = self.declared_tag(index, property);
        let is_declared = declared.is_some() && !is_closed;
        let given = declared.unwrap_or_else(|| DiscriminatorValue::of_text(self.tag_name_of(index).to_owned()));
        let sent = kind.value(&given, is_declared);
        Tag { read: sent.iter().cloned().collect(), sent }
    }

    /// The value that a definition itself says it has.
    fn declared_tag(&self, index: usize, property: &str) -> Option<DiscriminatorValue> {
        let SchemaRef::Inline(schema) = self.all[index].slot else {
            return None;
        };
        let hinted = self.hints_of(schema).discriminator_value.clone();
        hinted.or_else(|| self.only_text(schema, property).map(DiscriminatorValue::of_text))
    }

    /// The value by which a discriminator tells a definition apart: what it maps to the definition, before its name.
    pub(in crate::lower) fn tag_under(&self, index: usize, discriminator: &Discriminator) -> Tag {
        let property = discriminator.property_name.as_str();
        let mapped = |to: usize| {
            let values = discriminator.mapping.iter().filter(move |(_, target)| self.find(target) == Some(to));
            values.map(|(value, _)| value.clone()).collect::<Vec<_>>()
        };
        let own = self.tag_of(index, property);
        let mut read = mapped(index);
        // A union that chooses it says its value as well.
        let choosing = self.all[index].chosen.iter().filter(|choosing| choosing.property == property && !choosing.is_default);
        read.extend(choosing.filter_map(|choosing| choosing.value.clone()).filter(|value| !discriminator.mapping.contains_key(value)));
        let mut sent = read.iter().find_map(|value| self.mapped_tag(index, property, value));
        // What extends a mapped definition with another discriminator is reached through it.
        if sent.is_none() && !discriminator.mapping.is_empty() && self.declared_tag(index, property).is_none() {
            let through = self.ancestors(index).into_iter().filter(|parent| self.has_another_discriminator(*parent, property));
            sent = through.flat_map(mapped).find_map(|value| self.mapped_tag(index, property, &value));
        }
        read.extend(own.read.into_iter().filter(|name| !discriminator.mapping.contains_key(name)));
        let mut once = Vec::with_capacity(read.len());
        read.into_iter().for_each(|value| {
            if !once.contains(&value) {
                once.push(value);
            }
        });
        Tag { sent: sent.or(own.sent), read: once }
    }

    /// Whether a definition has subtypes that another property tells apart.
    fn has_another_discriminator(&self, index: usize, property: &str) -> bool {
        self.all[index].discriminator().is_some_and(|own| own.property_name != property)
    }

    /// What a definition extends, the nearest first.
    pub(in crate::lower) fn ancestors(&self, index: usize) -> Vec<usize> {
        let mut found = self.parents(self.all[index].slot);
        let mut next = 0;
        while let Some(one) = found.get(next).copied() {
            next += 1;
            for parent in self.parents(self.all[one].slot) {
                if parent != index && !found.contains(&parent) {
                    found.push(parent);
                }
            }
        }
        found
    }

    /// The name that stands for a definition where nothing else does.
    fn tag_name_of(&self, index: usize) -> &'a str {
        let definition = &self.all[index];
        let first_form = match definition.slot {
            SchemaRef::Inline(schema) => self.hints_of(schema).first_form.as_deref(),
            SchemaRef::Reference(_) => None,
        };
        first_form.unwrap_or(definition.name)
    }

    /// A value that the document maps to a definition, where the property can hold it.
    pub(in crate::lower) fn mapped_tag(&self, index: usize, property: &str, value: &str) -> Option<String> {
        let (kind, is_closed) = self.tag_kind(self.all[index].slot, property);
        kind.value(&DiscriminatorValue::of_text(value.to_owned()), !is_closed)
    }

    /// The same for one of the alternatives beside the properties of an object.
    pub(super) fn mapped_tag_beside(&self, whole: SchemaRef<'a>, index: usize, property: &str, value: &str) -> Option<String> {
        if self.property_of(self.all[index].slot, property, 0).is_some() {
            return self.mapped_tag(index, property, value);
        }
        let (kind, is_closed) = self.tag_kind(whole, property);
        kind.value(&DiscriminatorValue::of_text(value.to_owned()), !is_closed)
    }

    /// The values that the property of a definition lists.
    pub(in crate::lower) fn listed_tags(&self, index: usize, property: &str) -> Vec<String> {
        match self.tag_kind(self.all[index].slot, property).0 {
            TagKind::Strings(values) => values,
            TagKind::Integers(values) => values.iter().map(i64::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// What the property of a definition can hold, in words.
    pub(in crate::lower) fn tag_name(&self, definition: SchemaRef<'a>, property: &str) -> &'static str {
        self.tag_kind(definition, property).0.name()
    }

    /// What the property of a definition can hold, its own or one that it inherits, and whether that is all there will be.
    fn tag_kind(&self, definition: SchemaRef<'a>, property: &str) -> (TagKind, bool) {
        let schema = self.property_of(definition, property, 0).and_then(|slot| self.resolved(slot, 0));
        schema.map_or((TagKind::Text, false), |schema| (kind_of(schema), self.hints_of(schema).values.open == Some(false)))
    }

    /// The required property of which each alternative allows one boolean, no two the same, with these values in the order of the
    /// alternatives. Unlike strings and integers, a boolean has no type of its own that could choose between them.
    pub(in crate::lower) fn distinct_flag(&self, alternatives: &[SchemaRef<'a>]) -> Option<(String, Vec<String>)> {
        let (first, _) = alternatives.split_first()?;
        let mut names = Vec::new();
        self.required_of(*first, &mut names, 0);
        names.into_iter().find_map(|name| {
            let mut values = Vec::with_capacity(alternatives.len());
            for slot in alternatives {
                let mut required = Vec::new();
                self.required_of(*slot, &mut required, 0);
                let schema = self.resolved(self.property_of(*slot, name, 0)?, 0)?;
                let value = only_value(schema)
                    .filter(|value| matches!(kind_of(schema), TagKind::Boolean) && required.contains(&name) && !values.contains(value))?;
                values.push(value);
            }
            (values.len() > 1).then(|| (name.to_owned(), values))
        })
    }

    /// The properties that an object requires, its own and those that it inherits.
    pub(super) fn required_of(&self, slot: SchemaRef<'a>, names: &mut Vec<&'a str>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let schema = match slot {
            SchemaRef::Reference(reference) => {
                let Some(index) = self.find(reference) else { return };
                return self.required_of(self.all[index].slot, names, depth + 1);
            }
            SchemaRef::Inline(schema) => schema,
        };
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) => names.extend(object.required.iter().map(String::as_str)),
            ViewKind::AllOf(parts, object) => {
                names.extend(object.iter().flat_map(|object| object.required).map(String::as_str));
                parts.iter().for_each(|part| self.required_of(part.into(), names, depth + 1));
            }
            _ => {}
        }
    }

    /// The property of an object. One that a later part of an `allOf` has replaces that of an earlier one.
    pub(super) fn property_of(&self, slot: SchemaRef<'a>, name: &str, depth: usize) -> Option<SchemaRef<'a>> {
        if depth > DEPTH {
            return None;
        }
        let schema = match slot {
            SchemaRef::Reference(reference) => {
                return self.property_of(self.all[self.find(reference)?].slot, name, depth + 1);
            }
            SchemaRef::Inline(schema) => schema,
        };
        let own = |object: &Object<'a>| object.properties?.get(name).map(SchemaRef::from);
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) => own(&object),
            ViewKind::AllOf(parts, object) => {
                object.as_ref().and_then(own).or_else(|| parts.iter().rev().find_map(|part| self.property_of(part.into(), name, depth + 1)))
            }
            _ => None,
        }
    }

    /// The schema behind references and compositions of one part.
    pub(in crate::lower) fn resolved(&self, slot: SchemaRef<'a>, depth: usize) -> Option<&'a Schema> {
        if depth > DEPTH {
            return None;
        }
        let schema = match slot {
            SchemaRef::Reference(reference) => {
                return self.resolved(self.all[self.find(reference)?].slot, depth + 1);
            }
            SchemaRef::Inline(schema) => schema,
        };
        match self.only_part(&SchemaView::of(schema).kind) {
            Some(one) => self.resolved(one, depth + 1),
            None => Some(schema),
        }
    }

    /// The only text that a schema itself allows for a property.
    fn only_text(&self, schema: &'a Schema, property: &str) -> Option<String> {
        let own = |object: &Object<'a>| {
            let schema = self.resolved(SchemaRef::from(object.properties?.get(property)?), 0)?;
            only_value(schema)
        };
        match SchemaView::of(schema).kind {
            ViewKind::Object(object) => own(&object),
            ViewKind::AllOf(parts, object) => {
                let inherited = || parts.iter().filter_map(ReferenceOr::as_item).find_map(|part| self.only_text(part, property));
                object.as_ref().and_then(own).or_else(inherited)
            }
            _ => None,
        }
    }
}

fn kind_of(schema: &Schema) -> TagKind {
    match SchemaView::of(schema).kind {
        ViewKind::Any => TagKind::Text,
        ViewKind::StringEnum(values) => TagKind::Strings(values.strings()),
        ViewKind::IntegerEnum(values) => TagKind::Integers(values.integers()),
        ViewKind::Scalar(ty) => kind_of_scalar(schema, ty),
        // A union of a string and others takes a string.
        ViewKind::OneOf(parts) => {
            let is_string = |slot: &SchemaRef<'_>| match slot {
                SchemaRef::Inline(part) => matches!(kind_of(part), TagKind::Text),
                SchemaRef::Reference(_) => false,
            };
            if alternatives(parts).iter().any(is_string) { TagKind::Text } else { TagKind::Other }
        }
        ViewKind::List(_) | ViewKind::Object(_) | ViewKind::AllOf(..) => TagKind::Other,
    }
}

fn kind_of_scalar(schema: &Schema, ty: ir::Type) -> TagKind {
    match ty {
        ir::Type::String if is_uuid(schema) => TagKind::Form(looks_like_uuid, "a UUID"),
        ir::Type::String | ir::Type::Secret | ir::Type::File => TagKind::Text,
        ir::Type::Bool => TagKind::Boolean,
        ir::Type::F32 | ir::Type::F64 => TagKind::Number,
        ir::Type::I32 | ir::Type::I64 | ir::Type::U32 | ir::Type::U64 => TagKind::Integer(ty),
        ir::Type::Date => TagKind::Form(looks_like_date, "a date"),
        ir::Type::Timestamp => TagKind::Form(looks_like_moment, "a date and time"),
        ir::Type::HttpDate => TagKind::Form(|text| text.ends_with(" GMT"), "a date and time"),
        ir::Type::Duration => TagKind::Form(|text| text.trim_start_matches(['-', '+']).starts_with('P'), "a duration"),
        _ => TagKind::Other,
    }
}

impl TagKind {
    /// The value as text, when it is one of this kind. One that is declared need not be listed.
    fn value(&self, given: &DiscriminatorValue, is_declared: bool) -> Option<String> {
        let text = &given.text;
        match self {
            Self::Text => Some(text.clone()),
            Self::Form(is_one, _) => Some(text.clone()).filter(|text| is_one(text)),
            Self::Integer(ty) => given.integer().filter(|number| fits(ty, *number)).map(|number| number.to_string()),
            Self::Number => given.number(),
            Self::Boolean => text.to_ascii_lowercase().parse().ok().map(|flag: bool| flag.to_string()),
            Self::Strings(values) => listed(values, text).or_else(|| Some(text.clone()).filter(|_| is_declared)),
            Self::Integers(values) => {
                given.integer().filter(|number| is_declared || values.contains(number)).map(|number| number.to_string())
            }
            Self::Other => None,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text | Self::Strings(_) => "one of several strings",
            Self::Form(_, name) => name,
            Self::Integer(_) => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Integers(_) => "one of several integers",
            Self::Other => "neither a string, a number nor a boolean",
        }
    }
}

/// The listed value that a string is; one that is only written otherwise (`bigCircle`, `BIG_CIRCLE`) where that is the only such one.
fn listed(values: &[String], text: &str) -> Option<String> {
    if values.iter().any(|value| value == text) {
        return Some(text.to_owned());
    }
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let wanted = letters(text);
    let mut same = values.iter().filter(|value| letters(value) == wanted);
    same.next().filter(|_| same.next().is_none()).cloned()
}

impl DiscriminatorValue {
    /// The integer that it is.
    fn integer(&self) -> Option<i64> {
        number::integer(&serde_json::from_str(self.json.trim()).ok()?)
    }

    /// The number that it is, as JSON has it: an integer without a fraction.
    fn number(&self) -> Option<String> {
        let number: serde_json::Number = serde_json::from_str(self.json.trim()).ok()?;
        Some(number::integer(&number).map_or_else(|| number.to_string(), |integer| integer.to_string()))
    }
}

fn fits(ty: &ir::Type, number: i64) -> bool {
    match ty {
        ir::Type::I32 => i32::try_from(number).is_ok(),
        ir::Type::U32 => u32::try_from(number).is_ok(),
        ir::Type::U64 => number >= 0,
        _ => true,
    }
}

fn is_uuid(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            matches!(&string.format, VariantOrUnknownOrEmpty::Unknown(format) if ["uuid", "guid"].contains(&format.to_ascii_lowercase().as_str()))
        }
        _ => false,
    }
}

pub(in crate::lower) fn looks_like_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn looks_like_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([4, 2, 2]) && groups.concat().bytes().all(|byte| byte.is_ascii_digit())
}

fn looks_like_moment(text: &str) -> bool {
    text.get(..10).is_some_and(looks_like_date) && text.get(10..11).is_some_and(|mark| mark.eq_ignore_ascii_case("t") || mark == " ")
}
