//! The types of Swagger 2.0, one by one.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerType, NumberType, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::{Number, Value};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::node::Node;
use crate::scalar::number::integer as exact_integer;
use crate::scalar::pattern;
use crate::suggestion::Action;

use crate::normalize::context::document::Document;
use crate::normalize::context::vocabulary::BOUNDS;
use crate::normalize::schema::enum_values::{EnumValues, Listed};
use crate::normalize::schema::word::Word;

impl<'d> Document<'d> {
    /// The types that a schema names, or the one that its other keys imply. None: anything.
    pub(in crate::normalize) fn words(&self, node: &Node<'d, '_>) -> Vec<Word> {
        let implied = || implied(node.value()).map_or_else(|| Listed::words(node.value()), |word| vec![word]);
        let Some(given) = node.get("type") else {
            return implied();
        };
        let mut words = Vec::new();
        match given.value() {
            Value::Array(_) => {
                for word in given.items().filter_map(|item| word(&item)) {
                    if !words.contains(&word) {
                        words.push(word);
                    }
                }
            }
            _ => words.extend(word(&given)),
        }
        if words.is_empty() && given.value() != "any" { implied() } else { words }
    }

    /// A schema of one type.
    pub(in crate::normalize) fn kind(&self, node: &Node<'d, '_>, word: Word, listed: &Listed, data: &mut SchemaData) -> SchemaKind {
        let values = EnumValues::read(node, word == Word::String).of(word, listed);
        data.nullable |= values.has_null();
        let kind = match word {
            Word::String => string(node, &values).map(Type::String),
            Word::File => {
                node.skip(&["format"], Unused::NoEffect);
                let format = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
                Some(Type::String(StringType { format, ..StringType::default() }))
            }
            Word::Number => number(node, &values).map(Type::Number),
            Word::Integer => integer(node, &values).map(Type::Integer),
            Word::Boolean => values.booleans().map(|enumeration| Type::Boolean(BooleanType { enumeration })),
            Word::Array => {
                values.without_effect("an array");
                Some(Type::Array(self.array(node)))
            }
            Word::Object => Some(values.instead_of_object(node).unwrap_or_else(|| {
                values.without_effect("an object");
                Type::Object(self.object(node))
            })),
            Word::Null => None,
        };
        let kind = kind.or_else(|| {
            let enumeration = values.believed()?;
            node.skip(&["format"], Unused::NoEffect);
            Some(Type::String(StringType { enumeration, ..StringType::default() }))
        });
        kind.map_or_else(|| self.untyped(node, data), SchemaKind::Type)
    }

    /// A schema that allows anything, or the values it lists.
    pub(in crate::normalize) fn untyped(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> SchemaKind {
        let values = EnumValues::read(node, false);
        data.nullable |= values.has_null();
        node.skip(BOUNDS, Unused::Constraint);
        let typ = node.raw("type").and_then(|given| given.value().as_str().map(str::to_owned));
        let only_null = values.has_null().then(|| "null".to_owned());
        let enumeration = values.into_values();
        // Without a value that is left, a list of nulls says what the type `null` does.
        let typ = if enumeration.is_empty() { typ.or(only_null) } else { typ };
        SchemaKind::Any(AnySchema { typ, format: node.text_of("format"), enumeration, ..AnySchema::default() })
    }

    fn array(&self, node: &Node<'d, '_>) -> ArrayType {
        let items = match node.get("items") {
            None => {
                node.warn_with_help("an array without `items`: its items are free-form JSON", "say what the items are");
                None
            }
            Some(items) if items.value().is_array() => {
                items.unused(Unused::FreeForm);
                items.warn("`items` is an array of schemas: its items are free-form JSON");
                None
            }
            Some(items) => Some(boxed(self.schema(&items))),
        };
        ArrayType {
            items,
            min_items: count(node, "minItems"),
            max_items: count(node, "maxItems"),
            unique_items: node.flag_of("uniqueItems"),
        }
    }

    pub(in crate::normalize) fn object(&self, node: &Node<'d, '_>) -> ObjectType {
        let mut properties = IndexMap::new();
        if let Some(list) = self.section(node, "properties") {
            properties.reserve(list.len());
            properties.extend(list.entries().map(|entry| (entry.name().to_owned(), boxed(self.schema(&entry)))));
        }
        ObjectType {
            properties,
            required: required(node),
            additional_properties: node.raw("additionalProperties").and_then(|more| self.additional(&more)),
            min_properties: count(node, "minProperties"),
            max_properties: count(node, "maxProperties"),
        }
    }

    fn additional(&self, node: &Node<'d, '_>) -> Option<AdditionalProperties> {
        match node.value() {
            Value::Bool(allowed) => {
                // Properties that the types do not name are kept in any case.
                node.unused(Unused::Constraint);
                Some(AdditionalProperties::Any(*allowed))
            }
            Value::Object(properties) if properties.is_empty() => Some(AdditionalProperties::Any(true)),
            Value::Object(_) => Some(AdditionalProperties::Schema(Box::new(self.schema(node)))),
            Value::Null => {
                node.warn("null reads as absent here");
                None
            }
            _ => {
                node.mismatch("true, false or a schema");
                None
            }
        }
    }
}

/// A schema of its own.
pub(in crate::normalize) fn item(schema_data: SchemaData, schema_kind: SchemaKind) -> ReferenceOr<Schema> {
    ReferenceOr::Item(Schema { schema_data, schema_kind })
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

/// One word of `type`. Reports what is none; well-known slips are understood.
fn word(node: &Node) -> Option<Word> {
    let Value::String(text) = node.value() else {
        node.mismatch("the name of a type");
        return None;
    };
    if let Some(word) = Word::parse(text) {
        return Some(word);
    }
    const HELP: &str = "one of `string`, `number`, `integer`, `boolean`, `array`, `object`";
    if text == "any" {
        node.warn_with_help("`any` is not a type of Swagger 2.0", "leave `type` out to allow anything");
    } else if let Some(guess) = Word::guess(text) {
        let found = Diagnostic::warning(node.pointer(), format!("unknown type `{text}`, read as `{guess}`"));
        node.report(found.help(HELP).suggest(Action::replace(&node.pointer(), guess)));
        return Word::parse(guess);
    } else {
        node.warn_with_help(format!("unknown type `{text}`: read as if no type stood there"), HELP);
    }
    None
}

/// The type that a schema without one must have.
pub(super) fn implied(schema: &Value) -> Option<Word> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
    if has(&["properties", "additionalProperties", "minProperties", "maxProperties"]) || schema.get("required").is_some_and(Value::is_array)
    {
        return Some(Word::Object);
    }
    if has(&["items"]) {
        return Some(Word::Array);
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value)) && values.iter().any(is);
        return match () {
            () if all(Value::is_string) => Some(Word::String),
            () if all(Value::is_i64) => Some(Word::Integer),
            () if all(Value::is_number) => Some(Word::Number),
            () if all(Value::is_boolean) => Some(Word::Boolean),
            () => None,
        };
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("int32" | "int64") => Some(Word::Integer),
        Some("float" | "double") => Some(Word::Number),
        Some("date" | "date-time" | "byte" | "password" | "uuid") => Some(Word::String),
        _ => has(&["pattern", "minLength", "maxLength"]).then_some(Word::String),
    }
}

fn string(node: &Node, values: &EnumValues) -> Option<StringType> {
    Some(StringType {
        enumeration: values.texts()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).into(),
        pattern: pattern_of(node),
        min_length: count(node, "minLength"),
        max_length: count(node, "maxLength"),
    })
}

/// The regular expression that strings match. Says where clients will not be able to check it.
fn pattern_of(node: &Node) -> Option<String> {
    let given = node.get("pattern")?;
    let text = given.text()?.into_owned();
    if let Err(problem) = pattern::check(&text) {
        let message =
            format!("the pattern is not a regular expression of ECMAScript ({problem}): it is documented, but clients cannot check it");
        given.warn_with_help(message, "write it as JavaScript would");
    }
    Some(text)
}

fn number(node: &Node, values: &EnumValues) -> Option<NumberType> {
    let float = |key: &str| node.get(key)?.number()?.as_f64();
    Some(NumberType {
        enumeration: values.numbers()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).into(),
        multiple_of: float("multipleOf"),
        exclusive_minimum: exclusive(node, "exclusiveMinimum"),
        exclusive_maximum: exclusive(node, "exclusiveMaximum"),
        minimum: float("minimum"),
        maximum: float("maximum"),
    })
}

fn integer(node: &Node, values: &EnumValues) -> Option<IntegerType> {
    let [minimum, maximum] =
        [("minimum", f64::ceil as fn(f64) -> f64), ("maximum", f64::floor)].map(|(key, inwards)| limit(node, key, inwards));
    Some(IntegerType {
        enumeration: values.integers()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).into(),
        // No integer stands for a factor that is none.
        multiple_of: limit(node, "multipleOf", |_| f64::NAN).map(|(limit, _)| limit),
        // No integer is at a limit that was none.
        exclusive_minimum: exclusive(node, "exclusiveMinimum") && minimum.is_some_and(|(_, is_integer)| is_integer),
        exclusive_maximum: exclusive(node, "exclusiveMaximum") && maximum.is_some_and(|(_, is_integer)| is_integer),
        minimum: minimum.map(|(limit, _)| limit),
        maximum: maximum.map(|(limit, _)| limit),
    })
}

/// The limit of an integer, and whether it is one in the document. One that is none is the same as the next integer inwards.
fn limit(node: &Node, key: &str, inwards: impl Fn(f64) -> f64) -> Option<(i64, bool)> {
    let given = node.get(key)?;
    let number = given.number()?;
    let float = number.as_f64().filter(|float| float.fract() != 0.0);
    let Some(float) = float else {
        return Some((exact_integer(number)?, true));
    };
    given.warn(format!("`{key}` of an integer type must be an integer"));
    Some((exact_integer(&Number::from_f64(inwards(float))?)?, false))
}

fn count(node: &Node, key: &str) -> Option<usize> {
    node.get(key)?.count()
}

/// Whether a bound is exclusive. A number here is a word of later drafts.
fn exclusive(node: &Node, key: &str) -> bool {
    let Some(given) = node.get(key) else {
        return false;
    };
    if given.value().is_number() {
        given.warn(format!("a number as `{key}` has no effect: in Swagger 2.0 it is true or false"));
        return false;
    }
    given.flag().unwrap_or_default()
}

/// The names of required properties, each once.
fn required(node: &Node) -> Vec<String> {
    let Some(list) = node.get("required") else {
        return Vec::new();
    };
    if list.value().is_boolean() {
        list.unused(Unused::NoEffect);
        list.warn_with_help("`required` has no effect here", "list the property in `required` of the object that has it");
        return Vec::new();
    }
    let mut names = Vec::new();
    for name in list.texts() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether a schema is the object that some tools write for a file.
pub(in crate::normalize) fn says_file(schema: &Value) -> bool {
    let says = |key: &str, word: &str| schema.get(key).and_then(Value::as_str) == Some(word);
    says("type", "object") && says("format", "file") && schema.get("properties").is_none()
}
