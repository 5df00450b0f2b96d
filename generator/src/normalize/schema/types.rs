//! The types of Swagger 2.0, one by one.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerType, NumberType, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::{Number, Value};

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::node::Node;
use crate::scalar::number::integer as exact_integer;
use crate::scalar::pattern;
use crate::suggestion::Action;

use crate::normalize::context::document::Document;
use crate::normalize::context::media_types::is_of_bytes;
use crate::normalize::context::repaired::{any_schema, as_text, string_type, text_schema};
use crate::normalize::context::vocabulary::{BOUNDS, says};
use crate::normalize::extensions;
use crate::normalize::schema::enum_values::{EnumValues, Listed, listed};
use crate::normalize::schema::implied::implied;
use crate::normalize::schema::word::Word;

impl<'d> Document<'d> {
    /// The types that a schema names, or the one that its other keys imply. None: anything.
    pub(in crate::normalize) fn words(&self, node: &Node<'d, '_>) -> Vec<Word> {
        let implied = || implied(node.value(), listed(node)).map_or_else(|| Listed::words(node), |word| vec![word]);
        let Some(given) = node.get("type") else {
            return self.type_beside(node).map_or_else(implied, |word| vec![word]);
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
                if self.dialect.is_openapi3() {
                    node.repair_at("type", "OpenAPI 3 has no type of files: they are binary strings", string_type());
                    node.repair_at("format", "OpenAPI 3 has no type of files: they are binary strings", Change::Put("binary".into()));
                } else if !node.has("in") && node.name() != "schema" {
                    node.repair_at("type", "a file is a parameter or a whole response", string_type());
                }
                node.skip(&["format"], Unused::NoEffect);
                let format = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
                Some(Type::String(StringType { format, ..StringType::default() }))
            }
            Word::Number => number(node, &values).map(Type::Number),
            Word::Integer => integer(node, &values).map(Type::Integer),
            Word::Boolean => values.booleans().map(|enumeration| Type::Boolean(BooleanType { enumeration })),
            Word::Array => {
                values.without_effect("an array");
                Some(Type::Array(self.array(node, data)))
            }
            Word::Object => Some(values.instead_of_object(node).unwrap_or_else(|| {
                values.without_effect("an object");
                if self.in_parameter.get() && !self.dialect.is_openapi3() {
                    as_text(node);
                }
                Type::Object(self.object(node))
            })),
            Word::Null => None,
        };
        let kind = kind.or_else(|| {
            let enumeration = values.believed(node)?;
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
        // Bytes have no type in JSON.
        if let Some(format) = encoded(node).filter(|format| format == "binary" && typ.is_none() && enumeration.is_empty()) {
            return SchemaKind::Type(Type::String(StringType { format: Some(format).into(), ..StringType::default() }));
        }
        // Without a value that is left, a list of nulls says what the type `null` does.
        let typ = if enumeration.is_empty() { typ.or(only_null) } else { typ };
        SchemaKind::Any(AnySchema { typ, format: node.text_of("format"), enumeration, ..AnySchema::default() })
    }

    fn array(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> ArrayType {
        let prefix = node.get("prefixItems").filter(|prefix| self.dialect.has_json_schema() && prefix.items().next().is_some());
        let items = match node.get("items") {
            items if prefix.is_some() => prefix.map(|prefix| self.prefixed(node, &prefix, items.as_ref(), data)),
            None => {
                node.warn_with_help("an array without `items`: its items are free-form JSON", "say what the items are");
                let is_text = self.in_parameter.get() && !self.dialect.is_openapi3();
                node.repair_at("items", "an array without `items`", if is_text { text_schema() } else { any_schema() });
                None
            }
            Some(items) if items.value().is_array() && self.dialect.is_openapi3() => {
                items.warn_with_help("`items` is an array of schemas: those of the first items", "OpenAPI 3.1 has `prefixItems` for it");
                items.items().next().is_some().then(|| self.prefixed(node, &items, None, data))
            }
            Some(items) if items.value().is_array() => {
                items.unused(Unused::FreeForm);
                items.warn_repaired("`items` is an array of schemas: its items are free-form JSON", any_schema());
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

    /// The items of a list whose first ones have schemas of their own: one of these, or of what the further ones are.
    fn prefixed(
        &self,
        node: &Node<'d, '_>,
        prefix: &Node<'d, '_>,
        items: Option<&Node<'d, '_>>,
        data: &mut SchemaData,
    ) -> ReferenceOr<Box<Schema>> {
        let mut one_of: Vec<_> = prefix.items().map(|schema| self.schema(&schema)).collect();
        let count = one_of.len();
        let ends = |key| node.value().get(key) == Some(&Value::Bool(false));
        let most = node.value().get("maxItems").and_then(Value::as_u64);
        match items {
            Some(items) if *items.value() == Value::Bool(false) => {}
            Some(items) => one_of.push(self.schema(items)),
            None if most.is_some_and(|most| most <= count as u64) || ends("unevaluatedItems") || ends("additionalItems") => {}
            None => one_of.push(item(SchemaData::default(), SchemaKind::Any(AnySchema::default()))),
        }
        data.extensions.insert(keys::PREFIX.to_owned(), count.into());
        let items = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        boxed(item(items, SchemaKind::OneOf { one_of }))
    }

    /// Items that are one of several schemas.
    fn one_of_items(&self, node: &Node<'d, '_>, mut schemas: Vec<ReferenceOr<Schema>>) -> Option<ReferenceOr<Box<Schema>>> {
        match schemas.len() {
            0 => None,
            1 => schemas.pop().map(boxed),
            _ => {
                let data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
                Some(boxed(item(data, SchemaKind::OneOf { one_of: schemas })))
            }
        }
    }

    pub(in crate::normalize) fn object(&self, node: &Node<'d, '_>) -> ObjectType {
        let mut properties = IndexMap::new();
        if let Some(list) = self.section(node, "properties") {
            properties.reserve(list.len());
            properties.extend(list.entries().map(|entry| (entry.name().to_owned(), boxed(self.schema(&entry)))));
        }
        let required = required(node);
        if self.dialect.has_json_schema() {
            without_older_null(node, &required, &mut properties);
        }
        ObjectType {
            properties,
            required,
            additional_properties: self.further(node),
            min_properties: count(node, "minProperties"),
            max_properties: count(node, "maxProperties"),
        }
    }

    /// What properties are that have no names in the schema.
    fn further(&self, node: &Node<'d, '_>) -> Option<AdditionalProperties> {
        let mut found = node.raw("additionalProperties").and_then(|more| self.additional(&more));
        if !self.dialect.has_json_schema() {
            return found;
        }
        if let Some(more) = node.raw("unevaluatedProperties") {
            let unevaluated = self.additional(&more);
            found = found.or(unevaluated);
        }
        let Some(patterns) = node.get("patternProperties") else {
            return found;
        };
        let mut schemas: Vec<_> = patterns.entries().map(|entry| self.schema(&entry)).collect();
        match found {
            Some(AdditionalProperties::Schema(schema)) => schemas.push(*schema),
            Some(AdditionalProperties::Any(false)) => {}
            // Names that no pattern has are rare, and what does not fit is kept.
            Some(AdditionalProperties::Any(true)) | None => {}
        }
        let schema = self.one_of_items(node, schemas)?;
        Some(AdditionalProperties::Schema(Box::new(match schema {
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
            ReferenceOr::Item(schema) => ReferenceOr::Item(*schema),
        })))
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
                node.warn_repaired("null reads as absent here", Change::Remove);
                None
            }
            _ => {
                node.mismatch("true, false or a schema");
                None
            }
        }
    }
}

/// Lets `nullable`, which JSON Schema does not know, have no effect on what may be left out anyway: a null that comes is nothing there.
fn without_older_null(node: &Node, required: &[String], properties: &mut IndexMap<String, ReferenceOr<Box<Schema>>>) {
    for (name, property) in properties {
        let given = node.value().get("properties").and_then(|list| list.get(name));
        let says_null = given.is_some_and(|schema| says(schema, "null") || schema.get("nullable").is_none());
        if let ReferenceOr::Item(schema) = property
            && !says_null
            && !required.contains(name)
        {
            schema.schema_data.nullable = false;
        }
    }
}

/// A schema of its own.
pub(in crate::normalize) fn item(schema_data: SchemaData, schema_kind: SchemaKind) -> ReferenceOr<Schema> {
    ReferenceOr::Item(Schema { schema_data, schema_kind })
}

pub(in crate::normalize) fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
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
        let found = Diagnostic::warning(node.pointer(), "`any` is not a type of Swagger 2.0");
        node.report_repaired(found.help("leave `type` out to allow anything"), Change::Remove);
    } else if let Some(guess) = Word::guess(text) {
        let found = Diagnostic::warning(node.pointer(), format!("unknown type `{text}`, read as `{guess}`"));
        node.report_repaired(found.help(HELP).suggest(Action::replace(&node.pointer(), guess)), Change::Put(guess.into()));
        return Word::parse(guess);
    } else {
        let found = Diagnostic::warning(node.pointer(), format!("unknown type `{text}`: read as if no type stood there"));
        node.report_repaired(found.help(HELP), Change::Remove);
    }
    None
}

fn string(node: &Node, values: &EnumValues) -> Option<StringType> {
    Some(StringType {
        enumeration: values.texts()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).or_else(|| encoded(node)).into(),
        pattern: pattern_of(node),
        min_length: count(node, "minLength"),
        max_length: count(node, "maxLength"),
    })
}

/// The format that an encoding of JSON Schema is. Contents that no text is are bytes where nothing says how text encodes them.
fn encoded(node: &Node) -> Option<String> {
    if !node.words().contains(&"contentEncoding") {
        return None;
    }
    let Some(encoding) = node.get("contentEncoding") else {
        return is_of_bytes(&node.get("contentMediaType")?.text()?).then(|| "binary".to_owned());
    };
    let format = match encoding.text()?.to_ascii_lowercase().as_str() {
        "base64" => "byte",
        "base64url" => "base64url",
        // These say nothing of the text.
        "7bit" | "8bit" | "binary" => return None,
        other => {
            let message = format!("the encoding `{other}` is not known: the value is the text as it comes");
            encoding.warn_with_help(message, "`base64` and `base64url` are bytes");
            return None;
        }
    };
    Some(format.to_owned())
}

/// The regular expression that strings match. Says where clients will not be able to check it.
fn pattern_of(node: &Node) -> Option<String> {
    let given = node.get("pattern")?;
    let text = given.text()?.into_owned();
    if let Err(problem) = pattern::check(&text) {
        let message = format!(
            "the pattern is no regular expression of ECMAScript that clients can check ({problem}): it is documented, and left to the server"
        );
        given.warn_with_help(message, "write it as JavaScript would");
    }
    Some(text)
}

fn number(node: &Node, values: &EnumValues) -> Option<NumberType> {
    let float = |key: &str| node.get(key)?.number()?.as_f64();
    let (minimum, exclusive_minimum) = bound(node, "minimum", "exclusiveMinimum", f64::max);
    let (maximum, exclusive_maximum) = bound(node, "maximum", "exclusiveMaximum", f64::min);
    Some(NumberType {
        enumeration: values.numbers()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).into(),
        multiple_of: float("multipleOf"),
        exclusive_minimum,
        exclusive_maximum,
        minimum,
        maximum,
    })
}

fn integer(node: &Node, values: &EnumValues) -> Option<IntegerType> {
    let (minimum, exclusive_minimum) = integer_bound(node, "minimum", "exclusiveMinimum", f64::ceil);
    let (maximum, exclusive_maximum) = integer_bound(node, "maximum", "exclusiveMaximum", f64::floor);
    Some(IntegerType {
        enumeration: values.integers()?,
        format: node.text_of("format").filter(|format| !format.is_empty()).into(),
        // No integer stands for a factor that is none.
        multiple_of: limit(node, "multipleOf", |_| f64::NAN).map(|(limit, _)| limit),
        exclusive_minimum,
        exclusive_maximum,
        minimum,
        maximum,
    })
}

/// A limit of a number, and whether it is excluded. JSON Schema 2020-12 has two limits, of which the narrower one counts.
fn bound(node: &Node, key: &str, exclusive_key: &str, narrower: impl Fn(f64, f64) -> f64) -> (Option<f64>, bool) {
    let inclusive = node.get(key).and_then(|given| given.number()?.as_f64());
    let excluded = excluded(node, exclusive_key).and_then(|given| given.number()?.as_f64());
    match (inclusive, excluded) {
        (None, Some(excluded)) => (Some(excluded), true),
        (Some(inclusive), Some(excluded)) if narrower(inclusive, excluded) == excluded => (Some(excluded), true),
        (inclusive, Some(_)) => (inclusive, false),
        (inclusive, None) => (inclusive, exclusive(node, exclusive_key)),
    }
}

/// The same of an integer.
fn integer_bound(node: &Node, key: &str, exclusive_key: &str, inwards: fn(f64) -> f64) -> (Option<i64>, bool) {
    // No integer is at a limit that was none.
    let inclusive = limit(node, key, inwards);
    let Some(given) = excluded(node, exclusive_key) else {
        return (inclusive.map(|(limit, _)| limit), exclusive(node, exclusive_key) && inclusive.is_some_and(|(_, is_integer)| is_integer));
    };
    let excluded = limit_of(&given, inwards);
    let is_narrower = |(limit, is_integer): (i64, bool)| match inclusive {
        None => true,
        // Of two equal ones, the one that is excluded is narrower.
        Some((inclusive, _)) if limit == inclusive => is_integer,
        Some((inclusive, _)) => (limit > inclusive) == (key == "minimum"),
    };
    match excluded.filter(|excluded| is_narrower(*excluded)) {
        Some((limit, is_integer)) => (Some(limit), is_integer),
        None => (inclusive.map(|(limit, _)| limit), false),
    }
}

/// The excluded limit of JSON Schema 2020-12, which is a number of its own.
fn excluded<'d, 'n>(node: &'n Node<'d, '_>, key: &str) -> Option<Node<'d, 'n>> {
    let has_numbers = node.words().contains(&"const");
    node.raw(key).filter(|given| has_numbers && given.value().is_number())
}

/// The limit of an integer, and whether it is one in the document. One that is none is the same as the next integer inwards.
fn limit(node: &Node, key: &str, inwards: impl Fn(f64) -> f64) -> Option<(i64, bool)> {
    limit_of(&node.get(key)?, inwards)
}

fn limit_of(given: &Node, inwards: impl Fn(f64) -> f64) -> Option<(i64, bool)> {
    let number = given.number()?;
    let float = number.as_f64().filter(|float| float.fract() != 0.0);
    let Some(float) = float else {
        let exact = exact_integer(number);
        if exact.is_none() && number.as_u64() != Some(u64::MAX) {
            given.unused(Unused::Constraint);
            given.warn(format!("`{}` is beyond integers of 64 bits: clients cannot check it", given.name()));
        }
        return Some((exact?, true));
    };
    let message = format!("`{}` of an integer type must be an integer", given.name());
    let limit = Number::from_f64(inwards(float)).and_then(|limit| exact_integer(&limit));
    given.warn(message);
    Some((limit?, false))
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
        given.warn_repaired(format!("a number as `{key}` has no effect: it is true or false here"), Change::Remove);
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
        let found = Diagnostic::warning(list.pointer(), "`required` has no effect here");
        list.report_repaired(found.help("list the property in `required` of the object that has it"), Change::Remove);
        return Vec::new();
    }
    if list.value().as_array().is_some_and(Vec::is_empty) {
        list.repair("a list of required properties without any", Change::Remove);
    }
    let mut names = Vec::new();
    for name in list.texts() {
        if names.contains(&name) {
            list.repair(format!("`{name}` is listed twice"), Change::Without(name.into()));
        } else {
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
