//! How long nothing has used a connection.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// A connection that has been idle for this time may have been closed meanwhile.
pub(super) const SETTLED: Duration = Duration::from_millis(10);

/// A moment by two clocks: `Instant` stands still while the machine sleeps, and the other one can be set.
#[derive(Clone, Copy)]
pub(super) struct IdleSince {
    instant: Instant,
    wall: SystemTime,
}

impl IdleSince {
    pub(super) fn now() -> Self {
        Self { instant: Instant::now(), wall: SystemTime::now() }
    }

    /// Returns how long ago it is by the clock that says more.
    pub(super) fn elapsed(self) -> Duration {
        self.instant.elapsed().max(SystemTime::now().duration_since(self.wall).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_a_machine_sleeps_counts() {
        let hour = Duration::from_secs(3600);
        let now = IdleSince::now();
        assert!(IdleSince { wall: now.wall - hour, ..now }.elapsed() >= hour);
        // A clock that was set back says nothing.
        assert!(IdleSince { wall: now.wall + hour, ..now }.elapsed() < hour);
    }
}
