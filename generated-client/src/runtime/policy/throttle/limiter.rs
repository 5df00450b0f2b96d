//! The limit that all clones of a client share.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::bucket::Bucket;
use super::permit::Permit;
use super::queue::{PATIENCE, Queue, Wait};
use super::{RequestLimit, Throttle, TurnFuture};
use crate::runtime::policy::{Clock, RateLimit, Sleep, before, random_part, retry_after};

/// The shortest and the longest time over which the calls that waited for the end of a pause are sent: a tenth of the pause in between.
const SPREAD: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(1));

/// The limit that all clones of a client share.
pub(crate) struct Limiter {
    queue: Mutex<Queue>,
    clock: Arc<dyn Clock>,
    longest_pause: Duration,
}

impl Limiter {
    pub(super) fn new(throttle: &Throttle, clock: Arc<dyn Clock>) -> Self {
        let bucket = |(requests, period)| Bucket::new(requests, period, throttle.burst.unwrap_or(requests));
        let queue = Queue::new(throttle.rate.map(bucket), throttle.in_flight);
        Self { queue: Mutex::new(queue), clock, longest_pause: throttle.longest_pause }
    }

    async fn wait_for_turn(self: Arc<Self>, origin: String, until: Option<Duration>) -> Result<Permit, Option<Duration>> {
        let now = self.clock.now();
        let (ticket, earliest) = self.change(|queue, now| queue.enter(&origin, now));
        let mut place = PlaceInQueue { limiter: &self, origin: &origin, ticket: Some(ticket) };
        match until {
            Some(until) if earliest >= until => return Err(Some(earliest.saturating_sub(now))),
            Some(until) => {
                let mut timer = self.clock.timer(until.saturating_sub(now));
                before(&mut timer, place.turn()).await.ok_or(None)?;
            }
            None => place.turn().await,
        }
        drop(place);
        Ok(Permit::new(self, origin, true))
    }

    /// Changes the queue at the present moment. Those whom that concerns are woken afterwards.
    fn change<R>(&self, change: impl FnOnce(&mut Queue, Duration) -> R) -> R {
        let now = self.clock.now();
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = change(&mut queue, now);
        let wakers = queue.wakers();
        drop(queue);
        wakers.woken.into_iter().for_each(Waker::wake);
        changed
    }

    fn wait(&self, wait: Wait) -> Sleep {
        match wait {
            Wait::Until(moment) => self.clock.sleep(moment.saturating_sub(self.clock.now())),
            Wait::ForOthers => self.clock.timer(PATIENCE),
        }
    }
}

impl RequestLimit for Limiter {
    fn turn(self: Arc<Self>, origin: String, until: Option<Duration>) -> TurnFuture {
        Box::pin(self.wait_for_turn(origin, until))
    }

    fn at_once(self: Arc<Self>, origin: String) -> Permit {
        self.change(Queue::count);
        Permit::new(self, origin, false)
    }

    fn obey(&self, origin: &str, status: StatusCode, headers: &HeaderMap) {
        let Some(asked) = asked_pause(status, headers, self.clock.unix_seconds()) else { return };
        let pause = asked.min(self.longest_pause);
        if pause.is_zero() {
            return;
        }
        let spread = (pause / 10).clamp(SPREAD.0, SPREAD.1);
        // Other processes get the same response.
        let pause = pause.saturating_add(random_part(spread, self.clock.random()));
        self.change(|queue, now| queue.pause(origin, now.saturating_add(pause), spread, now));
    }

    fn release(&self) {
        self.change(Queue::release);
    }
}

/// Returns the pause that a response asks for.
fn asked_pause(status: StatusCode, headers: &HeaderMap, now: i64) -> Option<Duration> {
    let exhausted = RateLimit::of(headers, now).filter(|limit| limit.remaining == Some(0));
    let asked = retry_after(headers, now).filter(|_| status == StatusCode::TOO_MANY_REQUESTS);
    asked.max(exhausted.and_then(|limit| limit.reset))
}

/// The place of a call in the queue. Whoever drops it leaves.
struct PlaceInQueue<'l> {
    limiter: &'l Limiter,
    origin: &'l str,
    /// `None` after its turn.
    ticket: Option<u64>,
}

impl PlaceInQueue<'_> {
    /// Waits for the turn.
    async fn turn(&mut self) {
        let mut waits: Option<(Wait, Sleep)> = None;
        poll_fn(|context| {
            loop {
                let Some(wait) = self.look(context.waker()) else { return Poll::Ready(()) };
                let same = waits.take().filter(|(known, _)| *known == wait);
                let (_, mut sleep) = same.unwrap_or_else(|| (wait, self.limiter.wait(wait)));
                if sleep.as_mut().poll(context).is_pending() {
                    waits = Some((wait, sleep));
                    return Poll::Pending;
                }
            }
        })
        .await;
    }

    /// Returns what is waited for, unless the turn has come.
    fn look(&mut self, waker: &Waker) -> Option<Wait> {
        let ticket = self.ticket?;
        let (waker, random) = (waker.clone(), self.limiter.clock.random());
        let wait = self.limiter.change(|queue, now| queue.look(self.origin, ticket, waker, now, random));
        if wait.is_none() {
            self.ticket = None;
        }
        wait
    }
}

impl Drop for PlaceInQueue<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.limiter.change(|queue, now| queue.leave(self.origin, ticket, now));
        }
    }
}
