//! Collects what a value violates.

use std::collections::HashSet;

use serde::Serialize;

use super::constraint::Constraint;
use super::decimal::Decimal;
use super::serializer::ValueSerializer;
use super::tables::{Levels, checking};
use super::violation::Violation;
use crate::runtime::api::InputPlace;

/// What a check has found so far, and where it is.
pub(crate) struct Checker<'n> {
    place: InputPlace,
    name: &'n str,
    pointer: String,
    found: Vec<Violation>,
}

impl<'n> Checker<'n> {
    /// Checks the value of a parameter, or of a body.
    pub(crate) fn new(place: InputPlace, name: &'n str) -> Self {
        Self { place, name, pointer: String::new(), found: Vec::new() }
    }

    /// Returns what was found.
    pub(crate) fn finish(self) -> Vec<Violation> {
        self.found
    }

    /// Checks a value that is written as JSON.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, levels: Levels, value: &T) {
        // Why a value cannot be written is reported where it is written to be sent.
        let _ = checking(true, || value.serialize(ValueSerializer::new(self, vec![levels])));
    }

    /// Checks a value that is written as one text: as a string, and as the number that it may be.
    pub(crate) fn text(&mut self, levels: Levels, text: &str) {
        self.string(&[levels], text);
        self.number(&[levels], text);
    }

    /// Checks a list whose items are written as text.
    pub(crate) fn texts(&mut self, levels: Levels, texts: &[String]) {
        self.items(&[levels], texts.len());
        let mut distinct = Distinct::of(&[levels]);
        for (index, text) in texts.iter().enumerate() {
            distinct.add(text.clone());
            self.inside(&index.to_string(), |this| this.text(levels.get(1..).unwrap_or_default(), text));
        }
        self.distinct(&[levels], &distinct);
    }

    pub(super) fn string(&mut self, levels: &[Levels], text: &str) {
        self.own(levels, |constraint| constraint.allows_string(text));
    }

    /// Checks a number, given as its text. Other strings have no constraint of a number.
    pub(super) fn number(&mut self, levels: &[Levels], text: &str) {
        if let Some(number) = Decimal::parse(text) {
            self.own(levels, |constraint| constraint.allows_number(&number));
        }
    }

    /// Checks the number of items.
    pub(crate) fn items(&mut self, levels: &[Levels], count: usize) {
        self.own(levels, |constraint| constraint.allows_items(count));
    }

    pub(super) fn properties(&mut self, levels: &[Levels], count: usize) {
        self.own(levels, |constraint| constraint.allows_properties(count));
    }

    pub(super) fn distinct(&mut self, levels: &[Levels], distinct: &Distinct) {
        self.own(levels, |constraint| *constraint != Constraint::UniqueItems || !distinct.has_equal);
    }

    /// Notes each constraint of the value itself that does not allow it.
    fn own(&mut self, levels: &[Levels], allows: impl Fn(&Constraint) -> bool) {
        for constraint in levels.iter().filter_map(|levels| levels.first()).copied().flatten().filter(|constraint| !allows(constraint)) {
            let (name, pointer) = (self.name.to_owned(), self.pointer.clone());
            self.found.push(Violation { place: self.place, name, pointer, constraint: *constraint });
        }
    }

    /// Runs a closure for what lies in the value under this name.
    pub(super) fn inside<R>(&mut self, name: &str, check: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = check(self);
        self.pointer.truncate(length);
        result
    }
}

/// The items of a list that must not be equal. Numbers are equal that have the same value.
#[derive(Default)]
pub(super) struct Distinct {
    seen: Option<HashSet<String>>,
    has_equal: bool,
}

impl Distinct {
    /// Looks at items only if they must not be equal.
    pub(super) fn of(levels: &[Levels]) -> Self {
        let own = levels.iter().filter_map(|levels| levels.first()).copied().flatten();
        let counts = own.into_iter().any(|constraint| *constraint == Constraint::UniqueItems);
        Self { seen: counts.then(HashSet::new), has_equal: false }
    }

    pub(super) fn add(&mut self, text: String) {
        let Some(seen) = &mut self.seen else { return };
        let text = Decimal::parse(&text).map(|number| number.normalized()).unwrap_or(text);
        self.has_equal |= !seen.insert(text);
    }

    /// Adds an item that is written as JSON.
    pub(super) fn add_json<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.seen.is_some() {
            let json = checking(false, || serde_json::to_string(value));
            json.into_iter().for_each(|json| self.add(json));
        }
    }
}
