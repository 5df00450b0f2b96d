//! Schemas: references, compositions and what is common to all types.

mod alternatives;
mod beside;
mod demands;
mod dynamic;
pub(super) mod enum_values;
mod given_values;
mod implied;
pub(super) mod list_format;
mod newtypes;
pub(super) mod recursion;
pub(super) mod reference;
mod required;
pub(super) mod shared_enums;
pub(super) mod types;
pub(super) mod word;
pub(super) mod written;

use indexmap::IndexMap;
use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use crate::coverage::Unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::hints::values::{DiscriminatorHints, JsonContent, SchemaHints};
use crate::node::{Node, kind};

use crate::normalize::context::document::Document;
use crate::normalize::context::external_docs::external_docs;
use crate::normalize::context::media_types::is_json;
use crate::normalize::context::repaired::any_schema;
use crate::normalize::context::vocabulary::{finish, finish_schema, renamed};
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions::{self, enum_hints, schema_hints};
use crate::normalize::schema::enum_values::Listed;
use crate::normalize::schema::implied::is_by_bounds;
use crate::normalize::schema::list_format::list_format;
use crate::normalize::schema::types::item;
use crate::normalize::schema::word::Word;

/// What a schema of its own has beside its type; without one of these an `allOf` says it all.
const OWN: &[&str] = &[
    "properties",
    "additionalProperties",
    "required",
    "enum",
    "items",
    "minProperties",
    "maxProperties",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
];

/// The same in the words that only OpenAPI 3 has.
const OWN_OF_OPENAPI_3: &[&str] = &["const", "patternProperties", "prefixItems", "unevaluatedProperties"];

/// How many schemas a schema may lie in. One more takes some kilobytes of the stack.
const NESTING: usize = 48;

impl<'d> Document<'d> {
    /// A schema object, or a reference to a component.
    pub(in crate::normalize) fn schema(&self, node: &Node<'d, '_>) -> ReferenceOr<Schema> {
        if !self.references.is_flat()
            && let Some(component) = self.references.component(&node.pointer())
        {
            return ReferenceOr::Reference { reference: keys::reference(component) };
        }
        self.schema_here(node)
    }

    /// The schema that stands at a place, even if other places refer to it.
    pub(in crate::normalize) fn schema_here(&self, node: &Node<'d, '_>) -> ReferenceOr<Schema> {
        let data = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
        let any = || SchemaKind::Any(AnySchema::default());
        if self.nesting.get() > NESTING {
            node.unused(Unused::FreeForm);
            node.warn("nested too deeply: treated as free-form JSON");
            return item(data, any());
        }
        if !node.value().is_object() {
            match node.value() {
                Value::Null => node.warn_repaired("an empty schema (null) allows anything", any_schema()),
                Value::Bool(true) if self.dialect.has_json_schema() => node.unused(Unused::FreeForm),
                Value::Bool(true) => {
                    let message = format!("the schema `true` allows anything; in {} it is `{{}}`", self.dialect.as_str());
                    node.warn_repaired(message, any_schema());
                }
                Value::Bool(false) if self.dialect.has_json_schema() => {
                    node.unused(Unused::FreeForm);
                    node.warn("the schema `false` allows nothing: any value is accepted");
                }
                other => {
                    node.warn_repaired(format!("expected a schema (an object), found {}: any value is accepted", kind(other)), any_schema())
                }
            }
            return item(data, any());
        }
        self.with_anchors(node, || self.object_schema(node, data))
    }

    /// A schema that is an object.
    fn object_schema(&self, node: &Node<'d, '_>, data: SchemaData) -> ReferenceOr<Schema> {
        let dynamic = || node.raw("$dynamicRef").filter(|_| self.dialect.has_json_schema());
        if let Some(reference) = node.raw("$ref").or_else(dynamic) {
            return self.schema_reference(node, &reference);
        }
        let mut data = self.schema_data(node, data);
        self.nesting.update(|depth| depth + 1);
        let kind = self.composed(node, &mut data);
        self.nesting.update(|depth| depth - 1);
        self.check_required(node);
        self.check_given(node);
        self.skip_unread(node);
        if matches!(kind, SchemaKind::Type(_)) {
            note_bounds(node.value(), &mut data);
        }
        let schema = self.newtype(node, self.shared_enum(node, Schema { schema_data: data, schema_kind: kind }));
        finish_schema(node);
        ReferenceOr::Item(schema)
    }

    /// What every schema can say, whatever its type.
    pub(in crate::normalize) fn schema_data(&self, node: &Node<'d, '_>, mut data: SchemaData) -> SchemaData {
        let example = node.raw("example").or_else(|| self.first_example(node));
        node.skip(&["examples"], Unused::Example);
        if types::says_file(node.value()) {
            // Bodies look at it: it makes bytes of them.
            node.raw("format");
        }
        data.external_docs = external_docs(node);
        if let Some(read) = schema_hints::schema(node, list_format(node)) {
            self.hints.borrow_mut().schemas.keep(read, &mut data.extensions);
        }
        data.nullable = schema_hints::nullable(node);
        if let Some(nullable) = node.get("nullable") {
            match self.dialect {
                Dialect::Swagger2 => {
                    let found = Diagnostic::warning(nullable.pointer(), "`nullable` is an OpenAPI 3 keyword");
                    let found = found.help("in Swagger 2.0 it is `x-nullable`").suggest(renamed(node, &nullable, keys::NULLABLE));
                    nullable.report_repaired(found, Change::Rename(keys::NULLABLE.to_owned()));
                }
                Dialect::OpenApi30 if nullable.value() == true => self.warn_of_null(node, &nullable),
                Dialect::OpenApi30 => {}
                Dialect::OpenApi31 | Dialect::OpenApi32 => {
                    let message = format!("`nullable` is no keyword of {}: null may come all the same", self.dialect.as_str());
                    nullable.warn_with_help(message, "write `null` among the types");
                }
            }
            data.nullable |= nullable.flag().unwrap_or_default();
        }
        data.read_only = node.flag_of("readOnly");
        data.write_only = node.flag_of("writeOnly") && self.dialect.is_openapi3();
        if data.read_only && data.write_only {
            node.warn("`readOnly` and `writeOnly` exclude one another: neither has an effect");
            (data.read_only, data.write_only) = (false, false);
        }
        data.deprecated = node.flag_of("deprecated");
        let later = ["deprecated", "writeOnly"].into_iter().filter(|key| !self.dialect.is_openapi3() && node.has(key));
        for key in later {
            node.repair_at(key, format!("`{key}` is an OpenAPI 3 keyword"), Change::Rename(format!("x-{key}")));
        }
        if let Some(content) = self.json_content(node) {
            self.hints.borrow_mut().schemas.of_mut(&mut data.extensions).content = Some(content);
        }
        if let Some(media) = self.media_of_part(node) {
            self.hints.borrow_mut().schemas.of_mut(&mut data.extensions).media = Some(media);
        }
        data.title = node.text_of("title");
        data.description = node.text_of("description");
        data.default = self.given(node, "default");
        data.example =
            if node.has("example") { self.given(node, "example") } else { example.map(|example| self.as_written(node, &example)) };
        data.discriminator = node.get("discriminator").and_then(|node| self.discriminator(&node));
        self.demands(node, &mut data);
        data
    }

    /// Reports a `nullable` that has no effect by the letter of OpenAPI 3.0: null may come all the same.
    fn warn_of_null(&self, node: &Node<'d, '_>, nullable: &Node<'d, '_>) {
        let is_composed = ["allOf", "oneOf", "anyOf"].iter().any(|key| node.has(key));
        let why = match () {
            () if node.has("$ref") => "beside a reference",
            () if is_composed && !node.has("type") => "without a `type`",
            () if node.has("allOf") => "beside `allOf`, whose schemas do not allow null",
            () => return,
        };
        let message = format!("`nullable` has no effect {why} by the letter of OpenAPI 3.0: null may come all the same");
        nullable.warn_with_help(message, "say it by `x-nullable: true`, or as OpenAPI 3.1 does: one of the schema and `{type: 'null'}`");
    }

    /// The media type of a part of a body that is this value as it is.
    fn media_of_part(&self, node: &Node<'d, '_>) -> Option<String> {
        let media = node.raw("contentMediaType").filter(|_| self.dialect.has_json_schema() && !node.has("contentEncoding"))?;
        media.value().as_str().map(str::trim).filter(|media| media.contains('/')).map(str::to_owned)
    }

    /// What is in a string that is JSON. Where it is encoded besides, it is left to who decodes it.
    fn json_content(&self, node: &Node<'d, '_>) -> Option<JsonContent> {
        let is_json = |media: Node<'d, '_>| media.value().as_str().is_some_and(is_json);
        if !self.dialect.has_json_schema() || node.has("contentEncoding") || !node.raw("contentMediaType").is_some_and(is_json) {
            return None;
        }
        self.nesting.update(|depth| depth + 1);
        let schema = node.get("contentSchema").map(|schema| self.schema(&schema));
        self.nesting.update(|depth| depth - 1);
        Some(JsonContent { schema })
    }

    /// The first of the examples that a schema of JSON Schema has. An object is what OpenAPI calls by that name elsewhere.
    fn first_example<'n>(&self, node: &'n Node<'d, '_>) -> Option<Node<'d, 'n>>
    where
        'd: 'n,
    {
        let list = node.raw("examples").filter(|list| self.dialect.has_json_schema() && list.value().is_array())?;
        let value = list.value().as_array()?.first()?;
        Some(Node::start(value, list.pointer().push(0), self.sink))
    }

    /// Whether a schema says something of its own beside a composition or a reference.
    pub(in crate::normalize) fn has_own(&self, node: &Node) -> bool {
        OWN.iter().any(|key| node.has(key)) || self.dialect.is_openapi3() && OWN_OF_OPENAPI_3.iter().any(|key| node.has(key))
    }

    /// Marks what JSON Schema says of values that no type can express, and what says nothing of values.
    pub(in crate::normalize) fn skip_unread(&self, node: &Node) {
        const CONSTRAINTS: &[&str] = &[
            "contains",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "else",
            "if",
            "maxContains",
            "minContains",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
        ];
        const NAMES: &[&str] = &["$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$schema", "$vocabulary", "definitions"];
        const CONTENT: &[&str] = &["contentEncoding", "contentMediaType", "contentSchema"];
        if self.dialect.is_openapi3() {
            node.skip(&["not"], Unused::Constraint);
        }
        if self.dialect.has_json_schema() {
            node.skip(CONSTRAINTS, Unused::Constraint);
            node.skip(NAMES, Unused::NoEffect);
            node.skip(CONTENT, Unused::Format);
        }
    }

    /// Alternatives and `allOf`; otherwise the type itself.
    pub(in crate::normalize) fn composed(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> SchemaKind {
        self.note_types_beside(node);
        let found = [keys::ONE_OF, "oneOf", "anyOf"].into_iter().find_map(|key| Some((key, self.alternatives(node, key)?)));
        let conditional = self.conditional(node);
        if let Some((key, mut alternatives)) = found {
            if has_members(node.value()) || self.has_only_tag(node.value(), &alternatives) {
                alternatives.extend(conditional);
                return self.beside_alternatives(node, alternatives, data);
            }
            if self.dialect.is_openapi3() {
                data.nullable |= alternatives::has_null(&alternatives);
                if let Some((kind, values)) = alternatives::listed(&alternatives).filter(|_| !node.has("discriminator")) {
                    node.skip(&["type"], Unused::NoEffect);
                    self.hints.borrow_mut().schemas.of_mut(&mut data.extensions).values = values;
                    return kind;
                }
            }
            node.skip(&["type"], Unused::NoEffect);
            return match key {
                "anyOf" => SchemaKind::AnyOf { any_of: alternatives },
                _ => SchemaKind::OneOf { one_of: alternatives },
            };
        }
        if !conditional.is_empty() {
            return self.beside_alternatives(node, conditional, data);
        }
        let mut all_of = self.parents(node);
        if all_of.is_empty() {
            return self.typed_value(node, data);
        }
        if self.has_own(node) {
            let mut own = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
            let kind = self.typed(node, &mut own);
            data.nullable |= own.nullable;
            note_bounds(node.value(), &mut own);
            all_of.push(item(own, kind));
        } else {
            node.skip(&["type", "format"], Unused::NoEffect);
        }
        SchemaKind::AllOf { all_of }
    }

    fn parents(&self, node: &Node<'d, '_>) -> Vec<ReferenceOr<Schema>> {
        let parents = node.get("allOf");
        parents.iter().flat_map(|parents| parents.items().map(|parent| self.schema(&parent)).collect::<Vec<_>>()).collect()
    }

    /// An object with alternatives beside its properties: one with all of them, since the alternatives only say which of them
    /// go together.
    fn beside_alternatives(&self, node: &Node<'d, '_>, alternatives: Vec<ReferenceOr<Schema>>, data: &mut SchemaData) -> SchemaKind {
        let words = self.words(node);
        data.nullable |= words.contains(&Word::Null) || alternatives.iter().filter_map(ReferenceOr::as_item).any(alternatives::is_null);
        let object = self.object(node);
        let own = SchemaKind::Any(AnySchema {
            typ: Some("object".to_owned()),
            properties: object.properties,
            required: object.required,
            additional_properties: object.additional_properties,
            min_properties: object.min_properties,
            max_properties: object.max_properties,
            one_of: alternatives,
            ..AnySchema::default()
        });
        let mut all_of = self.parents(node);
        if all_of.is_empty() {
            return own;
        }
        all_of.push(item(SchemaData { extensions: extensions::at(node), ..SchemaData::default() }, own));
        SchemaKind::AllOf { all_of }
    }

    /// The schemas that hold of an object on a condition: what they describe may be there, as what alternatives describe. None of
    /// them where none describes a property.
    fn conditional(&self, node: &Node<'d, '_>) -> Vec<ReferenceOr<Schema>> {
        if !self.dialect.has_json_schema() {
            return Vec::new();
        }
        let (branches, dependent) = (["then", "else"].map(|key| node.get(key).filter(|_| node.has("if"))), node.get("dependentSchemas"));
        let dependent = dependent.iter().flat_map(Node::entries);
        let all: Vec<Node<'d, '_>> = branches.into_iter().flatten().chain(dependent).filter(|one| describes_more(one.value())).collect();
        let is_object = has_members(node.value())
            || node.value().get("type").is_some_and(|ty| ty == "object")
            || node.value().get("if").is_some_and(has_members)
            || all.iter().any(|one| has_members(one.value()));
        if is_object { all.iter().map(|one| self.schema(one)).collect() } else { Vec::new() }
    }

    fn alternatives(&self, node: &Node<'d, '_>, key: &str) -> Option<Vec<ReferenceOr<Schema>>> {
        let list = node.get(key)?;
        if key != keys::ONE_OF && !self.dialect.is_openapi3() {
            let found = Diagnostic::warning(list.pointer(), format!("`{key}` is an OpenAPI 3 keyword"));
            let found = found.help("in Swagger 2.0 it is `x-one-of`").suggest(renamed(node, &list, keys::ONE_OF));
            list.report_repaired(found, Change::Rename(keys::ONE_OF.to_owned()));
        }
        let schemas: Vec<_> = list.items().map(|schema| self.schema(&schema)).collect();
        if schemas.is_empty() && list.value().is_array() {
            list.warn(format!("`{key}` without any schema has no effect"));
        }
        (!schemas.is_empty()).then_some(schemas)
    }

    /// A schema by its type or types.
    fn typed(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> SchemaKind {
        let mut words = self.words(node);
        let types = words.len();
        words.retain(|word| *word != Word::Null);
        data.nullable |= words.len() < types;
        if node.value().get("type").is_some_and(Value::is_array) {
            match (self.dialect, words.as_slice()) {
                (Dialect::Swagger2, words) if self.in_parameter.get() => {
                    let word = if let [word] = words { word.as_str() } else { "string" };
                    node.repair_at("type", "a parameter has one type", Change::Put(word.into()));
                }
                (Dialect::OpenApi30, [word]) => {
                    node.repair_at("type", "a schema of OpenAPI 3.0 has one type", Change::Put(word.as_str().into()));
                    if words.len() < types {
                        node.repair_at("nullable", "a schema of OpenAPI 3.0 has one type", Change::Put(true.into()));
                    }
                }
                _ => {}
            }
        }
        self.of_words(node, &words, data)
    }

    /// A schema of one of several types. Each has the listed values that are of it; a type without any is none of them.
    fn of_words(&self, node: &Node<'d, '_>, words: &[Word], data: &mut SchemaData) -> SchemaKind {
        let listed = Listed::of(node, words);
        let used: Vec<Word> = words.iter().copied().filter(|word| listed.has(*word)).collect();
        match used.as_slice() {
            [] => self.untyped(node, data),
            [word] => self.kind(node, *word, &listed, data),
            used => {
                let values = enum_hints::enum_hints(node);
                let alternative = |word: &Word| {
                    let mut own = SchemaData { extensions: extensions::at(node), ..SchemaData::default() };
                    let hints = SchemaHints { values: values.clone(), ..SchemaHints::default() };
                    self.hints.borrow_mut().schemas.keep(hints, &mut own.extensions);
                    let kind = self.kind(node, *word, &listed, &mut own);
                    data.nullable |= own.nullable;
                    item(own, kind)
                };
                SchemaKind::OneOf { one_of: used.iter().map(alternative).collect() }
            }
        }
    }

    /// The type of a parameter or a header, where all values are text: listed ones of several types are one list.
    pub(in crate::normalize) fn typed_text(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> SchemaKind {
        let words = self.words(node);
        if node.has("enum") && words.iter().filter(|word| word.is_scalar()).count() > 1 {
            data.nullable |= words.contains(&Word::Null);
            return self.kind(node, Word::String, &Listed::All, data);
        }
        let outer = self.in_parameter.replace(true);
        let kind = self.typed(node, data);
        self.in_parameter.set(outer);
        kind
    }

    /// The type of a schema. That of a parameter is text, whatever Kubernetes calls it.
    fn typed_value(&self, node: &Node<'d, '_>, data: &mut SchemaData) -> SchemaKind {
        if self.in_parameter.get() || !says_integer_or_string(node) {
            return self.typed(node, data);
        }
        data.nullable |= self.words(node).contains(&Word::Null);
        self.of_words(node, &[Word::Integer, Word::String], data)
    }
}

/// Notes that bounds are all that says the type.
fn note_bounds(schema: &Value, data: &mut SchemaData) {
    if is_by_bounds(schema) {
        data.extensions.insert(keys::BY_BOUNDS.to_owned(), true.into());
    }
}

/// Whether a schema is one of integers and strings in Kubernetes' words, which have no type for it.
fn says_integer_or_string(node: &Node) -> bool {
    let is_format = node.value().get("format").and_then(Value::as_str).is_some_and(|format| format.eq_ignore_ascii_case("int-or-string"));
    let is_single = node.value().get("type").is_none_or(|kind| kind != "array" && kind != "object");
    is_single && (is_format || node.flag_of("x-kubernetes-int-or-string"))
}

/// Whether a schema can describe a property that another does not.
fn describes_more(schema: &Value) -> bool {
    ["properties", "$ref", "allOf", "oneOf", "anyOf", "then", "else"].iter().any(|key| schema.get(key).is_some())
}

/// Whether an object beside alternatives has members: properties, also such of any name, or those of others. Without any, and where
/// all there is tells the alternatives apart, it is one of the alternatives.
fn has_members(schema: &Value) -> bool {
    let is_object = match schema.get("type") {
        None => true,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
        Some(kind) => kind == "object",
    };
    let discriminator = beside::tag_of(schema);
    let properties = schema.get("properties").and_then(Value::as_object);
    let is_named = properties.is_some_and(|properties| properties.keys().any(|name| Some(name.as_str()) != discriminator));
    let has_others = schema.get("additionalProperties").and_then(Value::as_object).is_some_and(|values| !values.is_empty());
    let extends = schema.get("allOf").and_then(Value::as_array).is_some_and(|parents| !parents.is_empty());
    is_object && (is_named || has_others || extends)
}

impl<'d> Document<'d> {
    /// The property that tells apart what a schema can be, and what its values stand for.
    fn discriminator(&self, node: &Node<'d, '_>) -> Option<Discriminator> {
        match node.value() {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {
                if self.dialect.is_openapi3() {
                    node.warn_with_help("a `discriminator` is an object", "write the name of the property as its `propertyName`");
                }
                Some(Discriminator { property_name: node.text()?.into_owned(), ..Discriminator::default() })
            }
            Value::Object(_) if self.dialect.is_openapi3() => {
                let property_name = node.text_of("propertyName");
                if property_name.is_none() && !node.has("propertyName") {
                    node.warn("a `discriminator` needs a `propertyName`: what an alternative has decides");
                }
                let mapping = node.get("mapping").map(|mapping| self.mapping(&mapping)).unwrap_or_default();
                let mut discriminator = Discriminator { mapping, ..Discriminator::default() };
                if let Some(default) = node.get("defaultMapping").filter(|_| self.dialect >= Dialect::OpenApi32) {
                    let otherwise = default.text().and_then(|_| self.mapped(&default));
                    let read = DiscriminatorHints { otherwise };
                    self.hints.borrow_mut().discriminators.keep(read, &mut discriminator.extensions);
                }
                finish(node, "discriminator");
                Some(Discriminator { property_name: property_name?, ..discriminator })
            }
            Value::Object(_) => {
                node.warn_with_help("a `discriminator` object belongs to OpenAPI 3", "in Swagger 2.0 it is the name of a property");
                node.skip(&["mapping"], Unused::NoEffect);
                let property_name = node.text_of("propertyName");
                let change = property_name.clone().map_or(Change::Remove, |name| Change::Put(name.into()));
                node.repair("a `discriminator` is the name of a property", change);
                Some(Discriminator { property_name: property_name?, ..Discriminator::default() })
            }
            other => {
                let message = format!("expected the name of a property, found {}: its subtypes are not distinguished", kind(other));
                node.warn_repaired(message, Change::Remove);
                None
            }
        }
    }

    /// The schemas that values of a discriminator stand for, each as a reference to a component: the name of one, or a reference.
    fn mapping(&self, list: &Node<'d, '_>) -> IndexMap<String, String> {
        let mut mapping = IndexMap::with_capacity(list.len());
        for entry in list.entries() {
            if entry.text().is_some() {
                mapping.extend(self.mapped(&entry).map(|name| (entry.name().to_owned(), keys::reference(&name))));
            }
        }
        mapping
    }

    /// The component that a mapping leads to: by its name, or by a reference.
    fn mapped(&self, entry: &Node<'d, '_>) -> Option<String> {
        let text = entry.value().as_str()?;
        if self.definitions.is_some_and(|all| all.contains_key(text)) {
            return Some(text.to_owned());
        }
        self.references.resolve(entry, "this value stands for nothing").and_then(|(at, _)| self.component_at(&at))
    }
}
