//! What schemas demand of a value: one alone, or several at once.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, IntegerType, NumberType, ReferenceOr, Schema, SchemaKind, Type};
use serde_json::{Map, Number, Value};

use crate::lower::schema::formats::format;
use crate::lower::schema::tuples::Tuple;
use crate::lower::schema::view::{SchemaRef, is_integer_format};
use crate::scalar::number::integer;

/// What kind of JSON a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// A limit of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub value: f64,
    /// Whether it is none of the numbers itself.
    pub is_exclusive: bool,
    /// The outermost integer within.
    pub integer: i128,
}

/// What schemas demand of a value, without what they compose.
#[derive(Debug, Clone, Default)]
pub(super) struct Facets<'a> {
    /// None: any.
    pub kind: Option<Kind>,
    /// The values that are listed; each list holds.
    pub listed: Vec<Vec<Value>>,
    pub format: Option<&'a str>,
    pub patterns: Vec<&'a str>,
    pub min_length: usize,
    pub max_length: Option<usize>,
    pub minimum: Option<Limit>,
    pub maximum: Option<Limit>,
    pub multiples: Vec<f64>,
    pub items: Vec<SchemaRef<'a>>,
    /// The lists whose first items have schemas of their own.
    pub tuples: Vec<Tuple<'a>>,
    pub min_items: usize,
    pub max_items: Option<usize>,
    pub unique: bool,
    /// The schemas of each property.
    pub properties: IndexMap<&'a str, Vec<SchemaRef<'a>>>,
    pub required: Vec<&'a str>,
    /// The schemas of properties that are not named.
    pub additional: Vec<SchemaRef<'a>>,
    /// The only properties that there may be, where no others are allowed.
    pub closed: Option<Vec<&'a str>>,
    pub min_properties: usize,
    pub max_properties: Option<usize>,
}

impl<'a> Facets<'a> {
    /// What a schema itself demands.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut found = Self { format: format(schema), ..Self::default() };
        match &schema.schema_kind {
            SchemaKind::Type(ty) => found.add_type(ty),
            SchemaKind::Any(any) => found.add_any(any),
            SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => {}
        }
        if found.kind == Some(Kind::Number) && found.format.is_some_and(is_integer_format) {
            found.kind = Some(Kind::Integer);
        }
        if let Some(tuple) = Tuple::of(schema) {
            found.items.clear();
            found.tuples.push(tuple);
        }
        found.add_range();
        found
    }

    fn add_type(&mut self, ty: &'a Type) {
        match ty {
            Type::String(text) => {
                self.kind = Some(Kind::String);
                self.list(text.enumeration.iter().flatten().map(|text| Value::from(text.as_str())));
                self.patterns.extend(text.pattern.as_deref());
                self.min_length = text.min_length.unwrap_or_default();
                self.max_length = text.max_length;
            }
            Type::Number(number) => self.add_number(number),
            Type::Integer(number) => self.add_integer(number),
            Type::Boolean(boolean) => {
                self.kind = Some(Kind::Boolean);
                self.list(boolean.enumeration.iter().flatten().map(|flag| Value::from(*flag)));
            }
            Type::Array(array) => {
                self.kind = Some(Kind::Array);
                self.items.extend(array.items.as_ref().map(SchemaRef::from));
                self.min_items = array.min_items.unwrap_or_default();
                self.max_items = array.max_items;
                self.unique = array.unique_items;
            }
            Type::Object(object) => {
                self.kind = Some(Kind::Object);
                self.min_properties = object.min_properties.unwrap_or_default();
                self.max_properties = object.max_properties;
                self.add_properties(&object.properties, &object.required, object.additional_properties.as_ref());
            }
        }
    }

    fn add_number(&mut self, number: &NumberType) {
        self.kind = Some(Kind::Number);
        self.list(number.enumeration.iter().flatten().map(|number| as_written(*number)));
        self.minimum = number.minimum.map(|limit| Limit::least(limit, number.exclusive_minimum));
        self.maximum = number.maximum.map(|limit| Limit::most(limit, number.exclusive_maximum));
        self.multiples.extend(number.multiple_of);
    }

    fn add_integer(&mut self, number: &IntegerType) {
        self.kind = Some(Kind::Integer);
        self.list(number.enumeration.iter().flatten().map(|number| Value::from(*number)));
        // Exact, whatever the float of it is.
        let limit = |value: i64, is_exclusive: bool, inwards: i128| Limit {
            value: value as f64,
            is_exclusive,
            integer: i128::from(value) + if is_exclusive { inwards } else { 0 },
        };
        self.minimum = number.minimum.map(|value| limit(value, number.exclusive_minimum, 1));
        self.maximum = number.maximum.map(|value| limit(value, number.exclusive_maximum, -1));
        self.multiples.extend(number.multiple_of.map(|factor| factor as f64));
    }

    fn add_any(&mut self, any: &'a AnySchema) {
        self.kind = any.typ.as_deref().and_then(Kind::parse);
        self.list(any.enumeration.iter().filter(|value| !value.is_null()).cloned());
        self.patterns.extend(any.pattern.as_deref());
        self.min_length = any.min_length.unwrap_or_default();
        self.max_length = any.max_length;
        self.minimum = any.minimum.map(|limit| Limit::least(limit, any.exclusive_minimum == Some(true)));
        self.maximum = any.maximum.map(|limit| Limit::most(limit, any.exclusive_maximum == Some(true)));
        self.multiples.extend(any.multiple_of);
        self.items.extend(any.items.as_ref().map(SchemaRef::from));
        self.min_items = any.min_items.unwrap_or_default();
        self.max_items = any.max_items;
        self.unique = any.unique_items == Some(true);
        self.min_properties = any.min_properties.unwrap_or_default();
        self.max_properties = any.max_properties;
        self.add_properties(&any.properties, &any.required, any.additional_properties.as_ref());
    }

    fn add_properties(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
    ) {
        self.properties.extend(properties.iter().map(|(name, schema)| (name.as_str(), vec![SchemaRef::from(schema)])));
        self.required.extend(required.iter().map(String::as_str));
        match additional {
            Some(AdditionalProperties::Any(false)) => self.closed = Some(properties.keys().map(String::as_str).collect()),
            Some(AdditionalProperties::Schema(schema)) => self.additional.push((&**schema).into()),
            Some(AdditionalProperties::Any(true)) | None => {}
        }
    }

    fn list(&mut self, values: impl Iterator<Item = Value>) {
        let values: Vec<Value> = values.collect();
        if !values.is_empty() {
            self.listed.push(values);
        }
    }

    /// The range of a format of integers.
    fn add_range(&mut self) {
        let range = match (self.kind, self.format) {
            (Some(Kind::Integer), Some("int8")) => (i128::from(i8::MIN), i128::from(i8::MAX)),
            (Some(Kind::Integer), Some("int16")) => (i128::from(i16::MIN), i128::from(i16::MAX)),
            (Some(Kind::Integer), Some("int32")) => (i128::from(i32::MIN), i128::from(i32::MAX)),
            (Some(Kind::Integer), Some("uint8")) => (0, i128::from(u8::MAX)),
            (Some(Kind::Integer), Some("uint16")) => (0, i128::from(u16::MAX)),
            (Some(Kind::Integer), Some("uint32")) => (0, i128::from(u32::MAX)),
            (Some(Kind::Integer), Some("uint64")) => (0, i128::from(u64::MAX)),
            (Some(Kind::Integer), _) => (i128::from(i64::MIN), i128::from(i64::MAX)),
            _ => return,
        };
        let limit = |integer: i128| Limit { value: integer as f64, is_exclusive: false, integer };
        self.minimum = stricter(self.minimum, Some(limit(range.0)), |one, other| one.integer >= other.integer);
        self.maximum = stricter(self.maximum, Some(limit(range.1)), |one, other| one.integer <= other.integer);
    }

    /// Adds what another schema demands of the same value.
    pub(super) fn add(&mut self, other: Self) {
        self.kind = match (self.kind, other.kind) {
            (Some(Kind::Integer), Some(Kind::Number)) => Some(Kind::Integer),
            (Some(Kind::Object), Some(_)) => Some(Kind::Object),
            // Of two that contradict one another, the later one is what the type is made of.
            (own, other) => other.or(own),
        };
        self.listed.extend(other.listed);
        self.format = self.format.or(other.format);
        self.patterns.extend(other.patterns);
        self.min_length = self.min_length.max(other.min_length);
        self.max_length = least(self.max_length, other.max_length);
        self.minimum = stricter(self.minimum, other.minimum, |one, other| one.value >= other.value);
        self.maximum = stricter(self.maximum, other.maximum, |one, other| one.value <= other.value);
        self.multiples.extend(other.multiples);
        self.items.extend(other.items);
        self.tuples.extend(other.tuples);
        self.min_items = self.min_items.max(other.min_items);
        self.max_items = least(self.max_items, other.max_items);
        self.unique |= other.unique;
        for (name, schemas) in other.properties {
            self.properties.entry(name).or_default().extend(schemas);
        }
        self.required.extend(other.required);
        self.additional.extend(other.additional);
        self.closed = match (self.closed.take(), other.closed) {
            (Some(own), Some(other)) => Some(own.into_iter().filter(|name| other.contains(name)).collect()),
            (own, other) => own.or(other),
        };
        self.min_properties = self.min_properties.max(other.min_properties);
        self.max_properties = least(self.max_properties, other.max_properties);
    }

    /// The schemas of an item; none where there can be no such item.
    pub(super) fn item(&self, at: usize) -> Option<Vec<SchemaRef<'a>>> {
        let mut slots = self.items.clone();
        for tuple in &self.tuples {
            slots.push(tuple.item(at)?);
        }
        Some(slots)
    }

    /// Whether a property may be there.
    pub(super) fn allows_name(&self, name: &str) -> bool {
        self.closed.as_ref().is_none_or(|names| names.contains(&name))
    }

    /// Takes away what is too much, the last first, but nothing that is required.
    pub(super) fn limit(&self, members: &mut Map<String, Value>) {
        let spare = self.max_properties.map_or(0, |most| members.len().saturating_sub(most));
        let optional: Vec<String> =
            members.keys().rev().filter(|name| !self.required.contains(&name.as_str())).take(spare).cloned().collect();
        members.retain(|name, _| !optional.contains(name));
    }

    /// The kind of the values: the one that is said, or else the one that the other words are about.
    pub(super) fn implied_kind(&self) -> Option<Kind> {
        let is_object = !self.properties.is_empty() || !self.required.is_empty() || !self.additional.is_empty() || self.min_properties > 0;
        let implied = || match () {
            () if is_object => Some(Kind::Object),
            () if !self.items.is_empty() || !self.tuples.is_empty() || self.min_items > 0 => Some(Kind::Array),
            () if !self.patterns.is_empty() || self.min_length > 0 || self.max_length.is_some() => Some(Kind::String),
            () if self.minimum.is_some() || self.maximum.is_some() || !self.multiples.is_empty() => Some(Kind::Number),
            () => None,
        };
        self.kind.or_else(implied)
    }
}

impl Kind {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// Whether a value is of this kind.
    pub(super) fn is_of(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => matches!(value, Value::Number(number) if integer(number).is_some() || number.is_u64()),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    /// Its name, with an article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

impl Limit {
    fn least(value: f64, is_exclusive: bool) -> Self {
        let next = if is_exclusive && value.fract() == 0.0 { 1 } else { 0 };
        Self { value, is_exclusive, integer: value.ceil() as i128 + next }
    }

    fn most(value: f64, is_exclusive: bool) -> Self {
        let next = if is_exclusive && value.fract() == 0.0 { 1 } else { 0 };
        Self { value, is_exclusive, integer: value.floor() as i128 - next }
    }
}

/// A number without a fraction where it has none.
pub(super) fn as_written(number: f64) -> Value {
    let exact = Number::from_f64(number).as_ref().and_then(integer);
    exact.map_or_else(|| Value::from(number), Value::from)
}

fn least(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.into_iter().chain(other).min()
}

fn stricter(one: Option<Limit>, other: Option<Limit>, is_stricter: impl Fn(&Limit, &Limit) -> bool) -> Option<Limit> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if is_stricter(&one, &other) { one } else { other }),
        (one, other) => one.or(other),
    }
}
