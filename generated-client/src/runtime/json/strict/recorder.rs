//! Takes every difference from the definition as a problem.

use super::error::Problem;
use super::similar::did_you_mean;
use crate::runtime::json::input::{JsonKind, Mismatch, PathStep, Recorder};

/// The most problems that are kept.
pub(super) const MOST: usize = 100;

/// The problems so far.
#[derive(Default)]
pub(super) struct StrictRecorder {
    /// The path of the value that is being read.
    place: String,
    problems: Vec<Problem>,
    /// How many problems there were before each reading that may turn out to be the wrong one, and has not ended.
    before: Vec<usize>,
    /// The variant of a union that came nearest: the place of the union, and the problems of that variant.
    nearest: Option<(String, Vec<Problem>)>,
}

impl StrictRecorder {
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    fn note(&mut self, message: impl AsRef<str>) {
        let problem = Problem::new(&self.place, message);
        self.add(problem);
    }

    /// Adds a problem. One place has one problem: that of the value comes first, and that of what is made of it is the same.
    fn add(&mut self, problem: Problem) {
        let since = self.before.last().copied().unwrap_or(0);
        let is_known = self.problems.get(since..).unwrap_or_default().iter().any(|known| known.path() == problem.path());
        if self.problems.len() - since < MOST && !is_known {
            self.problems.push(problem);
        }
    }
}

impl Recorder for StrictRecorder {
    fn is_strict(&self) -> bool {
        true
    }

    fn path(&mut self) -> &mut String {
        &mut self.place
    }

    fn push(&mut self, step: PathStep<'_>) {
        step.push_exactly_to(&mut self.place);
    }

    fn note_kind(&mut self, expected: &'static str, found: JsonKind) {
        self.note(format!("expected {expected}, found {found}"));
    }

    fn note_mismatch(&mut self, mismatch: &Mismatch) {
        let mut path = self.place.clone();
        let message = match mismatch.found() {
            None => format!("the required property `{}` is missing", mismatch.expected()),
            Some(JsonKind::Integer) if mismatch.expected() == "an integer" => "the integer is out of range".to_owned(),
            Some(found) => match mismatch.closed_value() {
                Some(value) => format!("expected {}, found {value}", mismatch.expected()),
                None => format!("expected {}, found {found}", mismatch.expected()),
            },
        };
        mismatch.own_steps().for_each(|step| step.push_exactly_to(&mut path));
        self.add(Problem::new(&path, message));
    }

    fn note_unknown_field(&mut self, name: &str, _: JsonKind, known: &mut dyn Iterator<Item = &'static str>) {
        let hint = did_you_mean(name, known);
        self.note(format!("there is no such property{hint}"));
    }

    fn note_unknown_value(&mut self, _: JsonKind, value: String, known: &'static [&'static str]) {
        let hint = did_you_mean(&value, known.iter().copied());
        self.note(format!("{value:?} is not one of the values{hint}"));
    }

    fn note_unknown_variant(&mut self, found: JsonKind) {
        match self.nearest.take() {
            Some((place, problems)) if place == self.place => problems.into_iter().for_each(|problem| self.add(problem)),
            _ => self.note(format!("{found} of this form is none of the types that are possible here")),
        }
    }

    fn note_null(&mut self, expected: &'static str) {
        self.note(format!("expected {expected}, found null; leave the property out where it has no value"));
    }

    fn note_meaningless(&mut self, expected: &'static str) {
        self.note(format!("expected {expected}, found another string"));
    }

    fn note_wrapper(&mut self, expected: &'static str) {
        self.note(format!("expected {expected}, found an object around one"));
    }

    fn start_over(&mut self) {
        *self = Self::default();
    }

    fn begin(&mut self) {
        self.before.push(self.problems.len());
    }

    fn end(&mut self, fits: bool) -> bool {
        let before = self.before.pop().unwrap_or(0);
        let problems = self.problems.split_off(before.min(self.problems.len()));
        if problems.is_empty() {
            return fits;
        }
        let is_nearer = match &self.nearest {
            Some((place, nearest)) if *place == self.place => problems.len() < nearest.len(),
            _ => true,
        };
        if is_nearer {
            self.nearest = Some((self.place.clone(), problems));
        }
        false
    }

    fn end_instead(&mut self, fits: bool) -> bool {
        // What fits has no problem, so that there is nothing to be replaced.
        self.end(fits)
    }
}
