//! A clock on which no time is waited.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::runtime::policy::{Clock, Sleep};

/// What the clock shows at first: 2026-01-02 03:04:05 UTC.
const UNIX_SECONDS: i64 = 1_767_323_045;

/// A clock on which waits pass at once. It goes on by what is waited, and by [`advance`](Self::advance).
///
/// Clones are the same clock. It begins at 2026-01-02 03:04:05 UTC. What is random elsewhere is not: waits between attempts
/// have their greatest length.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::test::{Mock, MockResponse};
/// use tallyfy::{Client, Method};
///
/// let mock = Mock::new();
/// mock.on_request(Method::GET, "/things").once().responds(MockResponse::status(429).retry_after(Duration::from_secs(7)));
/// mock.on_request(Method::GET, "/things").responds(MockResponse::json(&[1, 2]));
/// let client = Client::builder().mock(&mock).build()?;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// client.request(Method::GET, "/things").await?;
/// assert_eq!(mock.clock().waits(), [Duration::from_millis(7_250)]);
/// # Ok::<(), tallyfy::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct TestClock(Arc<Mutex<ClockState>>);

#[derive(Default)]
struct ClockState {
    now: Duration,
    waits: Vec<Duration>,
    timers: Vec<Arc<Mutex<AttemptTimer>>>,
}

/// The end of an attempt that takes too long.
struct AttemptTimer {
    until: Duration,
    is_over: bool,
    waker: Option<Waker>,
}

impl TestClock {
    /// Returns the waits between attempts so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    /// Lets time pass. Attempts whose timeout is over by then end.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.state();
        state.now = state.now.saturating_add(duration);
        let now = state.now;
        state.timers.retain(|timer| !end(timer, now));
    }

    /// Lets time pass until the next attempt times out. Nothing happens where none is under way.
    pub(super) fn advance_to_timeout(&self) {
        let state = self.state();
        let next = state.timers.iter().map(|timer| lock(timer).until).min();
        let wait = next.map(|next| next.saturating_sub(state.now));
        drop(state);
        if let Some(wait) = wait {
            self.advance(wait);
        }
    }

    fn state(&self) -> MutexGuard<'_, ClockState> {
        lock(&self.0)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a timer whose time has come. Returns whether it had.
fn end(timer: &Mutex<AttemptTimer>, now: Duration) -> bool {
    let mut timer = lock(timer);
    timer.is_over |= timer.until <= now;
    if timer.is_over {
        timer.waker.take().into_iter().for_each(Waker::wake);
    }
    timer.is_over
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn unix_seconds(&self) -> i64 {
        UNIX_SECONDS.saturating_add(self.now().as_secs().try_into().unwrap_or(i64::MAX))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.state().waits.push(duration);
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        let mut state = self.state();
        let timer = Arc::new(Mutex::new(AttemptTimer { until: state.now.saturating_add(duration), is_over: false, waker: None }));
        // Attempts that have ended have dropped theirs.
        state.timers.retain(|timer| Arc::strong_count(timer) > 1);
        state.timers.push(timer.clone());
        Box::pin(TimerWait(timer))
    }

    fn random(&self) -> u64 {
        u64::MAX
    }
}

struct TimerWait(Arc<Mutex<AttemptTimer>>);

impl Future for TimerWait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut timer = lock(&self.0);
        timer.waker = Some(context.waker().clone());
        if timer.is_over { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("TestClock").field("now", &state.now).field("waits", &state.waits).finish_non_exhaustive()
    }
}
