//! What is found of drift while a reply is read, if somebody wants to know.

use std::borrow::Cow;

use super::kind::JsonKind;
use super::mismatch::Misfit;
use super::path::Step;

/// How many different findings are taken down. A server that uses data as names would have one for each.
const MOST: usize = 100;

/// In which way a value strayed from its definition.
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
    /// An object has a member that the definition lacks. It is kept among the extra members.
    UnknownMember,
    /// An enumeration lacks the value. It is kept.
    UnknownValue,
    /// The value is none of the alternatives. It is kept.
    UnknownAlternative,
    /// The value is of another kind than promised. It is converted; or kept among the extra members, where the field may
    /// be empty; or else the call fails.
    OtherKind,
    /// A member that is always there was not. The object is kept among the extra members of another, or the call fails.
    Missing,
}

impl DriftKind {
    /// Returns a name for logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownMember => "unknown_member",
            Self::UnknownValue => "unknown_value",
            Self::UnknownAlternative => "unknown_alternative",
            Self::OtherKind => "other_kind",
            Self::Missing => "missing",
        }
    }
}

/// What has been found of drift in one reply.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// The way to the value that is being read.
    place: String,
    found: Vec<Finding>,
    /// Whether values that enumerations lack are taken down.
    values: bool,
}

/// One finding, and how often it was made.
#[derive(Debug)]
pub(crate) struct Finding {
    pub json_path: String,
    pub kind: DriftKind,
    pub expected: Option<Cow<'static, str>>,
    pub found: Option<JsonKind>,
    pub value: Option<String>,
    pub count: usize,
}

impl Findings {
    pub(crate) fn new(values: bool) -> Self {
        Self { values, ..Self::default() }
    }

    /// Returns what has been found, in the order in which it came.
    pub(crate) fn into_found(self) -> Vec<Finding> {
        self.found
    }

    pub(crate) fn depth(&self) -> usize {
        self.place.len()
    }

    /// Goes back to a place, and a step on from there.
    pub(crate) fn step(&mut self, depth: usize, step: Step<'_>) {
        self.back(depth);
        step.push_to(&mut self.place);
    }

    /// Goes back to a place.
    pub(crate) fn back(&mut self, depth: usize) {
        self.place.truncate(depth);
    }

    /// Takes something down.
    pub(crate) fn note(&mut self, kind: DriftKind, expected: Option<&'static str>, found: Option<JsonKind>, value: Option<String>) {
        let value = value.filter(|_| self.values);
        let same = |one: &Finding| one.kind == kind && one.found == found && one.value == value && one.json_path == self.place;
        if let Some(known) = self.found.iter_mut().find(|one| same(one)) {
            known.count += 1;
            return;
        }
        self.add(Finding { json_path: self.place.clone(), kind, expected: expected.map(Cow::from), found, value, count: 1 });
    }

    /// Takes down a value of another kind than promised.
    pub(crate) fn note_kind(&mut self, expected: &'static str, found: JsonKind) {
        self.note(DriftKind::OtherKind, Some(expected), Some(found), None);
    }

    /// Takes down why a value could not be taken: the culprit may lie deep in it.
    pub(crate) fn note_misfit(&mut self, misfit: &Misfit) {
        let mut json_path = self.place.clone();
        misfit.steps().for_each(|step| step.push_to(&mut json_path));
        let (kind, expected) = match misfit.found() {
            Some(_) => (DriftKind::OtherKind, Some(Cow::Owned(misfit.expected().to_owned()))),
            None => (DriftKind::Missing, None),
        };
        self.add(Finding { json_path, kind, expected, found: misfit.found(), value: None, count: 1 });
    }

    fn add(&mut self, finding: Finding) {
        match self.found.iter_mut().find(|known| known.is_like(&finding)) {
            Some(known) => known.count += finding.count,
            None => self.found.push(finding),
        }
        self.found.truncate(MOST);
    }

    /// Begins to read something that may turn out to be something else: returns what has been found so far.
    pub(crate) fn begin(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.found)
    }

    /// Ends it: what has been found since counts only if it was the right thing.
    pub(crate) fn end(&mut self, before: Vec<Finding>, counts: bool) {
        let since = std::mem::replace(&mut self.found, before);
        if counts {
            since.into_iter().for_each(|finding| self.add(finding));
        }
    }
}

impl Finding {
    fn is_like(&self, other: &Self) -> bool {
        (self.kind, self.found, &self.value, &self.json_path) == (other.kind, other.found, &other.value, &other.json_path)
    }
}
