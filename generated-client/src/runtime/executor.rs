//! The tokio runtime that futures are polled on, or its absence.

use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

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

/// Runs work on a thread that may block.
///
/// # Errors
///
/// Returns an error outside a runtime, where tokio's own function panics.
pub(crate) fn spawn_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<JoinHandle<T>> {
    let runtime = Handle::try_current().map_err(|_| io::Error::other(NO_RUNTIME))?;
    Ok(runtime.spawn_blocking(work))
}

/// Calls a function later, on a thread of its own. Only a future that has left its runtime needs this.
pub(crate) fn call_later(wait: Duration, function: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        std::thread::sleep(wait);
        function();
    });
}
