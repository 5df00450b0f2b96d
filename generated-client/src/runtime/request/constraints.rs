//! Checks what a request is given against the constraints of its operation.

use serde::Serialize;

use super::Request;
use super::state::RequestState;
use crate::runtime::api::InputPlace;
use crate::runtime::constraints::{Checker, Constraint, InputConstraints, Levels, Violation, Violations};
use crate::runtime::error::{Error, excerpt};
use crate::runtime::json::write_request;
use crate::runtime::secret::REDACTED;

impl Request {
    /// Sets the constraints of the operation, and checks what the client is bound to.
    pub(crate) fn constrained(mut self, constraints: &'static [InputConstraints]) -> Self {
        self.state_mut().constraints = constraints;
        for input in constraints.iter().filter(|input| matches!(input.place, InputPlace::Path | InputPlace::Query)) {
            let bound = self.state().client.bound(input.name).map(str::to_owned);
            bound.into_iter().for_each(|text| self.check_text(input.place, input.name, &text));
        }
        self
    }

    /// Checks a parameter that is one text.
    pub(super) fn check_text(&mut self, place: InputPlace, name: &str, text: &str) {
        self.check(place, name, text.is_empty(), |checker, levels| checker.text(levels, text));
    }

    /// Checks a parameter that is a list.
    pub(super) fn check_texts(&mut self, place: InputPlace, name: &str, texts: &[String]) {
        self.check(place, name, texts.is_empty(), |checker, levels| checker.texts(levels, texts));
    }

    /// Checks a list of files, of which only the number is known.
    pub(super) fn check_count(&mut self, name: &str, count: usize) {
        self.check(InputPlace::Form, name, count == 0, |checker, levels| checker.items(&[levels], count));
    }

    /// Checks a body that is written as JSON first, whatever it is sent as.
    pub(super) fn check_body<T: Serialize + ?Sized>(&mut self, body: &T) {
        self.check_value(InputPlace::Body, "", body);
    }

    /// Checks a parameter or a field whose value is written as JSON first.
    pub(super) fn check_value<T: Serialize + ?Sized>(&mut self, place: InputPlace, name: &str, value: &T) {
        self.check(place, name, false, |checker, levels| write_request(|| checker.value(levels, value)));
    }

    /// Checks a value. What was found of one that it replaces is forgotten.
    fn check(&mut self, place: InputPlace, name: &str, is_empty: bool, check: impl FnOnce(&mut Checker<'_>, Levels)) {
        let state = self.state_mut();
        state.violations.retain(|known| known.place != place || !is_same(place, &known.name, name));
        let input = state.constraints.iter().find(|input| input.place == place && is_same(place, input.name, name));
        let Some(input) = input.filter(|input| !(is_empty && input.may_be_empty)) else { return };
        let mut checker = Checker::new(place, input.name);
        check(&mut checker, input.levels);
        state.violations.extend(checker.finish());
    }

    /// Forgets what was found of a body that is replaced.
    pub(super) fn forget_body(&mut self) {
        self.state_mut().violations.retain(|known| !matches!(known.place, InputPlace::Body | InputPlace::Form));
    }

    /// Forgets what was found of a field of the body that is replaced, or that the body lacked.
    pub(super) fn forget_field(&mut self, name: &str) {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let is_of_field = |known: &Violation| match known.place {
            InputPlace::Form => known.name == name,
            InputPlace::Body => match known.pointer.strip_prefix(&pointer) {
                Some(rest) => rest.is_empty() || rest.starts_with('/'),
                None => known.pointer.is_empty() && matches!(known.constraint, Constraint::MinProperties(_)),
            },
            _ => false,
        };
        self.state_mut().violations.retain(|known| !is_of_field(known));
    }
}

/// Whether two names are those of one parameter.
fn is_same(place: InputPlace, one: &str, other: &str) -> bool {
    if place == InputPlace::Header { one.eq_ignore_ascii_case(other) } else { one == other }
}

impl RequestState {
    /// Returns an error if the input is to be checked, and violates constraints. Names that hold a secret do not show it.
    pub(crate) fn check_constraints(&self) -> Result<(), Error> {
        if !self.check_constraints.unwrap_or(self.client.core().check_constraints) {
            return Ok(());
        }
        let secrets = self.secrets();
        let shown = |text: &str| excerpt(&secrets.scrub(text, REDACTED));
        let found = self.violations.iter().map(|known| Violation { pointer: shown(&known.pointer), ..known.clone() });
        Violations::check(found.collect()).map_err(|violations| self.failure(0).constraints(violations))
    }
}
