//! JSON → XML: the fields in the order of the shape, then those that it does not declare, as reading returns them.

use serde_json::{Map as Json, Value};

use super::name::{invalid_char, is_name};
use super::shape::{Content, Element, Name, Object, Place, Property, Tagged};
use super::{ATTRIBUTE, INSTANCE, TEXT};

/// Writes a document with this root element.
pub(crate) fn write(value: &Value, element: &Element) -> Result<String, String> {
    let mut writer = XmlWriter { out: r#"<?xml version="1.0" encoding="UTF-8"?>"#.to_owned(), ..XmlWriter::default() };
    writer.element(Tag::of(&element.name), &element.content, value)?;
    Ok(writer.out)
}

#[derive(Default)]
struct XmlWriter {
    out: String,
    /// The namespaces of the prefixes at this position, innermost last.
    bound: Vec<(String, String)>,
    /// The path of the value, for messages.
    path: Vec<String>,
}

/// The name of an element or an attribute.
#[derive(Clone, Copy)]
struct Tag<'a> {
    prefix: &'a str,
    local: &'a str,
    /// Empty if it is not known.
    namespace: &'a str,
}

impl<'a> Tag<'a> {
    fn of(name: &Name) -> Self {
        Self { prefix: name.prefix, local: name.local, namespace: name.namespace }
    }

    /// Returns the name of an entry of a map.
    fn parse(name: &'a str) -> Self {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        Self { prefix, local, namespace: "" }
    }

    fn as_written(&self) -> String {
        if self.prefix.is_empty() { self.local.to_owned() } else { format!("{}:{}", self.prefix, self.local) }
    }
}

/// The content of an element.
#[derive(Default)]
struct ElementParts<'v> {
    /// Prefixes and their namespaces.
    declarations: Vec<(&'v str, &'v str)>,
    attributes: Vec<(Tag<'v>, String)>,
    text: Option<String>,
    elements: Vec<(Tag<'v>, Content, &'v Value)>,
}

impl XmlWriter {
    fn fault<T>(&self, problem: &str) -> Result<T, String> {
        let path = self.path.join(".");
        Err(if path.is_empty() { problem.to_owned() } else { format!("{problem} at {path}") })
    }

    fn element(&mut self, tag: Tag<'_>, content: &Content, value: &Value) -> Result<(), String> {
        self.path.push(tag.local.to_owned());
        let bound = self.bound.len();
        let mut parts = ElementParts::default();
        if value.is_null() {
            parts.attributes.push((Tag { prefix: "xsi", local: "nil", namespace: INSTANCE }, "true".to_owned()));
        } else {
            self.collect(content, value, &mut parts)?;
        }
        self.tag(tag, &parts)?;
        let inside = self.out.len();
        self.out.push('>');
        self.escaped(parts.text.as_deref().unwrap_or_default(), false)?;
        for (tag, content, value) in parts.elements {
            self.element(tag, &content, value)?;
        }
        if self.out.len() == inside + 1 {
            self.out.truncate(inside);
            self.out.push_str("/>");
        } else {
            self.out.extend(["</", &tag.as_written(), ">"]);
        }
        self.bound.truncate(bound);
        self.path.pop();
        Ok(())
    }

    /// Writes the start of an element, up to its `>`.
    fn tag(&mut self, tag: Tag<'_>, parts: &ElementParts<'_>) -> Result<(), String> {
        let mut declared: Vec<(String, String)> = Vec::new();
        for (prefix, namespace) in &parts.declarations {
            declared.push(((*prefix).to_owned(), (*namespace).to_owned()));
        }
        for Tag { prefix, namespace, .. } in [&tag].into_iter().chain(parts.attributes.iter().map(|(tag, _)| tag)) {
            let known = declared.iter().chain(self.bound.iter().rev()).find(|(known, _)| known == prefix);
            if !namespace.is_empty() && known.is_none_or(|(_, known)| known != namespace) {
                if declared.iter().any(|(known, _)| known == prefix) {
                    return self.fault(&format!("the prefix {prefix:?} has two namespaces"));
                }
                declared.push(((*prefix).to_owned(), (*namespace).to_owned()));
            }
        }
        self.bound.extend(declared.iter().cloned());
        self.out.push('<');
        self.name(tag)?;
        for (prefix, namespace) in &declared {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            self.out.extend([" ", &name, "=\""]);
            self.escaped(namespace, true)?;
            self.out.push('"');
        }
        for (tag, text) in &parts.attributes {
            self.out.push(' ');
            self.name(*tag)?;
            self.out.push_str("=\"");
            self.escaped(text, true)?;
            self.out.push('"');
        }
        Ok(())
    }

    fn name(&mut self, tag: Tag<'_>) -> Result<(), String> {
        let name = tag.as_written();
        if !is_name(tag.local) || !(tag.prefix.is_empty() || is_name(tag.prefix)) {
            return self.fault(&format!("{name:?} is not a valid XML name"));
        }
        let is_bound = matches!(tag.prefix, "" | "xml") || self.bound.iter().any(|(prefix, _)| prefix == tag.prefix);
        if !is_bound {
            return self.fault(&format!("the prefix of {name:?} has no namespace"));
        }
        self.out.push_str(&name);
        Ok(())
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) -> Result<(), String> {
        if let Some(letter) = invalid_char(text) {
            return self.fault(&format!("XML cannot carry the character U+{:04X}", u32::from(letter)));
        }
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' if in_attribute => self.out.push_str("&quot;"),
                '\n' | '\t' if in_attribute => self.out.push_str(&format!("&#{};", u32::from(letter))),
                // A parser would turn it into a line break.
                '\r' => self.out.push_str("&#13;"),
                letter => self.out.push(letter),
            }
        }
        Ok(())
    }

    /// Distributes a value over the content of an element. A value that does not fit the shape is written as it is.
    fn collect<'v>(&self, content: &Content, value: &'v Value, parts: &mut ElementParts<'v>) -> Result<(), String> {
        match (content, value) {
            (Content::Object(shape), Value::Object(properties)) => self.object(shape, properties, parts),
            (Content::Tagged(tagged), Value::Object(properties)) => match choose(tagged, properties) {
                Some(shape) => self.object(shape, properties, parts),
                None => self.free(properties.iter(), &Content::Any, parts),
            },
            (Content::Map(shape), Value::Object(properties)) => self.free(properties.iter(), &shape.values, parts),
            (Content::List(item), Value::Array(items)) => {
                parts.elements.extend(items.iter().map(|value| (Tag::of(&item.name), item.content, value)));
                Ok(())
            }
            (_, Value::Object(properties)) => self.free(properties.iter(), &Content::Any, parts),
            (_, Value::Array(_)) => self.fault("an array in an array has no name in XML"),
            (_, scalar) => {
                parts.text = text(scalar);
                Ok(())
            }
        }
    }

    fn object<'v>(&self, shape: &Object, properties: &'v Json<String, Value>, parts: &mut ElementParts<'v>) -> Result<(), String> {
        for property in shape.properties {
            let Some(value) = properties.get(property.json) else { continue };
            let tag = Tag::of(&property.name);
            match (property.place, value) {
                (Place::Attribute | Place::Text, Value::Null) => {}
                (Place::Attribute, value) => parts.attributes.push((tag, self.plain(property, value)?)),
                (Place::Text, value) => parts.text = Some(self.plain(property, value)?),
                (Place::Items { .. }, Value::Array(items)) => {
                    parts.elements.extend(items.iter().map(|value| (tag, property.content, value)));
                }
                (Place::Items { .. }, Value::Null) => {}
                (Place::Element | Place::Items { .. }, value) => parts.elements.push((tag, property.content, value)),
            }
        }
        let known = |name: &str| shape.properties.iter().any(|property| property.json == name);
        let rest = properties.iter().filter(|(name, _)| !known(name));
        self.free(rest, shape.rest.map_or(&Content::Any, |rest| &rest.values), parts)
    }

    fn plain(&self, property: &Property, value: &Value) -> Result<String, String> {
        match text(value) {
            Some(text) => Ok(text),
            None => self.fault(&format!("`{}` must be a string, a number or a boolean", property.json)),
        }
    }

    /// Adds the entries of a map.
    fn free<'v>(
        &self,
        properties: impl Iterator<Item = (&'v String, &'v Value)>,
        values: &Content,
        parts: &mut ElementParts<'v>,
    ) -> Result<(), String> {
        for (name, value) in properties {
            match (name.strip_prefix(ATTRIBUTE), text(value)) {
                (Some("xmlns"), Some(_)) => parts.declarations.extend(value.as_str().map(|namespace| ("", namespace))),
                (Some(name), Some(text)) => match name.strip_prefix("xmlns:") {
                    Some(prefix) => parts.declarations.extend(value.as_str().map(|namespace| (prefix, namespace))),
                    // A field that was set replaces the received value.
                    None if parts.attributes.iter().any(|(tag, _)| tag.as_written() == name) => {}
                    None => parts.attributes.push((Tag::parse(name), text)),
                },
                (None, Some(text)) if name == TEXT => parts.text = Some(text),
                _ => match value {
                    Value::Array(items) if !matches!(values, Content::List(_)) => {
                        parts.elements.extend(items.iter().map(|value| (Tag::parse(name), *values, value)));
                    }
                    value => parts.elements.push((Tag::parse(name), *values, value)),
                },
            }
        }
        Ok(())
    }
}

fn choose(tagged: &Tagged, properties: &Json<String, Value>) -> Option<&'static Object> {
    let text = properties.get(tagged.tag).and_then(text);
    let fits = |(values, _): &&(&'static [&'static str], &'static Object)| text.as_deref().is_some_and(|text| values.contains(&text));
    tagged.variants.iter().find(fits).map(|(_, shape)| *shape).or(tagged.otherwise)
}

/// Returns a value as the text that it has in XML.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
