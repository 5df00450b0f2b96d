//! Defaults and examples, held against the schema that they stand in.

use serde_json::Value;

use crate::node::{Node, kind};
use crate::scalar::number::integer;

use crate::normalize::context::document::Document;

/// How many objects and lists a value may lie in to be looked at.
const DEPTH: usize = 16;

impl<'d> Document<'d> {
    /// Reports a default or an example that is no value of its schema.
    pub(in crate::normalize) fn check_given(&self, node: &Node<'d, '_>) {
        let keys = [("default", "the default"), ("example", "the example"), ("x-example", "the example")];
        for (key, what) in keys {
            let Some(value) = node.value().get(key).filter(|value| !value.is_null()) else {
                continue;
            };
            let lost =
                if key == "default" { "the documentation shows it all the same" } else { "where it cannot be read, another one is shown" };
            self.compare(value, node, |why| {
                Node::start(value, node.pointer().push(key), self.sink).warn(format!("{what} does not fit its schema{why}; {lost}"));
            });
        }
    }

    /// Reports examples of a response that are no values of its schema. Some documents give JSON as text.
    pub(in crate::normalize) fn check_response_examples(&self, response: &Node<'d, '_>) {
        let keys = response.value();
        let (Some(schema), Some(examples)) = (keys.get("schema"), keys.get("examples").and_then(Value::as_object)) else {
            return;
        };
        for (media, example) in examples.iter().filter(|(media, _)| media.contains("json")) {
            let parsed = example.as_str().map(|text| serde_json::from_str(text).ok());
            // Text that is no JSON is prose, or cut short.
            let Some(value) = parsed.as_ref().map_or(Some(example), Option::as_ref) else { continue };
            let schema = Node::start(schema, response.pointer().push("schema"), self.sink);
            self.compare(value, &schema, |why| {
                let at = response.pointer().push("examples").push(media);
                let lost = "of a response like this one, the type does not read all";
                Node::start(example, at, self.sink).warn(format!("the example does not fit the schema of the response{why}; {lost}"));
            });
        }
    }

    /// Says where a value does not fit a schema, and why, when it does not.
    fn compare(&self, value: &Value, schema: &Node<'d, '_>, report: impl FnOnce(&str)) {
        if let Some((way, why)) = self.mismatch_of(value, schema, DEPTH) {
            let inside = if way.is_empty() { String::new() } else { format!(" at `{way}`") };
            report(&format!("{inside}: {why}"));
        }
    }

    /// Where a value does not fit a schema, and why. References are followed; alternatives are let pass.
    fn mismatch_of(&self, value: &Value, schema: &Node<'d, '_>, depth: usize) -> Option<(String, String)> {
        let keys = schema.value().as_object()?;
        if depth == 0 || value.is_null() {
            return None;
        }
        if let Some((name, reference)) = keys.get_key_value("$ref") {
            let reference = Node::start(reference, schema.pointer().push(name), self.sink);
            let (at, target) = self.references.find(&reference)?;
            return self.mismatch_of(value, &Node::start(target, at, self.sink), depth - 1);
        }
        let here = |why: String| Some((String::new(), why));
        if ["x-one-of", "oneOf", "anyOf", "discriminator"].iter().any(|key| keys.contains_key(*key)) {
            return None;
        }
        if let Some(found) = self.in_parts(value, schema, depth) {
            return Some(found);
        }
        if let Some(listed) = keys.get("enum").and_then(Value::as_array)
            && !listed.is_empty()
            && !value.is_array()
            && !listed.iter().any(|one| text(one) == text(value))
        {
            return here(format!("{} is none of the listed values", shown(value)));
        }
        let expected = match keys.get("type").and_then(Value::as_str)? {
            // A number or a boolean is read as the text that is written there.
            "string" if value.is_null() || value.is_array() || value.is_object() => "a string",
            "integer" if !is_integer(value) => "an integer",
            "number" if !value.is_number() => "a number",
            "boolean" if !value.is_boolean() => "a boolean",
            "array" if !value.is_array() => "an array",
            // An enum that calls itself an object may be one of other values, which are compared above.
            "object" if !value.is_object() && !keys.contains_key("enum") => "an object",
            "array" => return self.in_list(value, schema, depth),
            "object" => return self.in_object(value, schema, depth),
            _ => return None,
        };
        here(format!("expected {expected}, found {}", kind(value)))
    }

    /// A value fits all parts of `allOf`.
    fn in_parts(&self, value: &Value, schema: &Node<'d, '_>, depth: usize) -> Option<(String, String)> {
        let parts = schema.value().get("allOf")?.as_array()?;
        let at = schema.pointer().push("allOf");
        let mut parts = parts.iter().enumerate();
        parts.find_map(|(index, part)| self.mismatch_of(value, &Node::start(part, at.push(index), self.sink), depth - 1))
    }

    fn in_list(&self, value: &Value, schema: &Node<'d, '_>, depth: usize) -> Option<(String, String)> {
        let items = Node::start(schema.value().get("items")?, schema.pointer().push("items"), self.sink);
        let mut found = value.as_array()?.iter().enumerate();
        found.find_map(|(index, item)| {
            let (way, why) = self.mismatch_of(item, &items, depth - 1)?;
            Some((format!("/{index}{way}"), why))
        })
    }

    fn in_object(&self, value: &Value, schema: &Node<'d, '_>, depth: usize) -> Option<(String, String)> {
        let properties = schema.value().get("properties")?.as_object()?;
        let at = schema.pointer().push("properties");
        value.as_object()?.iter().find_map(|(key, value)| {
            let (name, property) = properties.get_key_value(key)?;
            let (way, why) = self.mismatch_of(value, &Node::start(property, at.push(name), self.sink), depth - 1)?;
            Some((format!("/{key}{way}"), why))
        })
    }
}

fn is_integer(value: &Value) -> bool {
    matches!(value, Value::Number(number) if integer(number).is_some() || number.is_u64())
}

/// A value as it would be written in a query: numbers and booleans may be listed in quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    if text.chars().count() > LONGEST { format!("{}…", text.chars().take(LONGEST).collect::<String>()) } else { text }
}
