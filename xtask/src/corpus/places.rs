//! The places of a document where a schema describes something, and those of them that are free-form JSON in the crate.

use std::collections::{BTreeMap, BTreeSet};

use generator::Generated;
use generator::pointer::Pointer;
use serde_json::Value;

use super::described::{ALTERNATIVES, describes, is_null, target};

/// What a schema stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    Field,
    Item,
    MapValue,
    Alternative,
    Parameter,
    RequestBody,
    ResponseBody,
}

impl PlaceKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Item => "list item",
            Self::MapValue => "map value",
            Self::Alternative => "alternative",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::ResponseBody => "response body",
        }
    }
}

/// A described place that is free-form JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct FreePlace {
    pub kind: PlaceKind,
    pub at: Pointer,
    /// The warning that says why; none where nothing says it, which is a fault.
    pub reason: Option<String>,
}

/// The places of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// How many are described.
    pub described: usize,
    /// Those of them that are free-form JSON. What is described inside of one is not counted: it has no type.
    pub free: Vec<FreePlace>,
}

/// Looks at the parameters, bodies and responses of a document's operations, and at its named schemas.
pub fn places(document: &Value, generated: &Generated) -> Places {
    let mut warnings: BTreeMap<&str, &str> = BTreeMap::new();
    for warning in &generated.warnings {
        let known = warnings.entry(warning.at.as_str()).or_insert(&warning.message);
        if warning.message.contains(FREE) {
            *known = &warning.message;
        }
    }
    let free = generated.free_form.schemas.iter().map(Pointer::as_str).collect();
    let mut walk = Walk { document, free, warnings, seen: BTreeSet::new(), found: Places::default() };
    walk.operations();
    for section in ["/definitions", "/components/schemas"] {
        let at = Pointer::parse(section).unwrap_or_default();
        for (name, schema) in members(document.pointer(section)) {
            let at = at.push(name);
            if !walk.free.contains(at.as_str()) {
                walk.contents(&at, schema);
            }
        }
    }
    walk.found
}

struct Walk<'d> {
    document: &'d Value,
    /// The schemas of which nothing but free-form JSON is left.
    free: BTreeSet<&'d str>,
    warnings: BTreeMap<&'d str, &'d str>,
    /// What several operations share is looked at once.
    seen: BTreeSet<String>,
    found: Places,
}

impl<'d> Walk<'d> {
    fn operations(&mut self) {
        for section in ["paths", "x-ms-paths"] {
            for (path, item) in members(self.document.get(section)) {
                let (at, item) = self.resolved(Pointer::root().push(section).push(path), item);
                self.parameters(&at, item);
                for (method, operation) in members(Some(item)).filter(|(_, value)| value.get("responses").is_some()) {
                    self.operation(&at.push(method), operation);
                }
                for (method, operation) in members(item.get("additionalOperations")) {
                    self.operation(&at.push("additionalOperations").push(method), operation);
                }
            }
        }
    }

    fn operation(&mut self, at: &Pointer, operation: &'d Value) {
        self.parameters(at, operation);
        if let Some(body) = operation.get("requestBody") {
            self.body(at.push("requestBody"), body, PlaceKind::RequestBody);
        }
        for (status, response) in members(operation.get("responses")).filter(|(status, _)| !status.starts_with("x-")) {
            self.body(at.push("responses").push(status), response, PlaceKind::ResponseBody);
        }
    }

    fn parameters(&mut self, at: &Pointer, owner: &'d Value) {
        for (place, parameter) in owner.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let is_body = |parameter: &Value| parameter.get("in").is_some_and(|kind| kind == "body");
            let (at, parameter) = self.resolved(at.push("parameters").push(place), parameter);
            if is_body(parameter) {
                self.body(at, parameter, PlaceKind::RequestBody);
            } else if parameter.get("schema").is_none() && parameter.get("content").is_none() {
                // Parameters of Swagger 2.0 are schemas themselves.
                if self.seen.insert(at.as_str().to_owned()) {
                    self.place(&at, parameter, PlaceKind::Parameter);
                }
            } else {
                self.body(at, parameter, PlaceKind::Parameter);
            }
        }
    }

    /// What has a schema, or one for each media type: of several that are the same, the first.
    fn body(&mut self, at: Pointer, body: &'d Value, kind: PlaceKind) {
        let (at, body) = self.resolved(at, body);
        if !self.seen.insert(at.as_str().to_owned()) {
            return;
        }
        let own = body.get("schema").map(|schema| (at.push("schema"), schema));
        let content = members(body.get("content"));
        let content = content.filter_map(|(name, media)| Some((at.push("content").push(name).push("schema"), media.get("schema")?)));
        let mut before: Vec<&Value> = Vec::new();
        for (at, schema) in own.into_iter().chain(content) {
            if !before.contains(&schema) {
                before.push(schema);
                self.place(&at, schema, kind);
            }
        }
    }

    /// A place with a schema of its own, or with a reference to one.
    fn place(&mut self, at: &Pointer, schema: &'d Value, kind: PlaceKind) {
        if describes(self.document, schema) {
            self.found.described += 1;
            let chain = self.chain(at, schema);
            if chain.iter().any(|at| self.is_free(at)) {
                let reason = self.reason(&chain).map(str::to_owned);
                self.found.free.push(FreePlace { kind, at: at.clone(), reason });
                return;
            }
        }
        if schema.get("$ref").is_none() {
            self.contents(at, schema);
        }
    }

    /// The places inside of a schema.
    fn contents(&mut self, at: &Pointer, schema: &'d Value) {
        for key in ["properties", "patternProperties"] {
            let kind = if key == "properties" { PlaceKind::Field } else { PlaceKind::MapValue };
            for (name, property) in members(schema.get(key)) {
                self.place(&at.push(key).push(name), property, kind);
            }
        }
        for key in ["additionalProperties", "unevaluatedProperties"] {
            if let Some(values) = schema.get(key).filter(|values| values.is_object()) {
                self.place(&at.push(key), values, PlaceKind::MapValue);
            }
        }
        let is_object = schema.get("type").is_some_and(|word| word == "object");
        if let Some(items) = schema.get("items").filter(|items| items.is_object() && !is_object) {
            self.place(&at.push("items"), items, PlaceKind::Item);
        }
        for key in ["items", "prefixItems"] {
            for (place, item) in parts(schema, key) {
                self.place(&at.push(key).push(place), item, PlaceKind::Item);
            }
        }
        // The properties of these are the object's own.
        for (place, part) in parts(schema, "allOf") {
            self.contents(&at.push("allOf").push(place), part);
        }
        let has_properties = members(schema.get("properties")).next().is_some();
        for key in ALTERNATIVES {
            let alternatives: Vec<(usize, &Value)> = parts(schema, key).filter(|(_, part)| !is_null(part)).collect();
            for (place, part) in &alternatives {
                let at = at.push(key).push(place);
                if has_properties || alternatives.len() == 1 {
                    self.contents(&at, part);
                } else {
                    self.place(&at, part, PlaceKind::Alternative);
                }
            }
        }
    }

    /// The place of a schema, and those that its references lead to.
    fn chain(&self, at: &Pointer, schema: &'d Value) -> Vec<String> {
        let (mut chain, mut next) = (vec![at.as_str().to_owned()], Some(schema));
        while let Some(schema) = next.take() {
            let reference = schema.get("$ref").and_then(Value::as_str);
            let has_own = ["properties", "additionalProperties", "patternProperties"].iter().any(|key| schema.get(key).is_some());
            let only = ["allOf"].iter().filter(|_| !has_own).chain(&ALTERNATIVES).find_map(|key| {
                let mut all = parts(schema, key).filter(|(_, part)| !is_null(part));
                let (one, _) = (all.next()?, all.next().is_none().then_some(())?);
                Some((*key, one))
            });
            let found = match (reference, only) {
                (Some(reference), _) => target(self.document, reference),
                (None, Some((key, (place, part)))) => Some((format!("{}/{key}/{place}", chain.last().map_or("", String::as_str)), part)),
                (None, None) => None,
            };
            if let Some((at, schema)) = found.filter(|(at, _)| !chain.contains(at)) {
                chain.push(at);
                next = Some(schema);
            }
        }
        chain
    }

    fn is_free(&self, at: &str) -> bool {
        self.free.contains(at) || self.warning(at).is_some_and(|message| message.contains(FREE))
    }

    /// What is said of one of several places, or of what decides the type there.
    fn reason(&self, chain: &[String]) -> Option<&'d str> {
        const DECIDING: [&str; 6] = ["type", "format", "enum", "const", "not", "$ref"];
        let says_free = |at: &String| self.warning(at).filter(|message| message.contains(FREE));
        let of_keys = |at: &String| DECIDING.iter().find_map(|key| self.warning(&format!("{at}/{key}")));
        chain.iter().find_map(says_free).or_else(|| chain.iter().find_map(|at| self.warning(at).or_else(|| of_keys(at))))
    }

    fn warning(&self, at: &str) -> Option<&'d str> {
        self.warnings.get(at).copied()
    }

    /// What stands in a place, or where its references lead.
    fn resolved(&self, at: Pointer, value: &'d Value) -> (Pointer, &'d Value) {
        let (mut at, mut value) = (at, value);
        for _ in 0..8 {
            let reference = value.get("$ref").and_then(Value::as_str);
            let Some((pointer, found)) = reference.and_then(|reference| target(self.document, reference)) else { break };
            (at, value) = (Pointer::parse(&pointer).unwrap_or_default(), found);
        }
        (at, value)
    }
}

/// What warnings call it.
const FREE: &str = "treated as free-form JSON";

fn members(map: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    map.and_then(Value::as_object).into_iter().flatten()
}

fn parts<'d>(schema: &'d Value, key: &str) -> impl Iterator<Item = (usize, &'d Value)> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten().enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;
    use generator::{NoFiles, Options, Source};

    fn found(definition: &str) -> Places {
        let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: https://h.example}}]\n{definition}");
        let source = Source::from_bytes("api.yaml", text.into_bytes()).unwrap();
        let generated = generator::generate(&source, None, &NoFiles, &Options::default()).unwrap();
        places(source.value(), &generated)
    }

    #[test]
    fn places_of_every_kind_are_counted_and_those_that_say_nothing_are_not() {
        let found = found(
            "paths:\n  /a/{id}:\n    parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {}}]\n    \
             put:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}\n      \
             responses: {'200': {description: D, content: {application/json: {schema: {type: object}}}}, \
             '400': {description: D, content: {application/json: {schema: {type: array, items: {type: integer}}}}}}\n\
             components:\n  schemas:\n    A: {type: object, properties: {f: {type: string}, any: {}, \
             one: {oneOf: [{type: string}, {type: boolean}, {}]}, map: {type: object, additionalProperties: {type: string}}}}\n",
        );
        // The parameter, the body, the second response and its items, three properties, two alternatives, the values of the map.
        assert_eq!(found, Places { described: 10, free: Vec::new() });
    }

    #[test]
    fn a_described_place_that_is_free_form_is_found_with_its_reason() {
        let found = found(
            "paths:\n  /a:\n    get:\n      \
             responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}\n\
             components:\n  schemas:\n    A: {type: object, properties: {a: {type: array, items: {$ref: '#/components/schemas/Odd'}}}}\n    \
             Odd: {allOf: [{type: string}, {type: boolean}]}\n",
        );
        assert_eq!(found.described, 3);
        let [FreePlace { kind: PlaceKind::Item, at, reason: Some(reason) }] = found.free.as_slice() else { panic!("{found:?}") };
        assert_eq!(at.as_str(), "/components/schemas/A/properties/a/items");
        assert!(reason.contains("exclude one another"), "{reason}");
    }
}
