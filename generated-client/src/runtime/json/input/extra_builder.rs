//! Collects the extra fields of an object while it is read.

use std::ops::Range;

use super::extra::Extra;
use super::extra_store::{FieldOrigin, LastRun};
use super::raw::object_text;
use super::source::Source;

/// The extra fields of an object so far. Those that are next to each other are kept as one piece of the JSON text.
#[derive(Default)]
pub(crate) struct ExtraBuilder {
    last: LastRun,
    /// The current piece.
    run: Range<usize>,
    fields: usize,
}

impl ExtraBuilder {
    /// Returns whether there are no extra fields.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.fields == 0 && self.last.is_none()
    }

    /// Adds a field.
    pub(crate) fn keep(&mut self, source: Source<'_>, name: &str, json: &str) {
        match source.place(name, json) {
            Some(place) if self.fields > 0 && source.piece(self.run.end..place.start).trim_ascii() == "," => {
                self.run.end = place.end;
                self.fields += 1;
            }
            Some(place) => {
                self.end_run(source);
                self.run = place;
                self.fields = 1;
            }
            None => self.keep_apart(source, name, json, FieldOrigin::Object),
        }
    }

    /// Adds a field whose text differs from what was received. Fields from a wrapper are added under the name of the field
    /// that was wrapped.
    pub(crate) fn keep_apart(&mut self, source: Source<'_>, name: &str, json: &str, origin: FieldOrigin) {
        self.end_run(source);
        let object = object_text([(name, source.as_it_came(json))].into_iter());
        source.keep(&mut self.last, object.get(1..object.len() - 1).unwrap_or_default(), 1, origin);
    }

    /// Returns the extra fields, if there are any.
    pub(crate) fn finish(mut self, source: Source<'_>) -> Option<Extra> {
        self.end_run(source);
        (!self.last.is_none()).then(|| source.kept(self.last))
    }

    fn end_run(&mut self, source: Source<'_>) {
        if self.fields > 0 {
            source.keep(&mut self.last, source.piece_as_it_came(self.run.clone()), self.fields, FieldOrigin::Object);
            self.fields = 0;
        }
    }
}
