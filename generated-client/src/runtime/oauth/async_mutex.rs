//! A mutex that is held across waits.

use std::future::poll_fn;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::runtime::waiting_tasks::WaitingTasks;

/// A value that one task at a time has, also while that waits for something else. It needs no runtime.
#[derive(Default)]
pub(super) struct AsyncMutex<T>(Mutex<MutexState<T>>);

#[derive(Default)]
struct MutexState<T> {
    /// The value, unless a task has it.
    value: T,
    is_locked: bool,
    /// Those that wait for it.
    waiting: WaitingTasks,
}

/// The value, as long as this task has it.
pub(super) struct AsyncMutexGuard<'m, T: Default> {
    mutex: &'m AsyncMutex<T>,
    value: T,
}

impl<T: Default> AsyncMutex<T> {
    pub(super) fn new(value: T) -> Self {
        Self(Mutex::new(MutexState { value, ..MutexState::default() }))
    }

    /// Waits until no other task has the value.
    pub(super) async fn lock(&self) -> AsyncMutexGuard<'_, T> {
        poll_fn(|context| {
            let mut state = self.state();
            match self.guard(&mut state) {
                Some(guard) => Poll::Ready(guard),
                None => {
                    state.waiting.add(context);
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Takes the value, unless another task has it.
    pub(super) fn try_lock(&self) -> Option<AsyncMutexGuard<'_, T>> {
        self.guard(&mut self.state())
    }

    fn guard(&self, state: &mut MutexState<T>) -> Option<AsyncMutexGuard<'_, T>> {
        let is_free = !mem::replace(&mut state.is_locked, true);
        is_free.then(|| AsyncMutexGuard { mutex: self, value: mem::take(&mut state.value) })
    }

    fn state(&self) -> MutexGuard<'_, MutexState<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Default> Deref for AsyncMutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Default> DerefMut for AsyncMutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Default> Drop for AsyncMutexGuard<'_, T> {
    fn drop(&mut self) {
        let mut state = self.mutex.state();
        (state.value, state.is_locked) = (mem::take(&mut self.value), false);
        let waiting = mem::take(&mut state.waiting);
        drop(state);
        waiting.wake();
    }
}
