//! The values of YAML nodes: scalars by the core schema of YAML 1.2, mappings and sequences as they are.

use std::fmt;

use libyaml_safer::{BOOL_TAG, FLOAT_TAG, INT_TAG, NULL_TAG, ScalarStyle};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

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
    let wrong = |expected: &str| Err(YamlError::invalid_value(Unexpected::Str(text), &expected));
    match tag {
        Some(NULL_TAG) => {
            if is_null(text) {
                visitor.visit_unit()
            } else {
                wrong("null")
            }
        }
        Some(BOOL_TAG) => boolean(text).map_or_else(|| wrong("a boolean"), |flag| visitor.visit_bool(flag)),
        Some(INT_TAG) => integer(text).map_or_else(|| wrong("an integer"), |number| number.visit(text, visitor)),
        Some(FLOAT_TAG) => float(text).map_or_else(|| wrong("a float"), |number| Number::Float(number).visit(text, visitor)),
        None if style == ScalarStyle::Plain => plain(text, visitor),
        _ => visitor.visit_str(text),
    }
}

fn plain<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, YamlError> {
    if is_null(text) {
        return visitor.visit_unit();
    }
    if let Some(flag) = boolean(text) {
        return visitor.visit_bool(flag);
    }
    match integer(text).or_else(|| float(text).map(Number::Float)) {
        Some(number) => number.visit(text, visitor),
        None => visitor.visit_str(text),
    }
}

/// A number of YAML.
#[derive(Debug, PartialEq)]
enum Number {
    Unsigned(u64),
    Negative(i64),
    Float(f64),
}

impl Number {
    fn visit<'de, V: Visitor<'de>>(self, text: &str, visitor: V) -> Result<V::Value, YamlError> {
        match self {
            Self::Unsigned(number) => visitor.visit_u64(number),
            Self::Negative(number) => visitor.visit_i64(number),
            Self::Float(number) if number.is_finite() => visitor.visit_f64(number),
            // JSON has no such numbers; the text reports itself where a number is read.
            Self::Float(_) => visitor.visit_str(text),
        }
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// An integer. What has more digits than the kinds of numbers have is the nearest float.
fn integer(text: &str) -> Option<Number> {
    let (sign, unsigned) = sign(text);
    let by_radix = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().find_map(|(prefix, radix)| Some((unsigned.strip_prefix(prefix)?, radix)));
    let (digits, radix) = by_radix.unwrap_or((unsigned, 10));
    if !digits.starts_with(|c: char| c.is_digit(radix)) || radix == 10 && has_leading_zeros(digits) {
        return None;
    }
    let size = u128::from_str_radix(digits, radix).ok()?;
    if sign == Some('-') {
        let small = u64::try_from(size).ok().and_then(|size| 0i64.checked_sub_unsigned(size));
        return Some(small.map_or(Number::Float(-(size as f64)), Number::Negative));
    }
    Some(u64::try_from(size).map_or(Number::Float(size as f64), Number::Unsigned))
}

fn float(text: &str) -> Option<f64> {
    let (sign, unsigned) = sign(text);
    let size = match unsigned {
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        ".nan" | ".NaN" | ".NAN" if sign.is_none() => f64::NAN,
        _ if unsigned.starts_with(['+', '-']) || has_leading_zeros(unsigned) => return None,
        _ => unsigned.parse().ok().filter(|number: &f64| number.is_finite())?,
    };
    Some(if sign == Some('-') { -size } else { size })
}

fn sign(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

/// Whether digits are text rather than a number, such as a postal code.
fn has_leading_zeros(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests;
