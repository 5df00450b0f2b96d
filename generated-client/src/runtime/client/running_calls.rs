//! The calls of a client that are running, so that a program can wait for them before it ends.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::runtime::waiting_tasks::WaitingTasks;

/// The running calls of a client and its clones.
#[derive(Default)]
pub(crate) struct RunningCalls(Mutex<Calls>);

#[derive(Default)]
struct Calls {
    running: usize,
    is_shut_down: bool,
    /// Who waits for the end of all calls.
    waiting: WaitingTasks,
}

/// A call that is running until this is dropped.
pub(crate) struct RunningCall(Arc<RunningCalls>);

impl RunningCalls {
    /// Begins a call; `None` after the shutdown. Running calls may need a token, so that a call for one is begun all the same.
    pub(crate) fn begin(self: &Arc<Self>, is_for_tokens: bool) -> Option<RunningCall> {
        let mut calls = self.lock();
        if calls.is_shut_down && !is_for_tokens {
            return None;
        }
        calls.running += 1;
        Some(RunningCall(self.clone()))
    }

    /// Lets no further call begin, and waits for the end of those that are running.
    pub(super) async fn shut_down(&self) {
        self.lock().is_shut_down = true;
        poll_fn(|context| {
            let mut calls = self.lock();
            if calls.running == 0 {
                return Poll::Ready(());
            }
            calls.waiting.add(context);
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RunningCall {
    fn drop(&mut self) {
        let mut calls = self.0.lock();
        calls.running -= 1;
        let waiting = if calls.running == 0 { std::mem::take(&mut calls.waiting) } else { WaitingTasks::default() };
        drop(calls);
        waiting.wake();
    }
}
