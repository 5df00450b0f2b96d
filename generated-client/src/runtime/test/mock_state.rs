//! What a mock and its transport share.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::expected::{Expected, times};
use super::mock_response::MockResponse;
use super::received_call::ReceivedCall;
use super::test_clock::TestClock;

/// What the mock and its transport share.
#[derive(Default)]
pub(super) struct MockState {
    state: Mutex<State>,
    pub clock: TestClock,
}

#[derive(Default)]
struct State {
    expected: Vec<Expected>,
    received: Vec<Arc<ReceivedCall>>,
    unexpected: Vec<String>,
}

impl MockState {
    /// Adds what is expected. Returns its index.
    pub fn expect(&self, expected: Expected) -> usize {
        let mut state = self.state();
        state.expected.push(expected);
        state.expected.len() - 1
    }

    /// Returns how often something expected was called.
    pub fn calls_of(&self, index: usize) -> usize {
        self.state().expected.get(index).map_or(0, |expected| expected.calls)
    }

    /// Returns all calls so far.
    pub fn received(&self) -> Vec<Arc<ReceivedCall>> {
        self.state().received.clone()
    }

    /// Returns what was not as expected.
    pub fn report(&self) -> Option<String> {
        self.state().report()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a call. The error says what was expected.
    pub fn answer(&self, call: ReceivedCall) -> Result<MockResponse, String> {
        let call = Arc::new(call);
        let mut state = self.state();
        state.received.push(call.clone());
        let fits = state.fits(&call);
        match fits {
            Ok(index) => {
                let expected = &mut state.expected[index];
                expected.calls += 1;
                let answer = expected.answer.clone();
                // It may ask the mock something.
                drop(state);
                Ok(answer(&call))
            }
            Err(report) => {
                state.unexpected.push(report.clone());
                Err(report)
            }
        }
    }
}

impl State {
    /// Returns the index of what fits a call, or why nothing does.
    fn fits(&self, call: &ReceivedCall) -> Result<usize, String> {
        let mut problems = Vec::new();
        let mut waits_for = None;
        for (index, expected) in self.expected.iter().enumerate() {
            let problem = match expected.check(call) {
                Ok(()) if !expected.in_order || waits_for.is_none() => return Ok(index),
                Ok(()) => format!("comes after {}", waits_for.map(|first: &Expected| first.target.line()).unwrap_or_default()),
                Err(problem) => problem,
            };
            problems.push(format!("  {}. {}: {problem}", index + 1, expected.target.line()));
            if expected.in_order && !expected.is_satisfied() {
                waits_for = waits_for.or(Some(expected));
            }
        }
        let body = call.shown_body().map(|body| format!("\n  with the body {body}")).unwrap_or_default();
        let expected = if problems.is_empty() { "  nothing".to_owned() } else { problems.join("\n") };
        Err(format!("an unexpected call: {}{body}\nwhat is expected:\n{expected}", call.line()))
    }

    /// Returns what was not as expected.
    fn report(&self) -> Option<String> {
        let missing = self.expected.iter().filter(|expected| !expected.is_satisfied()).map(|expected| {
            let called = if expected.calls == 0 { "was not called".to_owned() } else { format!("was called {}", times(expected.calls)) };
            let least = if expected.times.0 == expected.times.1 { "" } else { "at least " };
            format!("{} {called}, and is expected {least}{}", expected.target.line(), times(expected.times.0))
        });
        let all: Vec<String> = self.unexpected.iter().cloned().chain(missing).collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }
}

impl fmt::Debug for MockState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let expected: Vec<String> = state.expected.iter().map(|expected| expected.target.line()).collect();
        f.debug_struct("Mock").field("expected", &expected).field("received", &state.received).finish_non_exhaustive()
    }
}
