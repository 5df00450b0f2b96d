//! The text that values are read from.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::drift_recorder::{DriftKind, Findings};
use super::extra::Extra;
use super::extra_store::{Last, Leftovers, Store};
use super::kind::JsonKind;
use super::mismatch::Misfit;
use super::path::Step;

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
    pub(crate) fn continued<R>(self, json: &str, read: impl FnOnce(Source<'_>) -> R) -> R {
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
