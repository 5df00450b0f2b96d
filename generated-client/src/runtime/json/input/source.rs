//! The text that values are read from.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::drift_recorder::{Findings, Step};
use super::extra::Extra;
use super::extra_store::{Last, Leftovers, Store};
use super::mismatch::{Misfit, Outcome};
use crate::runtime::client::{DriftKind, JsonKind};
use crate::runtime::json::object::Key;
use crate::runtime::json::read::{Read, Slot};

/// JSON text that values are read from. All of it is in memory, so what does not fit can be looked up once more.
///
/// It is one word, so that handing it on to every value costs nothing.
#[derive(Clone, Copy)]
pub struct Source<'de>(&'de Text<'de>);

struct Text<'de> {
    json: &'de str,
    reading: &'de Reading,
    /// What is found of drift, if somebody wants to know.
    findings: Option<&'de RefCell<Findings>>,
}

/// What is common to all texts that one value is read from.
#[derive(Default)]
struct Reading {
    /// Where objects find what they hold beyond their fields; made when the first of them needs it.
    store: OnceCell<Store>,
    leftovers: RefCell<Leftovers>,
}

impl<'de> Source<'de> {
    /// Reads from a text.
    pub(crate) fn open<R>(json: &str, findings: Option<&RefCell<Findings>>, read: impl FnOnce(Source<'_>) -> R) -> R {
        let reading = Reading::default();
        let result = read(Source(&Text { json, reading: &reading, findings }));
        if let Some(store) = reading.store.into_inner() {
            let mut leftovers = reading.leftovers.into_inner();
            leftovers.shrink();
            // Nobody else fills it.
            let _ = store.set(leftovers);
        }
        result
    }

    /// Reads from another text which is a part of the same value.
    fn continued<R>(self, json: &str, read: impl FnOnce(Source<'_>) -> R) -> R {
        read(Source(&Text { json, ..*self.0 }))
    }

    /// Returns where drift is taken down, if somebody wants to know. Without the feature nobody can, and everything that
    /// asks is left out of the program.
    #[inline]
    fn findings(self) -> Option<&'de RefCell<Findings>> {
        self.0.findings.filter(|_| cfg!(feature = "drift"))
    }

    /// Has something taken down, if somebody wants to know.
    #[inline]
    pub(crate) fn watch(self, take_down: impl FnOnce(&mut Findings)) {
        if let Some(findings) = self.findings() {
            take_down(&mut findings.borrow_mut());
        }
    }

    /// Tells whether somebody wants to know of drift.
    #[inline]
    pub(crate) fn is_watched(self) -> bool {
        self.findings().is_some()
    }

    /// Returns how far it is to the value that is being read.
    #[inline]
    pub(crate) fn depth(self) -> usize {
        if self.is_watched() { self.watched_depth() } else { 0 }
    }

    /// Goes back to a place, and a step on from there.
    #[inline]
    pub(crate) fn step(self, depth: usize, step: Step<'_>) {
        if self.is_watched() {
            self.watched_step(depth, step);
        }
    }

    /// Goes back to a place.
    #[inline]
    pub(crate) fn back(self, depth: usize) {
        if self.is_watched() {
            self.watched_back(depth);
        }
    }

    /// Takes down a value of another kind than promised, if somebody wants to know.
    #[inline]
    pub(crate) fn note_kind(self, expected: &'static str, found: JsonKind) {
        if self.is_watched() {
            self.watched_kind(expected, found);
        }
    }

    /// Takes down why a value could not be taken, if somebody wants to know.
    #[inline]
    pub(crate) fn note_misfit(self, misfit: &Misfit) {
        if self.is_watched() {
            self.watched_misfit(misfit);
        }
    }

    /// Takes down what the definition lacks, if somebody wants to know.
    #[inline]
    pub(crate) fn note_unknown(self, kind: DriftKind, json: &str) {
        if self.is_watched() {
            self.watched_unknown(kind, json);
        }
    }

    // What follows is called by readers of every type, and rarely: once compiled, it is nowhere inlined.

    #[cold]
    #[inline(never)]
    fn watched_depth(self) -> usize {
        self.findings().map_or(0, |findings| findings.borrow().depth())
    }

    #[cold]
    #[inline(never)]
    fn watched_step(self, depth: usize, step: Step<'_>) {
        self.watch(|findings| findings.step(depth, step));
    }

    #[cold]
    #[inline(never)]
    fn watched_back(self, depth: usize) {
        self.watch(|findings| findings.back(depth));
    }

    #[cold]
    #[inline(never)]
    fn watched_kind(self, expected: &'static str, found: JsonKind) {
        self.watch(|findings| findings.note_kind(expected, found));
    }

    #[cold]
    #[inline(never)]
    fn watched_misfit(self, misfit: &Misfit) {
        self.watch(|findings| findings.note_misfit(misfit));
    }

    #[cold]
    #[inline(never)]
    fn watched_unknown(self, kind: DriftKind, json: &str) {
        self.watch(|findings| findings.note(kind, None, Some(JsonKind::of_text(json)), None));
    }

    /// Reads something that may turn out to be something else: then nothing of it is taken down.
    #[inline]
    pub(crate) fn attempt<R>(self, read: impl FnOnce() -> Option<R>) -> Option<R> {
        let Some(findings) = self.findings() else {
            return read();
        };
        let before = findings.borrow_mut().begin();
        let result = read();
        findings.borrow_mut().end(before, result.is_some());
        result
    }

    /// Reads the text to its end.
    pub(crate) fn read_all<S: DeserializeSeed<'de>>(self, seed: S) -> serde_json::Result<S::Value> {
        let mut reader = serde_json::Deserializer::from_str(self.0.json);
        let value = seed.deserialize(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// Adds members to those that an object holds beyond its fields, as they came: `"a":1, "b":2`.
    pub(crate) fn keep(self, last: &mut Last, text: &str, members: usize, aside: bool) {
        let mut leftovers = self.0.reading.leftovers.borrow_mut();
        leftovers.prepare(self.0.json.len());
        leftovers.push(last, text, members, aside);
    }

    /// Returns where a member is in the text, if that is where its name and its value are borrowed from.
    pub(crate) fn place(self, name: &str, value: &str) -> Option<Range<usize>> {
        let offset = |part: &str| (part.as_ptr() as usize).checked_sub(self.0.json.as_ptr() as usize);
        // A name begins with its quote.
        let place = offset(name)?.checked_sub(1)?..offset(value)? + value.len();
        self.0.json.get(place.clone()).is_some().then_some(place)
    }

    /// Returns a piece of the text.
    pub(crate) fn piece(self, place: Range<usize>) -> &'de str {
        self.0.json.get(place).unwrap_or_default()
    }

    /// Returns the members that an object holds beyond its fields.
    pub(crate) fn kept(self, last: Last) -> Extra {
        let Reading { store, leftovers } = self.0.reading;
        Extra::came(store.get_or_init(Store::default).clone(), leftovers.borrow_mut().add_object(last))
    }

    /// Counts the members that an object holds beyond its fields.
    pub fn count(self, extra: &Extra) -> usize {
        extra.object().map_or(0, |object| self.0.reading.leftovers.borrow().count(object))
    }

    /// Tells whether a member's value is certainly no object.
    pub(crate) fn is_no_object(self, name: &str) -> bool {
        self.after(name).is_some_and(|value| !value.starts_with('{'))
    }

    /// Returns the text of a member's value. The name is borrowed from the text, and so tells where it is.
    #[cold]
    pub(crate) fn value_of(self, name: &'de str) -> Option<&'de str> {
        let mut values = serde_json::Deserializer::from_str(self.after(name)?).into_iter::<&RawValue>();
        values.next()?.ok().map(RawValue::get)
    }

    /// Returns the text from a member's value on.
    fn after(self, name: &str) -> Option<&'de str> {
        let json = self.0.json;
        let start = (name.as_ptr() as usize).checked_sub(json.as_ptr() as usize)?;
        let after = json.get(start..)?.strip_prefix(name)?.strip_prefix('"')?;
        Some(after.trim_ascii_start().strip_prefix(':')?.trim_ascii_start())
    }
}

/// Reads a value from a piece of the text.
pub(crate) fn read_piece<'de, T: Read>(slot: &mut T, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
    slot.read(&mut serde_json::Deserializer::from_str(json), source)
}

/// Reads a value that has been taken for something else at first.
pub(crate) fn reread<T: Read>(slot: &mut T, value: &mut Value, source: Source<'_>) -> Outcome {
    if let Some(outcome) = slot.take(value) {
        return outcome;
    }
    source
        .continued(&json_text(value), |source| source.read_all(Slot(slot, source)))
        .unwrap_or_else(|_| Err(Misfit::new(T::EXPECTED, value)))
}

/// Reads a value that has been parsed already.
pub(crate) fn read_value<T: Read>(slot: &mut T, value: &mut Value) -> Outcome {
    Source::open("", None, |source| reread(slot, value, source))
}

/// The members of an object, each as its text.
#[derive(Default)]
pub(crate) struct RawMembers<'t>(pub Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut raw = Vec::new();
        while let Some(Key(name)) = members.next_key()? {
            raw.push((name, members.next_value()?));
        }
        Ok(RawMembers(raw))
    }
}

/// Returns a value as compact JSON.
pub(crate) fn json_text(value: &(impl Serialize + ?Sized)) -> String {
    // What has been JSON can be JSON again.
    serde_json::to_string(value).unwrap_or_default()
}

/// Returns an object as JSON, of the texts of its members.
pub(crate) fn object_text<'t>(members: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let members: Vec<String> = members.map(|(name, json)| format!("{}:{json}", json_text(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// Reads a value through serde's own trait: what the generated `Deserialize` implementations call.
///
/// Values are read from text. serde_json hands its text over; from anything else one is made.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = from.deserialize_newtype_struct(RAW_VALUE, TextVisitor)?;
    let mut value = T::default();
    match Source::open(&text, None, |source| source.read_all(Slot(&mut value, source))) {
        Ok(Ok(())) => Ok(value),
        Ok(Err(misfit)) => Err(serde::de::Error::custom(misfit)),
        Err(error) => Err(serde::de::Error::custom(error)),
    }
}

/// The name under which serde_json hands over text, as it does for its `RawValue`. That type itself would do for
/// serde_json alone: under another name, or from another format, what comes is an ordinary value, and takes longer.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Some(name) = members.next_key::<Cow<'de, str>>()? else {
            return Ok("{}".into());
        };
        if name == RAW_VALUE {
            return Ok(members.next_value::<Key>()?.0);
        }
        let mut object = serde_json::Map::new();
        object.insert(name.into_owned(), members.next_value()?);
        while let Some((name, value)) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(json_text(&object).into())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Ok(json_text(&Value::deserialize(from)?).into())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        self.visit_newtype_struct(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        self.visit_newtype_struct(serde::de::value::SeqAccessDeserializer::new(items))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(json_text(&value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(json_text(value).into())
    }
}
