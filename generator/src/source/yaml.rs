//! The values of YAML nodes: scalars by the core schema of YAML 1.2, mappings and sequences as they are.

use std::fmt;

use libyaml_safer::{BOOL_TAG, FLOAT_TAG, INT_TAG, NULL_TAG, ScalarStyle};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_yaml::Value;

use super::nodes::{MarkedNode, NodeContent, Nodes, Position};

/// A node to be read; none where the text has no more.
#[derive(Clone, Copy)]
pub(super) struct YamlValue<'n> {
    nodes: &'n Nodes,
    index: usize,
}

/// Why a node could not be read.
#[derive(Debug)]
pub(super) struct YamlError {
    pub message: String,
    /// Where the innermost node stands that the problem is about.
    pub position: Option<Position>,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for YamlError {}

impl From<serde_yaml::Error> for YamlError {
    fn from(error: serde_yaml::Error) -> Self {
        let position = error.location().map(|location| (location.line(), location.column()));
        let text = error.to_string();
        let message = text.split_once(" at line ").map_or(text.as_str(), |(message, _)| message);
        Self { message: format!("not valid YAML: {message}"), position }
    }
}

impl Error for YamlError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), position: None }
    }
}

impl<'n> YamlValue<'n> {
    /// The root of a document.
    pub fn root(nodes: &'n Nodes) -> Self {
        Self { nodes, index: 0 }
    }

    fn inside(self, index: usize) -> YamlItems<'n, impl Iterator<Item = usize>> {
        YamlItems { nodes: self.nodes, indices: self.nodes.inside(index) }
    }
}

/// What remains of a sequence, or of the keys and values of a mapping.
struct YamlItems<'n, I> {
    nodes: &'n Nodes,
    indices: I,
}

impl<'de, I: Iterator<Item = usize>> SeqAccess<'de> for YamlItems<'_, I> {
    type Error = YamlError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, YamlError> {
        self.indices.next().map(|index| seed.deserialize(YamlValue { nodes: self.nodes, index })).transpose()
    }
}

impl<'de, I: Iterator<Item = usize>> MapAccess<'de> for YamlItems<'_, I> {
    type Error = YamlError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, YamlError> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, YamlError> {
        // Nothing follows a key where the text is cut off.
        let index = self.indices.next().unwrap_or(usize::MAX);
        seed.deserialize(YamlValue { nodes: self.nodes, index })
    }
}

impl<'de> Deserializer<'de> for YamlValue<'_> {
    type Error = YamlError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, YamlError> {
        let Some((index, node)) = self.nodes.target(self.index) else {
            return visitor.visit_unit();
        };
        let value = match &node.content {
            NodeContent::Scalar(text, style) => scalar(text, *style, node.tag.as_deref(), visitor),
            NodeContent::Sequence => visitor.visit_seq(self.inside(index)),
            NodeContent::Mapping => visitor.visit_map(self.inside(index)),
            NodeContent::Alias(_) => visitor.visit_unit(),
        };
        value.map_err(|error| at(error, node))
    }

    /// Reads text as it is written, whatever it looks like.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, YamlError> {
        let Some((_, node)) = self.nodes.target(self.index) else {
            return visitor.visit_str("");
        };
        let text = match &node.content {
            NodeContent::Scalar(text, _) => visitor.visit_str(text),
            NodeContent::Sequence => Err(YamlError::invalid_type(Unexpected::Seq, &visitor)),
            NodeContent::Mapping | NodeContent::Alias(_) => Err(YamlError::invalid_type(Unexpected::Map, &visitor)),
        };
        text.map_err(|error| at(error, node))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn at(error: YamlError, node: &MarkedNode) -> YamlError {
    YamlError { position: error.position.or(Some(node.position)), ..error }
}

/// Reads a scalar: as its tag says, otherwise as what it looks like when it is written without quotes.
fn scalar<'de, V: Visitor<'de>>(text: &str, style: ScalarStyle, tag: Option<&str>, visitor: V) -> Result<V::Value, YamlError> {
    let expected = match tag {
        Some(NULL_TAG) => "null",
        Some(BOOL_TAG) => "a boolean",
        Some(INT_TAG) => "an integer",
        Some(FLOAT_TAG) => "a float",
        None if style == ScalarStyle::Plain => return plain(text, visitor),
        _ => return visitor.visit_str(text),
    };
    let wrong = || YamlError::invalid_value(Unexpected::Str(text), &expected);
    let value = resolved(text).ok_or_else(wrong)?;
    match (tag, &value) {
        (Some(NULL_TAG), Value::Null) | (Some(BOOL_TAG), Value::Bool(_)) => value.deserialize_any(visitor).map_err(YamlError::custom),
        (Some(FLOAT_TAG), Value::Number(number)) => number.as_f64().map_or_else(|| Err(wrong()), |number| visitor.visit_f64(number)),
        (Some(INT_TAG), Value::Number(number)) if !number.is_f64() => value.deserialize_any(visitor).map_err(YamlError::custom),
        _ => Err(wrong()),
    }
}

fn plain<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, YamlError> {
    match resolved(text) {
        Some(value) => value.deserialize_any(visitor).map_err(YamlError::custom),
        None => visitor.visit_str(text),
    }
}

/// The null, the boolean or the number that text without quotes is, as `serde_yaml` reads it. None for text, and for numbers that
/// JSON has not: their text reports itself where a number is read.
fn resolved(text: &str) -> Option<Value> {
    // Most scalars are text, by their first letter: a parser for each of them would take longer than all the rest.
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ if is_short_integer(text) => return text.parse::<u64>().ok().map(Value::from),
        _ => {}
    }
    let may_be_number = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte));
    if !may_be_number {
        return None;
    }
    if is_long_integer(text) {
        return text.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::from);
    }
    // In brackets, `---` is no mark of a document.
    let [value] = <[Value; 1]>::try_from(serde_yaml::from_str::<Vec<Value>>(&format!("[{text}]")).ok()?).ok()?;
    let is_one = match &value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(f64::is_finite),
        _ => false,
    };
    is_one.then_some(value)
}

/// Whether text is an integer of decimal digits that every spelling of YAML reads alike.
fn is_short_integer(text: &str) -> bool {
    (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
}

/// Whether text is an integer of more digits than the integers of a `Value` have: it is the nearest float.
fn is_long_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.len() >= 20 && text.parse::<u64>().is_err() && !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests;
