//! Records where a response differs from its definition while it is read.

use std::borrow::Cow;

use super::kind::JsonKind;
use super::mismatch::Mismatch;
use super::path::PathStep;
use super::recorder::Recorder;

/// The most findings that are recorded for a response. A server that uses data as field names would cause one for each.
const MOST: usize = 100;

/// How a value differs from its definition.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "drift")]
/// fn metric(drift: &tallyfy::Drift) -> String {
///     format!("drift_{}", drift.kind.as_str())
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// An object has a field that the definition does not name. It is kept among the extra fields.
    UnknownField,
    /// The enum does not have this value. It is kept.
    UnknownValue,
    /// The value is none of the union's variants. It is kept.
    UnknownVariant,
    /// The value has another type. It is converted; or it is kept among the extra fields, if the field is optional; or
    /// the call fails.
    TypeMismatch,
    /// A required field is missing. The object is kept among the extra fields of the object around it, or the call fails.
    MissingField,
}

impl DriftKind {
    /// Returns the name for logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown_field",
            Self::UnknownValue => "unknown_value",
            Self::UnknownVariant => "unknown_variant",
            Self::TypeMismatch => "type_mismatch",
            Self::MissingField => "missing_field",
        }
    }
}

/// The drift of one response.
#[derive(Debug, Default)]
pub(crate) struct DriftRecorder {
    /// The path of the value that is being read.
    place: String,
    found: Vec<Finding>,
    /// What was found before each reading that may turn out to be the wrong one, and has not ended.
    before: Vec<Vec<Finding>>,
    /// Whether unknown values of enums are recorded.
    values: bool,
}

/// A difference, and how often it occurs.
#[derive(Debug)]
pub(crate) struct Finding {
    pub json_path: String,
    pub kind: DriftKind,
    pub expected: Option<Cow<'static, str>>,
    pub found: Option<JsonKind>,
    pub value: Option<String>,
    pub count: usize,
}

impl DriftRecorder {
    pub(crate) fn new(values: bool) -> Self {
        Self { values, ..Self::default() }
    }

    /// Returns whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns the findings, in the order in which they were made.
    pub(crate) fn into_found(self) -> Vec<Finding> {
        self.found
    }

    /// Records a finding about the value that is being read.
    fn note(&mut self, kind: DriftKind, expected: Option<&'static str>, found: Option<JsonKind>, value: Option<String>) {
        let value = value.filter(|_| self.values);
        let same = |one: &Finding| one.kind == kind && one.found == found && one.value == value && one.json_path == self.place;
        if let Some(known) = self.found.iter_mut().find(|one| same(one)) {
            known.count += 1;
            return;
        }
        self.add(Finding { json_path: self.place.clone(), kind, expected: expected.map(Cow::from), found, value, count: 1 });
    }

    fn add(&mut self, finding: Finding) {
        match self.found.iter_mut().find(|known| known.is_like(&finding)) {
            Some(known) => known.count += finding.count,
            None => self.found.push(finding),
        }
        self.found.truncate(MOST);
    }
}

impl Recorder for DriftRecorder {
    fn path(&mut self) -> &mut String {
        &mut self.place
    }

    fn push(&mut self, step: PathStep<'_>) {
        step.push_to(&mut self.place);
    }

    fn note_kind(&mut self, expected: &'static str, found: JsonKind) {
        self.note(DriftKind::TypeMismatch, Some(expected), Some(found), None);
    }

    fn note_mismatch(&mut self, mismatch: &Mismatch) {
        let mut json_path = self.place.clone();
        mismatch.steps().for_each(|step| step.push_to(&mut json_path));
        let (kind, expected) = match mismatch.found() {
            Some(_) => (DriftKind::TypeMismatch, Some(Cow::Owned(mismatch.expected().to_owned()))),
            None => (DriftKind::MissingField, None),
        };
        self.add(Finding { json_path, kind, expected, found: mismatch.found(), value: None, count: 1 });
    }

    fn note_unknown_field(&mut self, _: &str, found: JsonKind, _: &mut dyn Iterator<Item = &'static str>) {
        self.note(DriftKind::UnknownField, None, Some(found), None);
    }

    fn note_unknown_value(&mut self, found: JsonKind, value: String, _: &'static [&'static str]) {
        self.note(DriftKind::UnknownValue, None, Some(found), Some(value));
    }

    fn note_meaningless(&mut self, expected: &'static str) {
        self.note(DriftKind::TypeMismatch, Some(expected), Some(JsonKind::String), None);
    }

    fn note_unknown_variant(&mut self, found: JsonKind) {
        self.note(DriftKind::UnknownVariant, None, Some(found), None);
    }

    fn start_over(&mut self) {
        self.found.clear();
        self.before.clear();
        self.place.clear();
    }

    fn begin(&mut self) {
        self.before.push(std::mem::take(&mut self.found));
    }

    fn end(&mut self, fits: bool) -> bool {
        let before = self.before.pop().unwrap_or_default();
        let since = std::mem::replace(&mut self.found, before);
        if fits {
            since.into_iter().for_each(|finding| self.add(finding));
        }
        fits
    }

    fn end_instead(&mut self, fits: bool) -> bool {
        let before = self.before.pop().unwrap_or_default();
        if !fits {
            self.found = before;
        }
        fits
    }
}

impl Finding {
    fn is_like(&self, other: &Self) -> bool {
        (self.kind, self.found, &self.value, &self.json_path) == (other.kind, other.found, &other.value, &other.json_path)
    }
}
