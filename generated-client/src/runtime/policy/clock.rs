//! The clock and the source of random numbers, which tests can replace.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send};
use crate::runtime::platform::{self, Instant};

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
pub type Sleep = Pin<Box<maybe_send!(dyn Future<Output = ()>)>>;

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
pub trait Clock: MaybeSend + MaybeSync + 'static {
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
        platform::since_1970().as_secs().try_into().unwrap_or(i64::MAX)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(platform::sleep(duration))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }

    fn random(&self) -> u64 {
        platform::random()
    }
}
