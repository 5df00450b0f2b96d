//! A token bucket.

use std::time::Duration;

/// A token bucket, which holds the moment at which it is full again in place of a number of tokens: nothing has to fill it.
pub(super) struct Bucket {
    /// The time in which a token is added.
    interval: Duration,
    /// The most tokens.
    burst: u32,
    full_at: Duration,
}

impl Bucket {
    /// Starts full. Neither number is zero.
    pub(super) fn new(requests: u32, period: Duration, burst: u32) -> Self {
        let interval = period / requests;
        // Rounded up: in no period there is a token more.
        let is_rounded = interval * requests < period;
        let interval = interval.saturating_add(Duration::from_nanos(is_rounded.into()));
        Self { interval, burst, full_at: Duration::ZERO }
    }

    /// Returns when there is a token for a request with this number of others before it. It may be in the past.
    pub(super) fn ready_at(&self, now: Duration, before: u32) -> Duration {
        let wanted = self.interval.saturating_mul(before.saturating_add(1));
        self.full_at.max(now).saturating_add(wanted).saturating_sub(self.interval.saturating_mul(self.burst))
    }

    /// Takes a token, even if there is none: the next ones come later then.
    pub(super) fn take(&mut self, now: Duration) {
        self.full_at = self.full_at.max(now).saturating_add(self.interval);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many tokens as soon as there are any. Returns when that is, in milliseconds.
    fn taken(bucket: &mut Bucket, mut now: Duration, times: usize) -> Vec<u128> {
        let take = |_| {
            now = bucket.ready_at(now, 0).max(now);
            bucket.take(now);
            now.as_millis()
        };
        (0..times).map(take).collect()
    }

    #[test]
    fn a_full_bucket_gives_a_burst_and_then_one_per_interval() {
        let mut bucket = Bucket::new(10, Duration::from_secs(1), 3);
        assert_eq!(taken(&mut bucket, Duration::from_secs(5), 6), [5000, 5000, 5000, 5100, 5200, 5300]);
        // Two tokens later.
        assert_eq!(taken(&mut bucket, Duration::from_millis(5500), 4), [5500, 5500, 5600, 5700]);
        // However long it was full.
        assert_eq!(taken(&mut bucket, Duration::from_secs(60), 4), [60_000, 60_000, 60_000, 60_100]);
    }

    #[test]
    fn those_before_are_waited_for() {
        let mut bucket = Bucket::new(1, Duration::from_secs(60), 1);
        bucket.take(Duration::ZERO);
        assert_eq!([0, 1, 9].map(|before| bucket.ready_at(Duration::ZERO, before).as_secs()), [60, 120, 600]);
        // What is taken in advance is waited for.
        bucket.take(Duration::ZERO);
        assert_eq!(bucket.ready_at(Duration::ZERO, 0).as_secs(), 120);
    }

    #[test]
    fn no_number_is_too_large() {
        let mut bucket = Bucket::new(3, Duration::MAX, u32::MAX);
        bucket.take(Duration::MAX);
        assert!(bucket.ready_at(Duration::MAX, u32::MAX) <= Duration::MAX);
        let bucket = Bucket::new(3, Duration::from_secs(1), 1);
        assert!(bucket.interval * 3 >= Duration::from_secs(1));
    }
}
