//! From places in a value to lines and columns, in one pass over the text.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::pointer::Pointer;

/// A line and a column, both from 1; columns count characters.
type Position = (usize, usize);

/// The places that are looked for, as a tree of keys.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    position: Option<Position>,
    below: HashMap<String, Wanted>,
}

impl Wanted {
    /// Adds a place.
    pub fn insert(&mut self, place: &Pointer) {
        let mut here = self;
        for key in place.keys() {
            here = here.below.entry(key).or_default();
        }
    }

    /// The position of the place, or of the nearest parent that was found.
    pub fn nearest(&self, place: &Pointer) -> Option<Position> {
        let mut found = self.position;
        let mut here = self;
        for key in place.keys() {
            match here.below.get(&key) {
                Some(next) => here = next,
                None => break,
            }
            found = here.position.or(found);
        }
        found
    }
}

/// Where the lines of a text begin.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the beginnings of the lines.
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line and the column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.as_bytes().get(start..offset).unwrap_or_default();
        // Every character has one byte that is no continuation.
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
        (line, column)
    }

    /// The byte behind the given number of bytes of a line.
    pub fn offset(&self, line: usize, bytes: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).map_or(self.text.len(), |start| start + bytes)
    }
}

/// The offset of the opening quote of the JSON string that ends before `end`.
pub(super) fn string_start(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let mut at = end.saturating_sub(1);
    while at > 0 {
        at -= 1;
        let escapes = (0..at).rev().take_while(|before| byte(*before) == b'\\').count();
        if byte(at) == b'"' && escapes % 2 == 0 {
            break;
        }
    }
    at
}

/// Finds the wanted places in JSON text that has been read before.
pub(super) fn find_in_json(text: &str, wanted: &mut Wanted) {
    let mut scan = Scan { text, at: 0, lines: Lines::new(text) };
    scan.space();
    wanted.position = Some(scan.lines.position(scan.at));
    scan.value(wanted);
}

/// A walk over the bytes of valid JSON. The nesting is as deep as the parser allowed.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    lines: Lines<'t>,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Whether another member or item follows; steps over what separates them.
    fn next(&mut self) -> bool {
        self.space();
        if self.peek() == Some(b',') {
            self.at += 1;
            self.space();
        }
        if matches!(self.peek(), None | Some(b'}' | b']')) {
            self.at += 1;
            return false;
        }
        true
    }

    fn value(&mut self, wanted: &mut Wanted) {
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                while self.next() {
                    let start = self.at;
                    let key = self.string();
                    self.space();
                    self.at += 1;
                    self.space();
                    match wanted.below.get_mut(key.as_ref()) {
                        Some(below) => {
                            let container = matches!(self.peek(), Some(b'{' | b'['));
                            below.position = Some(self.lines.position(if container { start } else { self.at }));
                            self.value(below);
                        }
                        None => self.skip(),
                    }
                }
            }
            Some(b'[') => {
                self.at += 1;
                let mut index = 0usize;
                while self.next() {
                    match wanted.below.get_mut(&index.to_string()) {
                        Some(below) => {
                            below.position = Some(self.lines.position(self.at));
                            self.value(below);
                        }
                        None => self.skip(),
                    }
                    index += 1;
                }
            }
            _ => self.skip(),
        }
    }

    /// Steps over a string and returns it without quotes and escapes.
    fn string(&mut self) -> std::borrow::Cow<'t, str> {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        let raw = self.text.get(start..self.at).unwrap_or_default();
        if raw.contains('\\') {
            return serde_json::from_str(raw).unwrap_or_default();
        }
        raw.trim_matches('"').into()
    }

    /// Steps over a value.
    fn skip(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    if depth == 0 {
                        return;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' if depth == 1 => {
                    self.at += 1;
                    return;
                }
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}

/// Finds the wanted places in YAML text that has been read before.
///
/// The parser tells positions only in its errors. A visitor that refuses a key or a scalar has
/// already been given all of it, so that the reading can go on behind it.
pub(super) fn find_in_yaml(text: &str, wanted: &mut Wanted) {
    let first = Walk(wanted).deserialize(serde_yaml::Deserializer::from_str(text));
    wanted.position = first.unwrap_or_else(|error| refused_at(&error)).or(Some((1, 1)));
}

/// What a refusal says, so that the position can be read behind it.
const REFUSED: &str = "refused at the wanted place";

/// The position in the text of an error: `…: refused at the wanted place at line 3 column 5`.
fn refused_at(error: &impl fmt::Display) -> Option<Position> {
    let text = error.to_string();
    let (_, place) = text.rsplit_once(REFUSED)?;
    let Some((line, column)) = place.strip_prefix(" at line ").and_then(|place| place.split_once(" column ")) else {
        // The parser leaves out the very first position.
        return Some((1, 1));
    };
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// Walks along the wanted places; gives the position of the first key or item inside.
struct Walk<'w>(&'w mut Wanted);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<Position>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Option<Position>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom(REFUSED))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        for index in 0usize.. {
            let position = match self.0.below.get_mut(&index.to_string()) {
                Some(below) => match step(items.next_element_seed(Walk(below))) {
                    Some(position) => {
                        below.position = position;
                        position
                    }
                    None => break,
                },
                None if index == 0 => match step(items.next_element_seed(Walk(&mut Wanted::default()))) {
                    Some(position) => position,
                    None => break,
                },
                None if items.next_element::<IgnoredAny>()?.is_some() => None,
                None => break,
            };
            first = first.or(position);
        }
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        loop {
            let mut text = None;
            let key = Key { wanted: self.0, first: first.is_none(), text: &mut text };
            let position = match members.next_key_seed(key) {
                Ok(Some(())) => None,
                Ok(None) => break,
                Err(error) if text.is_some() => refused_at(&error),
                Err(error) => return Err(error),
            };
            first = first.or(position);
            match text.and_then(|text| self.0.below.get_mut(&text)) {
                Some(below) => {
                    below.position = position;
                    if let Err(error) = members.next_value_seed(Walk(below)) {
                        below.position = refused_at(&error).or(position);
                    }
                }
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(first)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        let (_tag, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

/// The outcome of one item: where it is, if it is there at all.
fn step<E: fmt::Display>(item: Result<Option<Option<Position>>, E>) -> Option<Option<Position>> {
    match item {
        Ok(inside) => inside,
        Err(error) => Some(refused_at(&error)),
    }
}

/// Refuses the wanted keys, and the first one of a mapping, once it has their text.
struct Key<'w> {
    wanted: &'w Wanted,
    first: bool,
    text: &'w mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        if self.first || self.wanted.below.contains_key(key) {
            *self.text = Some(key.to_owned());
            return Err(E::custom(REFUSED));
        }
        Ok(())
    }
}
