//! The clock and the source of random numbers, which tests can replace.

use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::runtime::Handle;

use crate::runtime::executor::call_later;

/// The future of a wait.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::Sleep;
///
/// fn sleep(duration: Duration) -> Sleep {
///     Box::pin(tokio::time::sleep(duration))
/// }
/// ```
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The clock and the source of random numbers of a client.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{Clock, Sleep};
///
/// /// A clock for tests: no wait takes any time.
/// struct Still;
///
/// impl Clock for Still {
///     fn now(&self) -> Duration {
///         Duration::ZERO
///     }
///
///     fn unix_seconds(&self) -> i64 {
///         1_767_436_200
///     }
///
///     fn sleep(&self, _: Duration) -> Sleep {
///         Box::pin(async {})
///     }
///
///     fn timer(&self, _: Duration) -> Sleep {
///         Box::pin(std::future::pending())
///     }
///
///     fn random(&self) -> u64 {
///         0
///     }
/// }
///
/// let builder = tallyfy::Client::builder().clock(Still);
/// ```
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed point in the past.
    fn now(&self) -> Duration;

    /// Returns the seconds since 1970.
    fn unix_seconds(&self) -> i64;

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Ends an attempt that takes too long.
    fn timer(&self, duration: Duration) -> Sleep;

    /// Returns a random number.
    fn random(&self) -> u64;
}

/// Waits for a future, but not longer than the limit.
pub(crate) async fn within<T>(clock: &dyn Clock, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    before(&mut clock.timer(limit), work).await
}

/// Waits for a future, but not longer than the timer.
pub(crate) async fn before<T>(timer: &mut Sleep, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Returns a part of a duration: none of it for zero, and all of it for the largest number.
pub(crate) fn random_part(whole: Duration, random: u64) -> Duration {
    let part = whole.as_secs_f64() * (random as f64 / u64::MAX as f64);
    Duration::try_from_secs_f64(part).unwrap_or(whole)
}

/// The system's clock.
pub(crate) struct SystemClock {
    start: Instant,
}

/// Sleeps on the runtime that polls it. A token may be renewed for calls of several runtimes, and the one on which that began
/// may have ended, or may not be polled.
async fn sleep_until(end: tokio::time::Instant) {
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

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn unix_seconds(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        match tokio::time::Instant::now().checked_add(duration) {
            Some(end) => Box::pin(sleep_until(end)),
            None => Box::pin(std::future::pending()),
        }
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }

    fn random(&self) -> u64 {
        // The keys of the standard library's hasher are random, and differ each time. That is enough to spread retries.
        RandomState::new().build_hasher().finish()
    }
}
