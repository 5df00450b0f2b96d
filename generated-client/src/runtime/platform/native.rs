//! The tokio runtime that futures are polled on, or its absence, and what the system has.

use std::future::{Future, pending, poll_fn};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

pub(crate) use std::time::Instant;

/// What an error says if there is no runtime.
pub(crate) const NO_RUNTIME: &str = "called outside a tokio runtime: await it in one, such as that of `#[tokio::main]`";

/// Returns whether a future is polled on a tokio runtime.
pub(crate) fn in_runtime() -> bool {
    Handle::try_current().is_ok()
}

/// Runs a future to its end as a task of its own, which goes on when this future is dropped; outside a runtime, as a part of this one.
pub(crate) async fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    match Handle::try_current() {
        // It has panicked, or its runtime has ended: nobody waits for a value.
        Ok(runtime) => drop(runtime.spawn(future).await),
        Err(_) => future.await,
    }
}

/// Runs a future to its end as a task of its own, if there is a runtime. Nothing waits for it.
pub(crate) fn spawn_detached(future: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(future);
    }
}

/// Gives the other tasks of the runtime a turn, after a look at its sockets.
///
/// tokio's own `yield_now` wakes whoever calls it once the thread goes on with the runtime that it runs. A blocking client may be
/// called on a thread of another runtime, which goes on with nothing before the call has returned: a task of the client's own runtime
/// is waited for.
#[cfg(feature = "hyper-1")]
pub(crate) async fn yield_now() {
    // It has no value, and it is not there where the runtime ends.
    drop(tokio::spawn(tokio::task::yield_now()).await);
}

/// Runs work on a thread that may block.
///
/// # Errors
///
/// Returns an error outside a runtime, where tokio's own function panics.
pub(crate) fn spawn_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<JoinHandle<T>> {
    let runtime = Handle::try_current().map_err(|_| io::Error::other(NO_RUNTIME))?;
    Ok(runtime.spawn_blocking(work))
}

/// Waits from now on. A wait that is too long for the clock never ends.
pub(crate) fn sleep(duration: Duration) -> impl Future<Output = ()> + Send + 'static {
    sleep_until(tokio::time::Instant::now().checked_add(duration))
}

/// Sleeps on the runtime that polls it. A token may be renewed for calls of several runtimes, and the one on which that began
/// may have ended, or may not be polled.
async fn sleep_until(end: Option<tokio::time::Instant>) {
    let Some(end) = end else { return pending().await };
    let (mut runtime, mut sleep) = (None, pin!(None));
    poll_fn(|context| {
        let here = Handle::try_current().ok().map(|runtime| runtime.id());
        if here.is_some() && here != runtime {
            runtime = here;
            sleep.set(Some(tokio::time::sleep_until(end)));
        }
        if let Some(sleep) = sleep.as_mut().as_pin_mut() {
            return sleep.poll(context);
        }
        let left = end.saturating_duration_since(tokio::time::Instant::now());
        if left.is_zero() {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        call_later(left, || waker.wake());
        Poll::Pending
    })
    .await;
}

/// Calls a function later, on a thread of its own. Only a future that has left its runtime needs this.
fn call_later(wait: Duration, function: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        std::thread::sleep(wait);
        function();
    });
}

/// Returns the time since 1970, which is zero before it.
pub(crate) fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Returns a random number. The keys of the standard library's hasher are random, and differ each time. That is enough to spread
/// retries, and for a boundary between parts.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Fills a buffer with random bytes that nobody can guess, or says why there are none.
#[cfg(feature = "oauth")]
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), String> {
    getrandom::getrandom(bytes).map_err(|error| error.to_string())
}
