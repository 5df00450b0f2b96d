//! Time and chance, in one place that tests can stand in for.

use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A wait.
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

/// Where the runtime takes time and chance from.
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
    /// The time since some moment in the past that stays the same.
    fn now(&self) -> Duration;

    /// Seconds since 1970.
    fn unix_seconds(&self) -> i64;

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Ends when an attempt has taken too long.
    fn timer(&self, duration: Duration) -> Sleep;

    /// A number out of all that a `u64` can be.
    fn random(&self) -> u64;
}

/// The clock of the machine.
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
        // The standard library's hash keys are random, and differ each time: enough to spread retries.
        RandomState::new().build_hasher().finish()
    }
}
