//! The runtime of a blocking client: a thread that waits for its sockets and timers.
//!
//! A call is not sent to that thread. The thread that makes it polls it, within the worker's runtime, and sleeps in between. So a
//! panic goes up where the call is made, what observes a call sees its caller's thread, a dropped reader is dropped at once, and
//! nothing has to be `'static`. No thread but the worker itself ever enters a runtime to run it, or drops one: both panic within
//! another runtime.

use std::future::{Future, pending};
use std::io;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, ThreadId};

use tokio::runtime::{Builder, Handle};
use tokio::task::{AbortHandle, unconstrained};

/// What the thread is called.
const NAME: &str = concat!(env!("CARGO_PKG_NAME"), "-blocking");

/// What an error says if the worker would have to wait for itself.
const WAITS_FOR_ITSELF: &str = "called on the thread that carries out the calls of this client: a callback or a stream of a call \
                                can make no other with the same client";

/// The worker of a client and all its clones. Its thread starts with the first call, and ends after it is dropped.
#[derive(Default)]
pub(crate) struct Worker(Mutex<Option<Running>>);

struct Running {
    runtime: Handle,
    thread: ThreadId,
    /// What the thread waits for.
    end: AbortHandle,
}

impl Worker {
    /// Returns the runtime in which a call is polled.
    ///
    /// # Errors
    ///
    /// Returns an error if there can be no other thread, or if this is the worker's own.
    pub(crate) fn runtime(&self) -> Result<Handle, String> {
        let mut running = lock(&self.0);
        if running.is_none() {
            *running = Some(Running::start().map_err(|error| format!("the thread of the client cannot be started: {error}"))?);
        }
        match &*running {
            Some(running) if running.thread != thread::current().id() => Ok(running.runtime.clone()),
            _ => Err(WAITS_FOR_ITSELF.to_owned()),
        }
    }
}

impl Running {
    fn start() -> io::Result<Self> {
        let (started, start) = mpsc::channel();
        let thread = thread::Builder::new().name(NAME.to_owned()).spawn(move || {
            let runtime = match Builder::new_current_thread().enable_all().thread_name(NAME).build() {
                Ok(runtime) => runtime,
                Err(error) => return started.send(Err(error)).unwrap_or_default(),
            };
            let forever = runtime.spawn(pending::<()>());
            if started.send(Ok((runtime.handle().clone(), forever.abort_handle()))).is_ok() {
                // Its end is that it is aborted.
                let _ = runtime.block_on(forever);
            }
            // Names may still be looked up, for as long as the system likes.
            runtime.shutdown_background();
        })?;
        let (runtime, end) = start.recv().map_err(io::Error::other)??;
        Ok(Self { runtime, thread: thread.thread().id(), end })
    }
}

/// The thread is not waited for: what drops the last client may hold what the thread's last work waits for.
impl Drop for Running {
    fn drop(&mut self) {
        self.end.abort();
    }
}

/// Polls a future on this thread until it is ready.
pub(crate) fn wait<F: Future>(runtime: &Handle, work: F) -> F::Output {
    let _entered = runtime.enter();
    let signal = Arc::<Signal>::default();
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    // A task of another runtime, on whose thread this may be, has a budget that would never be refilled.
    let mut work = pin!(unconstrained(work));
    loop {
        match work.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => signal.wait(),
        }
    }
}

/// Wakes the thread that waits. Parking it would take the tokens of others who park it.
#[derive(Default)]
struct Signal {
    given: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn wait(&self) {
        let given = self.changed.wait_while(lock(&self.given), |given| !*given);
        *given.unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        *lock(&self.given) = true;
        self.changed.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
