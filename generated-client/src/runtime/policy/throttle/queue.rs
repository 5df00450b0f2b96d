//! Who is next.

use std::collections::BTreeMap;
use std::mem;
use std::task::Waker;
use std::time::Duration;

use super::bucket::Bucket;
use crate::runtime::policy::random_part;

/// How long those behind a call wait after its turn has come. A call that is not polled must not hold up all others.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The moment at which it can be sent.
    Until(Duration),
    /// Others. It is woken when its turn may have come.
    ForOthers,
}

/// The wakers that a change has to do with. They are code of others, which is not run under the lock.
#[derive(Default)]
pub(super) struct Wakers {
    pub woken: Vec<Waker>,
    pub replaced: Vec<Waker>,
}

/// The calls that wait, and the limits that they wait for. All moments are by the clock of the client.
pub(super) struct Queue {
    bucket: Option<Bucket>,
    /// How many more requests may be in flight.
    free: Option<u32>,
    lanes: Vec<Lane>,
    tickets: u64,
    wakers: Wakers,
}

/// The calls to one origin: only they wait for a pause of it.
struct Lane {
    origin: String,
    /// The end of the pause.
    opens_at: Duration,
    /// The time over which those who waited for the end of a pause are sent; zero if there was none.
    spread: Duration,
    /// The longest time between two of them, once the first one has been sent.
    gap: Option<Duration>,
    /// By their tickets.
    waiters: BTreeMap<u64, Waiter>,
}

#[derive(Default)]
struct Waiter {
    waker: Option<Waker>,
    /// Since when it could have been sent.
    missed: Option<Duration>,
}

impl Queue {
    pub(super) fn new(bucket: Option<Bucket>, free: Option<u32>) -> Self {
        Self { bucket, free, lanes: Vec::new(), tickets: 0, wakers: Wakers::default() }
    }

    /// Takes the wakers that the changes so far have to do with.
    pub(super) fn wakers(&mut self) -> Wakers {
        mem::take(&mut self.wakers)
    }

    /// Adds a call at the end. Returns its ticket, and the earliest moment at which its turn can come.
    pub(super) fn enter(&mut self, origin: &str, now: Duration) -> (u64, Duration) {
        let before = self.lanes.iter().map(|lane| lane.waiters.len()).sum::<usize>();
        let ready_at = self.ready_at(now, before.try_into().unwrap_or(u32::MAX));
        let ticket = self.tickets;
        self.tickets += 1;
        let lane = self.lane(origin, now);
        lane.waiters.insert(ticket, Waiter::default());
        (ticket, ready_at.max(lane.opens_at).max(now))
    }

    /// Lets a call go if it is its turn. Otherwise returns what it waits for.
    pub(super) fn look(&mut self, origin: &str, ticket: u64, waker: Waker, now: Duration, random: u64) -> Option<Wait> {
        let lane = self.lane(origin, now);
        let opens_at = lane.opens_at;
        let before = lane.waiters.insert(ticket, Waiter { waker: Some(waker), missed: None });
        self.wakers.replaced.extend(before.and_then(|waiter| waiter.waker));
        let (ready_at, is_full) = (self.ready_at(now, 0), self.free == Some(0));
        if self.first(now).is_some_and(|(_, first)| first != ticket) {
            if ready_at <= now && !is_full {
                self.note_missed(now);
            }
            return Some(Wait::ForOthers);
        }
        match ready_at.max(opens_at) {
            _ if is_full => Some(Wait::ForOthers),
            at if at > now => Some(Wait::Until(at)),
            _ => {
                self.take(origin, ticket, now, random);
                None
            }
        }
    }

    /// Removes a call that is not made.
    pub(super) fn leave(&mut self, origin: &str, ticket: u64, now: Duration) {
        self.remove(origin, ticket, now);
        self.wake_first(now);
    }

    /// Counts a request that does not wait.
    pub(super) fn count(&mut self, now: Duration) {
        self.bucket.iter_mut().for_each(|bucket| bucket.take(now));
    }

    /// Ends a request in flight.
    pub(super) fn release(&mut self, now: Duration) {
        self.free = self.free.map(|free| free + 1);
        self.wake_first(now);
    }

    /// Sends nothing to an origin before a moment. A pause that lasts longer stays as it is.
    pub(super) fn pause(&mut self, origin: &str, until: Duration, spread: Duration, now: Duration) {
        let lane = self.lane(origin, now);
        if until > lane.opens_at {
            (lane.opens_at, lane.spread, lane.gap) = (until, spread, None);
        }
    }

    /// Returns the lane of an origin. Those that say nothing any more are removed.
    fn lane(&mut self, origin: &str, now: Duration) -> &mut Lane {
        let index = self.lanes.iter().position(|lane| lane.origin == origin).unwrap_or_else(|| {
            self.lanes.retain(|lane| !lane.waiters.is_empty() || lane.opens_at > now);
            let (opens_at, spread, origin) = (Duration::ZERO, Duration::ZERO, origin.to_owned());
            self.lanes.push(Lane { origin, opens_at, spread, gap: None, waiters: BTreeMap::new() });
            self.lanes.len() - 1
        });
        &mut self.lanes[index]
    }

    /// Returns when there is a token for a request with this number of others before it.
    fn ready_at(&self, now: Duration, before: u32) -> Duration {
        self.bucket.as_ref().map_or(Duration::ZERO, |bucket| bucket.ready_at(now, before))
    }

    /// Returns when the next call can be sent to its origin, and its ticket. Calls that miss their turn are passed over.
    fn first(&self, now: Duration) -> Option<(Duration, u64)> {
        self.lanes.iter().filter_map(|lane| lane.first(now)).min()
    }

    /// Notes that the next call could have been sent, and wakes it: it may not know, or may not be polled.
    fn note_missed(&mut self, now: Duration) {
        let Some((_, first)) = self.first(now).filter(|(opens_at, _)| *opens_at <= now) else { return };
        let waiter = self.lanes.iter_mut().find_map(|lane| lane.waiters.get_mut(&first));
        waiter.into_iter().for_each(|waiter| {
            waiter.missed.get_or_insert(now);
        });
        self.wake_first(now);
    }

    fn wake_first(&mut self, now: Duration) {
        let first = self.first(now);
        let waiter = first.and_then(|(_, first)| self.lanes.iter_mut().find_map(|lane| lane.waiters.get_mut(&first)));
        self.wakers.woken.extend(waiter.and_then(|waiter| waiter.waker.take()));
    }

    fn remove(&mut self, origin: &str, ticket: u64, now: Duration) -> &mut Lane {
        let removed = self.lane(origin, now).waiters.remove(&ticket);
        self.wakers.replaced.extend(removed.and_then(|waiter| waiter.waker));
        self.lane(origin, now)
    }

    /// Lets a call go.
    fn take(&mut self, origin: &str, ticket: u64, now: Duration, random: u64) {
        self.count(now);
        self.free = self.free.map(|free| free.saturating_sub(1));
        self.remove(origin, ticket, now).space_out(now, random);
        self.wake_first(now);
    }
}

impl Lane {
    fn first(&self, now: Duration) -> Option<(Duration, u64)> {
        let is_there = |waiter: &Waiter| waiter.missed.is_none_or(|since| now.saturating_sub(since) < PATIENCE);
        let (ticket, _) = self.waiters.iter().find(|(_, waiter)| is_there(waiter))?;
        Some((self.opens_at.max(now), *ticket))
    }

    /// Lets a random time pass before the next one of those who waited for the end of a pause.
    fn space_out(&mut self, now: Duration, random: u64) {
        let waiting = u32::try_from(self.waiters.len()).unwrap_or(u32::MAX);
        if waiting == 0 {
            self.spread = Duration::ZERO;
        }
        if !self.spread.is_zero() {
            let gap = *self.gap.get_or_insert(self.spread * 2 / waiting);
            self.opens_at = now.saturating_add(random_part(gap, random));
        }
    }
}
