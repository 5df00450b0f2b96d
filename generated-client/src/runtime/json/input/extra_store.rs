//! The extra fields of all objects of a response, as JSON text in one place.
//!
//! All objects that are read together share one store, and refer to it by a number. So extra fields cost a copy of their
//! text while a response is read, but no allocation for each object, and no parsing until they are used.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use super::exact::exact;
use super::raw::RawObject;

/// The store of one response. It is set when the response has been read to its end.
pub(crate) type Store = Arc<OnceLock<ExtraStore>>;

/// The extra fields of all objects of a response.
#[derive(Default)]
pub(crate) struct ExtraStore {
    /// The text of all runs, one after the other.
    text: String,
    runs: Vec<FieldRun>,
    objects: Vec<ObjectRuns>,
}

/// Fields of one object that are next to each other: `"a":1, "b":2`. A run begins where the previous one ends.
struct FieldRun {
    end: usize,
    /// The number of fields.
    fields: usize,
    /// The previous run of the same object.
    before: LastRun,
    /// It is a field that lay beside a wrapped value.
    origin: FieldOrigin,
}

/// Where an extra field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldOrigin {
    /// The object itself.
    Object,
    /// The wrapper around a value. The field is not one of the object itself, and is not sent with it.
    Wrapper,
}

/// The last run of an object, counted from 1; 0 is none. Each run knows the previous one.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct LastRun(usize);

/// An object with extra fields.
struct ObjectRuns {
    last: LastRun,
    /// The fields, once they have been parsed.
    parsed: OnceLock<Box<Parsed>>,
}

/// Extra fields that have been parsed.
#[derive(Default, Clone)]
pub(crate) struct Parsed {
    pub fields: Map<String, Value>,
    /// The names of fields that come from a wrapper. They are not sent.
    pub sideband: Vec<String>,
    /// The JSON of fields whose values are not written as they came: a map of strings, of a type that programs have anyway.
    pub texts: Map<String, Value>,
}

impl Parsed {
    /// Sets a field, with its JSON if its value is not written like that. Returns the value that it had before.
    pub(crate) fn keep(&mut self, name: String, value: Value, text: Option<String>) -> Option<Value> {
        match text {
            Some(text) => drop(self.texts.insert(name.clone(), text.into())),
            None => drop(self.texts.remove(&name)),
        }
        self.fields.insert(name, value)
    }
}

impl LastRun {
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl ExtraStore {
    /// Adds a run to those of an object.
    pub(crate) fn push(&mut self, last: &mut LastRun, text: &str, fields: usize, origin: FieldOrigin) {
        self.text.push_str(text);
        self.runs.push(FieldRun { end: self.text.len(), fields, before: *last, origin });
        *last = LastRun(self.runs.len());
    }

    /// Reserves space before the first run is added. A part of the length of the whole text is enough for most responses.
    pub(crate) fn prepare(&mut self, text_length: usize) {
        if self.text.capacity() == 0 {
            self.text.reserve(text_length / 4);
        }
    }

    /// Adds an object, and returns its number.
    pub(crate) fn add_object(&mut self, last: LastRun) -> usize {
        self.objects.push(ObjectRuns { last, parsed: OnceLock::new() });
        self.objects.len() - 1
    }

    /// Returns the number of extra fields of an object.
    pub(crate) fn count(&self, object: usize) -> usize {
        self.runs(object).map(|(_, run)| run.fields).sum()
    }

    /// Returns the extra fields of an object, parsed.
    pub(crate) fn parsed(&self, object: usize) -> Option<&Parsed> {
        Some(self.objects.get(object)?.parsed.get_or_init(|| Box::new(self.parse(object))))
    }

    /// Releases the space that was reserved but not used: the store may live long.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.objects.shrink_to_fit();
    }

    /// Returns the runs of an object with their text, from the last to the first.
    fn runs(&self, object: usize) -> impl Iterator<Item = (&str, &FieldRun)> {
        let mut last = self.objects.get(object).map_or(LastRun::default(), |object| object.last);
        std::iter::from_fn(move || {
            let at = last.0.checked_sub(1)?;
            let run = self.runs.get(at)?;
            let start = at.checked_sub(1).and_then(|before| self.runs.get(before)).map_or(0, |before| before.end);
            last = run.before;
            Some((self.text.get(start..run.end)?, run))
        })
    }

    fn parse(&self, object: usize) -> Parsed {
        let mut parsed = Parsed::default();
        let runs: Vec<_> = self.runs(object).collect();
        for (text, run) in runs.into_iter().rev() {
            let whole = format!("{{{text}}}");
            let RawObject(fields) = serde_json::from_str(&whole).unwrap_or_default();
            for (name, value) in fields {
                if run.origin == FieldOrigin::Wrapper {
                    parsed.sideband.push(name.to_string());
                }
                let (value, text) = exact(value.get());
                parsed.keep(name.into_owned(), value, text);
            }
        }
        parsed
    }
}
