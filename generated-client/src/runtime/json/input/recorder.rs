//! What is noted of a value while it is read, beyond the value itself.

use std::cell::RefCell;

use super::kind::JsonKind;
use super::mismatch::Mismatch;
use super::path::PathStep;

/// Records where a value differs from its definition while it is read.
///
/// All of them are given the same differences: for drift they are findings, for strict reading they are errors.
pub(crate) trait Recorder {
    /// Returns whether what is recorded is an error.
    fn is_strict(&self) -> bool {
        false
    }

    /// Returns the path of the value that is being read.
    fn path(&mut self) -> &mut String;

    /// Goes one step further.
    fn push(&mut self, step: PathStep<'_>);

    /// Returns the length of the path.
    fn depth(&mut self) -> usize {
        self.path().len()
    }

    /// Goes back to a path of this length.
    fn back(&mut self, depth: usize) {
        self.path().truncate(depth);
    }

    /// Goes back to a path of this length, and one step further.
    fn step(&mut self, depth: usize, step: PathStep<'_>) {
        self.back(depth);
        self.push(step);
    }

    /// Records that the value has another type, and was converted.
    fn note_kind(&mut self, expected: &'static str, found: JsonKind);

    /// Records why a value could not be read. The reason may be deep inside of it.
    fn note_mismatch(&mut self, mismatch: &Mismatch);

    /// Records a field that the definition does not name; `known` are those that it does.
    fn note_unknown_field(&mut self, name: &str, found: JsonKind, known: &mut dyn Iterator<Item = &'static str>);

    /// Records a value that the enum does not have; `known` are those that it has, if they are strings.
    fn note_unknown_value(&mut self, found: JsonKind, value: String, known: &'static [&'static str]);

    /// Records a value that is none of the union's variants.
    fn note_unknown_variant(&mut self, found: JsonKind);

    /// Records null for a field that is left out where it has no value. Servers may send it.
    fn note_null(&mut self, _expected: &'static str) {}

    /// Records a value that has the right type, but no meaning in it: a date that does not exist. Servers may send it.
    fn note_meaningless(&mut self, _expected: &'static str) {}

    /// Records an object around a value, which responses may have.
    fn note_wrapper(&mut self, _expected: &'static str) {}

    /// Forgets everything: the text is read once more from its beginning.
    fn start_over(&mut self);

    /// Starts a reading that may turn out to be the wrong one.
    fn begin(&mut self);

    /// Ends the reading that was started last. Returns whether it may be the right one, if the value fits: then its findings
    /// are added to those before it.
    fn end(&mut self, fits: bool) -> bool;

    /// Ends the reading that was started last, inside of another one. If the value fits, its findings take the place of those of
    /// the other one so far.
    fn end_instead(&mut self, fits: bool) -> bool;
}

/// A recorder that is shared while it records.
pub(crate) type SharedRecorder = RefCell<dyn Recorder>;
