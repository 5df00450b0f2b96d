//! XML → JSON.
//!
//! Content that a shape does not declare becomes fields as well: elements by their names, attributes with the prefix `@`,
//! and text next to elements as `#text`. Names keep their prefix, and its namespace is declared as in XML.

use serde_json::{Map as Json, Number, Value};

use super::shape::{Content, Element, Map, Name, Object, Place, Property, Tagged};
use super::tree::{Node, Qualified, parse};
use super::{ATTRIBUTE, INSTANCE, TEXT, encoding};

/// Reads a document whose root has the content of the element. Returns `None` for an empty document. The root may have any
/// name.
pub(crate) fn read(body: &[u8], element: &Element) -> Result<Option<Value>, String> {
    let text = encoding::decode(body)?;
    Ok(parse(&text)?.map(|root| value(&element.content, &root)))
}

fn value(content: &Content, node: &Node) -> Value {
    if is_null(node) {
        return Value::Null;
    }
    match content {
        Content::Any => any(node),
        // Text in place of items is read as an array with one item.
        Content::List(item) if node.children.is_empty() && !node.text.trim_ascii().is_empty() => scalar(&item.content, &node.text),
        Content::List(item) => node.children.iter().map(|child| value(&item.content, child)).collect(),
        Content::Map(shape) => map(shape, node),
        Content::Object(shape) => object(shape, node),
        Content::Tagged(tagged) => choose(tagged, node).map_or_else(|| any(node), |shape| object(shape, node)),
        // An element with elements is not a string. The type reports that, with its path.
        _ if !node.children.is_empty() => any(node),
        leaf => scalar(leaf, &node.text),
    }
}

/// Returns whether an element is marked as null.
fn is_null(node: &Node) -> bool {
    node.attributes.iter().any(|(name, value)| is_nil(name) && matches!(value.trim(), "true" | "1"))
}

fn is_nil(name: &Qualified) -> bool {
    name.local == "nil" && name.namespace == INSTANCE
}

/// Reads text. If it does not fit the shape it stays a string, which the type may still accept.
fn scalar(content: &Content, text: &str) -> Value {
    let trimmed = text.trim_ascii();
    let read = match content {
        Content::Number if trimmed.is_empty() => Some(Value::Null),
        Content::Boolean if trimmed.is_empty() => Some(Value::Null),
        Content::Number => serde_json::from_str::<Number>(trimmed).ok().map(Value::Number),
        Content::Boolean => match trimmed {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Content::Text => return text.into(),
        _ => None,
    };
    read.unwrap_or_else(|| trimmed.into())
}

fn map(shape: &Map, node: &Node) -> Value {
    let mut out = Properties::new();
    node.children.iter().for_each(|child| out.put_value(&shape.values, shape.repeated, node, child));
    out.put_others(node, &[]);
    out.0.into()
}

fn choose(tagged: &Tagged, node: &Node) -> Option<&'static Object> {
    let text = |property: &Property| match property.place {
        Place::Attribute => node.attributes.iter().find(|(name, _)| is_called(name, &property.name, None)).map(|(_, text)| text.as_str()),
        Place::Element => {
            node.children.iter().find(|child| is_called(&child.name, &property.name, Some(node))).map(|child| child.text.trim())
        }
        Place::Text => Some(node.text.trim()),
        Place::Items { .. } => None,
    };
    let fits = |(values, shape): &&(&'static [&'static str], &'static Object)| {
        let property = shape.properties.iter().find(|property| property.json == tagged.tag);
        property.and_then(text).is_some_and(|text| values.contains(&text))
    };
    tagged.variants.iter().find(fits).map(|(_, shape)| *shape).or(tagged.otherwise)
}

fn object(shape: &Object, node: &Node) -> Value {
    let mut out = Properties::new();
    let taken = Taken::of(shape, node);
    for (property, (_, text)) in taken.attributes.iter().zip(&node.attributes) {
        if let Some(property) = property {
            out.put(property.json, scalar(&property.content, text));
        }
    }
    for (property, child) in taken.children.iter().zip(&node.children) {
        match (property, &shape.rest) {
            (Some(Property { json, content, place: Place::Items { .. }, .. }), _) => out.append(json, value(content, child)),
            (Some(property), _) => out.put(property.json, value(&property.content, child)),
            (None, Some(rest)) => out.put_value(&rest.values, rest.repeated, node, child),
            (None, None) => out.put_value(&Content::Any, false, node, child),
        }
    }
    for property in shape.properties.iter().filter(|property| property.place == Place::Items { required: true }) {
        out.0.entry(property.json).or_insert_with(|| Value::Array(Vec::new()));
    }
    match shape.text() {
        Some(property) => out.put(property.json, scalar(&property.content, &node.text)),
        None => out.put_text(node),
    }
    out.put_others(node, &taken.attributes);
    out.0.into()
}

/// Finds the fields of the attributes and elements of a node.
struct Taken<'s> {
    attributes: Vec<Option<&'s Property>>,
    children: Vec<Option<&'s Property>>,
}

impl<'s> Taken<'s> {
    /// Names that match exactly come first. Then, for fields that are missing, names that match except for their position,
    /// their namespace, or the name that the definition gives them in XML.
    fn of(shape: &'s Object, node: &Node) -> Self {
        let properties = || shape.properties.iter().filter(|property| property.place != Place::Text);
        let exact = |is_attribute: bool, name: &Qualified| {
            let parent = (!is_attribute).then_some(node);
            properties().find(|property| (property.place == Place::Attribute) == is_attribute && is_called(name, &property.name, parent))
        };
        let mut attributes: Vec<_> = node.attributes.iter().map(|(name, _)| exact(true, name)).collect();
        let mut children: Vec<_> = node.children.iter().map(|child| exact(false, &child.name)).collect();
        let has = |property: &Property, list: &[Option<&Property>]| list.iter().flatten().any(|known| known.json == property.json);
        let missing: Vec<_> = properties().filter(|property| !has(property, &attributes) && !has(property, &children)).collect();
        let loose = |name: &Qualified| {
            let has_no_known_field = !name.prefix.is_empty() && name.namespace != node.name.namespace;
            let by = |called: fn(&Property) -> &'static str| missing.iter().copied().find(|property| called(property) == name.local);
            by(|property| property.name.local).filter(|property| !has_no_known_field || !property.name.namespace.is_empty()).or_else(|| {
                let own = by(|property| property.json);
                own.filter(|_| !has_no_known_field)
            })
        };
        for (slot, (name, _)) in attributes.iter_mut().zip(&node.attributes) {
            *slot = slot.or_else(|| loose(name).filter(|property| !matches!(property.place, Place::Items { .. }) && !is_nil(name)));
        }
        for (slot, child) in children.iter_mut().zip(&node.children) {
            *slot = slot.or_else(|| loose(&child.name));
        }
        Self { attributes, children }
    }
}

/// Returns whether a name is that of a shape. An element without a namespace is in that of the element around it, or in
/// none.
fn is_called(name: &Qualified, shape: &Name, parent: Option<&Node>) -> bool {
    name.local == shape.local
        && match shape.namespace {
            "" => name.prefix.is_empty() || parent.is_some_and(|parent| parent.name.namespace == name.namespace),
            namespace => name.namespace == namespace,
        }
}

/// Reads an element without a shape. If it has only text, it becomes a string.
fn any(node: &Node) -> Value {
    if is_null(node) {
        return Value::Null;
    }
    if node.children.is_empty() && node.attributes.is_empty() {
        return node.text.as_str().into();
    }
    let mut out = Properties::new();
    node.children.iter().for_each(|child| out.put_value(&Content::Any, false, node, child));
    out.put_text(node);
    out.put_others(node, &[]);
    out.0.into()
}

/// The fields of an object so far.
struct Properties(Json<String, Value>);

impl Properties {
    fn new() -> Self {
        Self(Json::new())
    }

    /// Adds a field. A repeated one becomes an array, which its type accepts or not.
    fn put(&mut self, name: &str, value: Value) {
        match self.0.get_mut(name) {
            None => drop(self.0.insert(name.to_owned(), value)),
            Some(Value::Array(items)) => items.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }

    /// Adds an item to a field that is an array.
    fn append(&mut self, name: &str, value: Value) {
        match self.0.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(items) => items.push(value),
            one => *one = Value::Array(vec![one.take(), value]),
        }
    }

    /// Adds an element as the entry of a map.
    fn put_value(&mut self, content: &Content, repeated: bool, parent: &Node, child: &Node) {
        let (name, mut value) = (child.name.as_written(), value(content, child));
        if child.name.namespace != parent.name.namespace && matches!(content, Content::Any) {
            value = with_namespace(value, &child.name);
        }
        if repeated { self.append(&name, value) } else { self.put(&name, value) }
    }

    /// Adds text that is next to elements.
    fn put_text(&mut self, node: &Node) {
        let text = node.text.trim_ascii();
        if !text.is_empty() {
            self.put(TEXT, text.into());
        }
    }

    /// Adds the attributes that the shape does not declare.
    fn put_others(&mut self, node: &Node, taken: &[Option<&Property>]) {
        for (index, (name, value)) in node.attributes.iter().enumerate() {
            if taken.get(index).is_some_and(Option::is_some) || is_nil(name) {
                continue;
            }
            if !name.namespace.is_empty() && name.prefix != "xml" {
                self.0.insert(declaration(&name.prefix), name.namespace.as_str().into());
            }
            self.0.insert(format!("{ATTRIBUTE}{}", name.as_written()), value.as_str().into());
        }
    }
}

impl Qualified {
    fn as_written(&self) -> String {
        if self.prefix.is_empty() { self.local.clone() } else { format!("{}:{}", self.prefix, self.local) }
    }
}

/// Returns the name of the attribute that declares the namespace of a prefix.
fn declaration(prefix: &str) -> String {
    if prefix.is_empty() { format!("{ATTRIBUTE}xmlns") } else { format!("{ATTRIBUTE}xmlns:{prefix}") }
}

/// Adds the declaration of the namespace of an element to its value.
fn with_namespace(value: Value, name: &Qualified) -> Value {
    let mut properties = match value {
        Value::Object(properties) => properties,
        Value::String(text) if text.is_empty() => Json::new(),
        Value::String(text) => Json::from_iter([(TEXT.to_owned(), text.into())]),
        other => return other,
    };
    properties.insert(declaration(&name.prefix), name.namespace.as_str().into());
    properties.into()
}
