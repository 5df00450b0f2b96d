//! The clock and the source of random numbers, which tests can replace.

use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }

    fn random(&self) -> u64 {
        // The keys of the standard library's hasher are random, and differ each time. That is enough to spread retries.
        RandomState::new().build_hasher().finish()
    }
}
