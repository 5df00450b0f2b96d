//! The tasks that wait for something.

use std::task::{Context, Waker};

/// The tasks that wait for something.
#[derive(Default)]
pub(crate) struct WaitingTasks(Vec<Waker>);

impl WaitingTasks {
    /// Adds the task that polls, unless it waits already.
    pub(crate) fn add(&mut self, context: &Context<'_>) {
        if !self.0.iter().any(|waker| waker.will_wake(context.waker())) {
            self.0.push(context.waker().clone());
        }
    }

    /// Wakes all of them. Who is woken may look at once: call it without a lock.
    pub(crate) fn wake(self) {
        self.0.into_iter().for_each(Waker::wake);
    }
}
