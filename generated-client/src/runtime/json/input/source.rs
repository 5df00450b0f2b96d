//! The JSON text that values are read from.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::extra::Extra;
use super::extra_store::{ExtraStore, FieldOrigin, LastRun, Store};
use super::kind::JsonKind;
use super::mismatch::Mismatch;
use super::path::PathStep;
use super::recorder::{Recorder, SharedRecorder};
use super::repair::Repaired;

/// The JSON text that values are read from. All of it is in memory, so that a value that does not fit can be read again.
///
/// It is one word, so that it costs nothing to pass it on.
#[derive(Clone, Copy)]
pub struct Source<'de>(&'de SourceText<'de>);

struct SourceText<'de> {
    json: &'de str,
    /// What the text was before, if something was replaced in it.
    repaired: Option<&'de Repaired<'de>>,
    reading: &'de SharedStore,
    /// Is given what differs from the definition, if anybody wants to know.
    recorder: Option<&'de SharedRecorder>,
}

/// What is shared by the JSON of a value and that of its parts.
#[derive(Default)]
struct SharedStore {
    /// The extra fields. Created when the first object has some.
    store: OnceCell<Store>,
    extras: RefCell<ExtraStore>,
    /// How many unions are being read, one inside the other.
    unions: Cell<usize>,
    /// What did not fit so far, while unions are read: fields without a name in the definition, values that an enum does not have.
    mismatches: Cell<usize>,
    /// The length of the longest text.
    longest: Cell<usize>,
    /// How many bytes have been read to find the variants of unions.
    tried: Cell<usize>,
}

/// How many times its length the JSON text is read at most to find the variants of unions: where unions are inside of unions, each
/// variant reads all of them.
const TRIES: usize = 256;

/// How many bytes may be read for that in any case.
const TRIES_OF_SHORT: usize = 1 << 20;

impl<'de> Source<'de> {
    /// Reads from JSON. What serde_json refuses although it is valid is replaced, and the text is read once more.
    ///
    /// # Errors
    ///
    /// Returns the error of what is not valid JSON, or that is nested too deeply.
    pub(crate) fn read<R>(
        json: &str,
        recorder: Option<&SharedRecorder>,
        read: &dyn Fn(Source<'_>) -> serde_json::Result<R>,
    ) -> serde_json::Result<R> {
        Self::open(json, recorder, None, read).or_else(|refused| {
            let repaired = Repaired::new(json, refused)?;
            if let Some(recorder) = recorder {
                recorder.borrow_mut().start_over();
            }
            Self::open(repaired.text(), recorder, Some(&repaired), read)
        })
    }

    /// Reads from JSON as it is.
    #[cfg(feature = "strict")]
    pub(crate) fn read_exactly<R>(json: &str, recorder: &SharedRecorder, read: impl FnOnce(Source<'_>) -> R) -> R {
        Self::open(json, Some(recorder), None, read)
    }

    /// Reads a value that has been parsed, by way of its parts.
    pub(crate) fn of_parts<R>(read: impl FnOnce(Source<'_>) -> R) -> R {
        Self::open("", None, None, read)
    }

    fn open<R>(json: &str, recorder: Option<&SharedRecorder>, repaired: Option<&Repaired<'_>>, read: impl FnOnce(Source<'_>) -> R) -> R {
        let reading = SharedStore { longest: Cell::new(json.len()), ..SharedStore::default() };
        let result = read(Source(&SourceText { json, repaired, reading: &reading, recorder }));
        if let Some(store) = reading.store.into_inner() {
            let mut extras = reading.extras.into_inner();
            extras.shrink();
            // It is set only here.
            let _ = store.set(extras);
        }
        result
    }

    /// Reads from the JSON of a part of the same value.
    pub(crate) fn continued<R>(self, json: &str, read: impl FnOnce(Source<'_>) -> R) -> R {
        let longest = &self.0.reading.longest;
        longest.set(longest.get().max(json.len()));
        read(Source(&SourceText { json, repaired: None, ..*self.0 }))
    }

    /// Returns the recorder, if there is one. Without the features that have one, the compiler removes all code that depends
    /// on this.
    #[inline]
    fn recorder(self) -> Option<&'de SharedRecorder> {
        self.0.recorder.filter(|_| cfg!(any(feature = "drift", feature = "strict")))
    }

    /// Records something, if there is a recorder.
    #[inline]
    pub(crate) fn watch(self, note: impl FnOnce(&mut dyn Recorder)) {
        if let Some(recorder) = self.recorder() {
            note(&mut *recorder.borrow_mut());
        }
    }

    /// Returns whether there is a recorder.
    #[inline]
    pub(crate) fn is_watched(self) -> bool {
        self.recorder().is_some()
    }

    /// Returns the length of the path of the value that is being read.
    #[inline]
    pub(crate) fn depth(self) -> usize {
        if self.is_watched() { self.watched_depth() } else { 0 }
    }

    /// Goes back to a path of this length, and one step further.
    #[inline]
    pub(crate) fn step(self, depth: usize, step: PathStep<'_>) {
        if self.is_watched() {
            self.watched_step(depth, step);
        }
    }

    /// Goes back to a path of this length.
    #[inline]
    pub(crate) fn back(self, depth: usize) {
        if self.is_watched() {
            self.watched_back(depth);
        }
    }

    /// Records that the value has another type.
    #[inline]
    pub(crate) fn note_kind(self, expected: &'static str, found: JsonKind) {
        if self.is_watched() {
            self.watched_kind(expected, found);
        }
    }

    /// Returns whether what differs from the definition is an error.
    #[inline]
    pub(crate) fn is_strict(self) -> bool {
        self.recorder().is_some_and(|recorder| recorder.borrow().is_strict())
    }

    /// Records why a value could not be read.
    #[inline]
    pub(crate) fn note_mismatch(self, mismatch: &Mismatch) {
        if self.is_watched() {
            self.watched_mismatch(mismatch);
        }
    }

    // The code of every type calls the following functions, but rarely: they are compiled once, and not inlined.

    #[cold]
    #[inline(never)]
    fn watched_depth(self) -> usize {
        self.recorder().map_or(0, |recorder| recorder.borrow_mut().depth())
    }

    #[cold]
    #[inline(never)]
    fn watched_step(self, depth: usize, step: PathStep<'_>) {
        self.watch(|recorder| recorder.step(depth, step));
    }

    #[cold]
    #[inline(never)]
    fn watched_back(self, depth: usize) {
        self.watch(|recorder| recorder.back(depth));
    }

    #[cold]
    #[inline(never)]
    fn watched_kind(self, expected: &'static str, found: JsonKind) {
        self.watch(|recorder| recorder.note_kind(expected, found));
    }

    #[cold]
    #[inline(never)]
    fn watched_mismatch(self, mismatch: &Mismatch) {
        self.watch(|recorder| recorder.note_mismatch(mismatch));
    }

    /// Records that a value is less than it could be: something in it is kept, and not read.
    #[inline]
    pub(crate) fn mismatch(self) {
        let mismatches = &self.0.reading.mismatches;
        mismatches.set(mismatches.get() + 1);
    }

    /// Returns whether the variant of a union is being looked for.
    #[inline]
    pub(crate) fn is_in_union(self) -> bool {
        self.0.reading.unions.get() > 0
    }

    /// Returns how much did not fit, of what a function reads to try it.
    pub(crate) fn mismatches_of<R>(self, read: impl FnOnce() -> R) -> (R, usize) {
        let SharedStore { unions, mismatches, .. } = self.0.reading;
        let before = mismatches.get();
        unions.set(unions.get() + 1);
        let result = read();
        unions.set(unions.get() - 1);
        (result, mismatches.get() - before)
    }

    /// Returns whether so many bytes may be read to find the variant of a union.
    pub(crate) fn may_try(self, bytes: usize) -> bool {
        let tried = &self.0.reading.tried;
        tried.set(tried.get().saturating_add(bytes));
        tried.get() <= self.0.reading.longest.get().saturating_mul(TRIES).max(TRIES_OF_SHORT)
    }

    /// Reads a value that may turn out to be of another type than one that was read before: what was recorded of that is forgotten
    /// if this one is better.
    pub(crate) fn attempt_again<R>(self, read: impl FnOnce() -> Option<R>) -> Option<R> {
        let Some(recorder) = self.recorder() else {
            return read();
        };
        recorder.borrow_mut().begin();
        let result = read();
        let fits = recorder.borrow_mut().end_instead(result.is_some());
        result.filter(|_| fits)
    }

    /// Reads a value that may turn out to be of another type. Then nothing of it is recorded.
    #[inline]
    pub(crate) fn attempt<R>(self, read: impl FnOnce() -> Option<R>) -> Option<R> {
        let Some(recorder) = self.recorder() else {
            return read();
        };
        recorder.borrow_mut().begin();
        let result = read();
        let fits = recorder.borrow_mut().end(result.is_some());
        result.filter(|_| fits)
    }

    /// Reads the text to its end.
    pub(crate) fn read_all<S: DeserializeSeed<'de>>(self, seed: S) -> serde_json::Result<S::Value> {
        let mut reader = serde_json::Deserializer::from_str(self.0.json);
        let value = seed.deserialize(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// Adds to the extra fields of an object, as JSON text: `"a":1, "b":2`.
    pub(crate) fn keep(self, last: &mut LastRun, text: &str, fields: usize, origin: FieldOrigin) {
        let mismatches = &self.0.reading.mismatches;
        mismatches.set(mismatches.get() + fields);
        let mut extras = self.0.reading.extras.borrow_mut();
        extras.prepare(self.0.json.len());
        extras.push(last, text, fields, origin);
    }

    /// Returns where a field is in the text, if its name and its value are borrowed from there.
    pub(crate) fn place(self, name: &str, value: &str) -> Option<Range<usize>> {
        let offset = |part: &str| (part.as_ptr() as usize).checked_sub(self.0.json.as_ptr() as usize);
        // The quote before the name belongs to the field.
        let place = offset(name)?.checked_sub(1)?..offset(value)? + value.len();
        self.0.json.get(place.clone()).is_some().then_some(place)
    }

    /// Returns a piece of the text.
    pub(crate) fn piece(self, place: Range<usize>) -> &'de str {
        self.0.json.get(place).unwrap_or_default()
    }

    /// Returns a piece of the text as it came.
    pub(crate) fn piece_as_it_came(self, place: Range<usize>) -> &'de str {
        match self.0.repaired {
            Some(repaired) => repaired.original(place),
            None => self.piece(place),
        }
    }

    /// Returns JSON as it came, if it is a piece of the text.
    pub(crate) fn as_it_came<'j>(self, json: &'j str) -> &'j str
    where
        'de: 'j,
    {
        let start = (json.as_ptr() as usize).checked_sub(self.0.json.as_ptr() as usize);
        match start.map(|start| start..start + json.len()).filter(|place| self.0.json.get(place.clone()) == Some(json)) {
            Some(place) if self.0.repaired.is_some() => self.piece_as_it_came(place),
            _ => json,
        }
    }

    /// Returns the extra fields of an object.
    pub(crate) fn kept(self, last: LastRun) -> Extra {
        let SharedStore { store, extras, .. } = self.0.reading;
        Extra::came(store.get_or_init(Store::default).clone(), extras.borrow_mut().add_object(last))
    }

    /// Returns the number of extra fields of an object.
    pub fn count(self, extra: &Extra) -> usize {
        extra.object().map_or(0, |object| self.0.reading.extras.borrow().count(object))
    }

    /// Returns whether the value of a field is certainly not an object.
    pub(crate) fn is_no_object(self, name: &str) -> bool {
        self.after(name).is_some_and(|value| !value.starts_with('{'))
    }

    /// Returns the JSON text of a field's value. The name is borrowed from the text, so its address is the position.
    #[cold]
    pub(crate) fn value_of(self, name: &'de str) -> Option<&'de str> {
        let mut values = serde_json::Deserializer::from_str(self.after(name)?).into_iter::<&RawValue>();
        values.next()?.ok().map(RawValue::get)
    }

    /// Returns the text from the value of a field on.
    fn after(self, name: &str) -> Option<&'de str> {
        let json = self.0.json;
        let start = (name.as_ptr() as usize).checked_sub(json.as_ptr() as usize)?;
        let after = json.get(start..)?.strip_prefix(name)?.strip_prefix('"')?;
        Some(after.trim_ascii_start().strip_prefix(':')?.trim_ascii_start())
    }
}
