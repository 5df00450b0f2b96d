//! What a mock expects, without its types.

use std::sync::Arc;

use http::Method;

use super::mock_response::MockResponse;
use super::received_call::ReceivedCall;
use crate::runtime::maybe_send::maybe_sync;

/// Says why a call does not fit.
pub(super) type Condition = Box<maybe_sync!(dyn Fn(&ReceivedCall) -> Result<(), String>)>;
/// Answers a call.
pub(super) type Answer = Arc<maybe_sync!(dyn Fn(&ReceivedCall) -> MockResponse)>;

/// Which calls are meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CallTarget {
    /// Those of an operation.
    Operation { id: &'static str, method: Method, path: &'static str },
    /// Requests for a path, below the base URL.
    Request { method: Method, path: String },
}

impl CallTarget {
    pub(super) fn is_of(&self, call: &ReceivedCall) -> bool {
        match self {
            Self::Operation { id, method, path } => {
                call.operation() == Some(*id) && call.method() == method && (call.facts.template == *path || call.facts.is_further)
            }
            Self::Request { method, path } => call.method() == method && (call.facts.template == *path || call.uri().path() == path),
        }
    }

    pub(super) fn line(&self) -> String {
        match self {
            Self::Operation { id, method, path } => format!("{id} ({method} {path})"),
            Self::Request { method, path } => format!("{method} {path}"),
        }
    }
}

/// What is expected, and what is answered.
pub(super) struct Expected {
    pub target: CallTarget,
    pub conditions: Vec<Condition>,
    pub answer: Answer,
    /// How many calls are the least and the most.
    pub times: (usize, usize),
    /// Whether those before it that are in order have to come first.
    pub in_order: bool,
    pub calls: usize,
}

impl Expected {
    /// Says why a call is not the one; `Ok` if it is.
    pub(super) fn check(&self, call: &ReceivedCall) -> Result<(), String> {
        if !self.target.is_of(call) {
            return Err("is another operation".to_owned());
        }
        let mut problems = self.conditions.iter().filter_map(|condition| condition(call).err());
        match problems.next() {
            Some(first) => Err(problems.fold(first, |text, problem| text + "; " + &problem)),
            None if self.calls >= self.times.1 => Err(format!("has been called {}, which is the most", times(self.calls))),
            None => Ok(()),
        }
    }

    /// Whether nothing more has to come.
    pub(super) fn is_satisfied(&self) -> bool {
        self.calls >= self.times.0
    }
}

pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}
