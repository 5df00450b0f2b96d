//! Values in XML: how the definition says that they look, and how they are read.

use serde_json::{Map, Value};

use super::document::{Document, entries, items, string};

/// An element.
#[derive(Debug, Default, Clone)]
pub struct Node {
    /// With its prefix.
    name: String,
    /// Empty where it is that of what is around it.
    namespace: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Self>,
}

impl Node {
    /// A value as the element that the definition describes.
    pub fn of(document: &Document, element: &Value, value: &Value) -> Self {
        let mut node = Self::named(&element["name"]);
        node.fill(document, &element["content"], value);
        node
    }

    fn named(name: &Value) -> Self {
        Self { name: full(name), namespace: string(&name["namespace"]).to_owned(), ..Self::default() }
    }

    fn fill(&mut self, document: &Document, content: &Value, value: &Value) {
        match value {
            Value::Object(members) => match content.get("shape") {
                Some(index) => self.object(document, document.xml_shape(index), members),
                None => self.map(document, &content["map"], members.iter()),
            },
            Value::Array(list) => self.children.extend(list.iter().map(|item| Self::of(document, &content["list"], item))),
            scalar => self.text = super::expect::text(scalar),
        }
    }

    fn object(&mut self, document: &Document, shape: &Value, members: &Map<String, Value>) {
        if let Some(tag) = shape["tag"].as_str() {
            let text = members.get(tag).map(super::expect::text).unwrap_or_default();
            let chosen = items(&shape["variants"]).find(|variant| items(&variant[0]).any(|known| *known == text.as_str()));
            let index = chosen.map_or(&shape["otherwise"], |variant| &variant[1]);
            return self.object(document, document.xml_shape(index), members);
        }
        for property in items(&shape["properties"]) {
            let Some(value) = members.get(string(&property["json"])) else { continue };
            match (string(&property["place"]), value) {
                ("attribute", value) => {
                    self.declare(&property["name"]);
                    self.attributes.push((full(&property["name"]), super::expect::text(value)));
                }
                ("text", value) => self.text = super::expect::text(value),
                ("items", Value::Array(list)) => self.children.extend(list.iter().map(|item| Self::of(document, property, item))),
                (_, value) => self.children.push(Self::of(document, property, value)),
            }
        }
        let known = |name: &str| items(&shape["properties"]).any(|property| property["json"] == name);
        self.map(document, &shape["rest"], members.iter().filter(|(name, _)| !known(name)));
    }

    fn map<'v>(&mut self, document: &Document, map: &Value, members: impl Iterator<Item = (&'v String, &'v Value)>) {
        for (name, value) in members {
            let one = |value: &Value| {
                let mut node = Self { name: name.clone(), ..Self::default() };
                node.fill(document, &map["values"], value);
                node
            };
            match value {
                Value::Array(list) if map["values"].get("list").is_none() => self.children.extend(list.iter().map(one)),
                value => self.children.push(one(value)),
            }
        }
    }

    /// Declares the prefix of an attribute.
    fn declare(&mut self, name: &Value) {
        let declaration = (format!("xmlns:{}", string(&name["prefix"])), string(&name["namespace"]).to_owned());
        if !declaration.1.is_empty() && !self.attributes.contains(&declaration) {
            self.attributes.push(declaration);
        }
    }

    /// The element as text.
    pub fn print(&self) -> String {
        let mut out = format!("<{}", self.name);
        let mut attributes = self.attributes.clone();
        let declaration = (self.declaration(), self.namespace.clone());
        if !self.namespace.is_empty() && !attributes.contains(&declaration) {
            attributes.push(declaration);
        }
        for (name, value) in &attributes {
            out.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
        out.push('>');
        out.push_str(&escaped(&self.text));
        out.extend(self.children.iter().map(Self::print));
        format!("{out}</{}>", self.name)
    }

    fn declaration(&self) -> String {
        self.name.split_once(':').map_or_else(|| "xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"))
    }

    /// Whether an element that was read is this one.
    pub fn is_like(&self, other: &Self) -> bool {
        let sorted = |node: &Self| {
            let mut attributes: Vec<_> = node.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")).cloned().collect();
            attributes.sort();
            attributes
        };
        let same_namespace = self.namespace.is_empty() || self.namespace == other.namespace;
        let children = self.children.len() == other.children.len() && self.children.iter().zip(&other.children).all(|(a, b)| a.is_like(b));
        self.name == other.name && same_namespace && sorted(self) == sorted(other) && self.text == other.text && children
    }

    /// Reads a document as simple as those that programs write: no comments, no sections.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split_once("?>").map_or(text, |(_, rest)| rest).trim_start();
        let (node, rest) = Self::element(text, &[])?;
        rest.trim().is_empty().then_some(node)
    }

    fn element<'t>(text: &'t str, around: &[(String, String)]) -> Option<(Self, &'t str)> {
        let (tag, mut rest) = text.strip_prefix('<')?.split_once('>')?;
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut node = Self { name: name.to_owned(), ..Self::default() };
        while let Some((name, after)) = attributes.trim_start().split_once("=\"") {
            let (value, after) = after.split_once('"')?;
            node.attributes.push((name.to_owned(), unescaped(value)));
            attributes = after;
        }
        let mut bound: Vec<_> = node.attributes.iter().filter(|(name, _)| name.starts_with("xmlns")).cloned().collect();
        bound.extend_from_slice(around);
        let declaration = node.declaration();
        node.namespace = bound.iter().find(|(name, _)| *name == declaration).map(|(_, space)| space.clone()).unwrap_or_default();
        if !is_empty {
            rest = node.content(rest, &bound)?.strip_prefix(name)?.strip_prefix('>')?;
        }
        Some((node, rest))
    }

    /// Reads what is in an element, up to the name in its end.
    fn content<'t>(&mut self, mut rest: &'t str, bound: &[(String, String)]) -> Option<&'t str> {
        loop {
            let (before, _) = rest.split_once('<')?;
            self.text.push_str(&unescaped(before));
            rest = rest.get(before.len()..)?;
            if let Some(end) = rest.strip_prefix("</") {
                return Some(end);
            }
            let (child, after) = Self::element(rest, bound)?;
            self.children.push(child);
            rest = after;
        }
    }
}

/// A name with its prefix.
fn full(name: &Value) -> String {
    let (prefix, local) = (string(&name["prefix"]), string(&name["local"]));
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

const ESCAPES: [(&str, &str); 6] = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("\r", "&#13;"), ("\n", "&#10;")];

fn escaped(text: &str) -> String {
    ESCAPES.iter().fold(text.to_owned(), |text, (plain, escaped)| text.replace(plain, escaped))
}

fn unescaped(text: &str) -> String {
    ESCAPES.iter().rev().fold(text.to_owned(), |text, (plain, escaped)| text.replace(escaped, plain))
}

/// A value without what cannot be told from what is absent: properties with no content at all.
pub fn without_empty(value: &Value) -> Value {
    let is_empty =
        |value: &Value| entries(value).next().is_none() && items(value).next().is_none() && (value.is_null() || !is_scalar(value));
    match value {
        Value::Object(_) => {
            let members = entries(value).map(|(name, value)| (name.to_owned(), without_empty(value)));
            members.filter(|(_, value)| !is_empty(value)).collect()
        }
        Value::Array(list) => list.iter().map(without_empty).collect(),
        scalar => scalar.clone(),
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}
