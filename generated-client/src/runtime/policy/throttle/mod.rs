//! The caller's own limit: how many requests a client sends in a time, and at once.

mod bucket;
mod limiter;
mod permit;
mod queue;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use self::limiter::Limiter;
pub(crate) use self::permit::Permit;
use super::clock::Clock;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send, maybe_sync};

/// How many requests a client sends at most: in a time, and at once.
///
/// All clones of a client share the limit, and so do the clients that are bound to other values. Requests are sent in the order
/// in which they come, whichever clone they come from. Each attempt counts, so retries and redirects do as well. A call that is
/// dropped while it waits leaves its place, and does not count.
///
/// | the server sends | until then no request is sent to this host |
/// |---|---|
/// | 429 with `Retry-After` | for as long as it says |
/// | any response that reports no requests left ([`RateLimit::remaining`](crate::runtime::RateLimit::remaining)), and a reset | up to the reset |
///
/// Such a pause has an upper limit, [`Throttle::longest_pause`]. A later response makes it longer, and never shorter. At its end, the
/// calls that wait are sent one after the other, with random times in between.
///
/// A call whose turn comes after its [deadline](crate::runtime::ClientBuilder::deadline) fails at once. Nothing was sent, and
/// [`Error::retry_after`](crate::runtime::Error::retry_after) is the time until its turn.
///
/// Requests of a [`TokenProvider`](crate::runtime::TokenProvider) count, but do not wait: a call waits for them.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{Client, Throttle};
///
/// let throttle = Throttle::default()
///     .rate(10, Duration::from_secs(1)) // ten a second,
///     .burst(5) // of which five may be sent in the same instant,
///     .in_flight(4) // and four are in flight at the same time
///     .longest_pause(Duration::from_secs(120));
/// let client = Client::builder().throttle(throttle).base_url("https://api.example.com").build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Throttle {
    rate: Option<(u32, Duration)>,
    burst: Option<u32>,
    in_flight: Option<u32>,
    longest_pause: Duration,
}

/// Without limits of its own: only what the server asks for is obeyed.
impl Default for Throttle {
    fn default() -> Self {
        Self { rate: None, burst: None, in_flight: None, longest_pause: Duration::from_secs(60) }
    }
}

impl Throttle {
    /// Sets how many requests are sent in a period. Default: no limit.
    ///
    /// After a pause, up to [`Throttle::burst`] requests are sent at once, and then one at a time, evenly. So in any time `t` there
    /// are at most `burst + requests * t / period` of them.
    #[must_use]
    pub fn rate(mut self, requests: u32, period: Duration) -> Self {
        self.rate = Some((requests, period));
        self
    }

    /// Sets how many requests may be sent at once, if as many were not sent before. Default: those of a period.
    ///
    /// A server that counts in fixed periods may see twice the rate in one of them. With a burst of 1, requests are even from the
    /// first one on, and with a rate of more than a few hundred a second, fewer than that: timers have a resolution of a millisecond.
    #[must_use]
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = Some(requests);
        self
    }

    /// Sets how many requests are in flight at the same time. Default: no limit.
    ///
    /// A request is in flight until the body of its response has been read or dropped. So a download that is not read holds up others.
    #[must_use]
    pub fn in_flight(mut self, requests: u32) -> Self {
        self.in_flight = Some(requests);
        self
    }

    /// Sets the longest pause that a server can ask for. Default: 60 seconds. After it, requests are sent, whatever the server
    /// asked for. With zero, there are no pauses.
    #[must_use]
    pub fn longest_pause(mut self, longest: Duration) -> Self {
        self.longest_pause = longest;
        self
    }

    /// Returns how the limit of a client is created.
    pub(crate) fn into_new_limit(self) -> NewLimit {
        Arc::new(move |clock| Ok(Arc::new(self.limiter(clock)?)))
    }

    fn limiter(&self, clock: &Arc<dyn Clock>) -> Result<Limiter, &'static str> {
        match (self.rate, self.burst, self.in_flight) {
            (Some((0, _)), ..) => Err("the rate of `throttle` is zero requests: no call could be made"),
            (Some((_, Duration::ZERO)), ..) => Err("the period of the rate of `throttle` is zero"),
            (_, Some(0), _) => Err("the burst of `throttle` is zero requests: no call could be made"),
            (None, Some(_), _) => Err("`throttle` has a burst without a rate: set `Throttle::rate`"),
            (.., Some(0)) => Err("`throttle` allows no request in flight: no call could be made"),
            _ => Ok(Limiter::new(self, clock.clone())),
        }
    }
}

/// The limit that all clones of a client share. It is behind a trait, so that only programs that set one contain its code.
pub(crate) trait RequestLimit: MaybeSend + MaybeSync {
    /// Waits until a request may be sent to an origin.
    fn turn(self: Arc<Self>, origin: String, until: Option<Duration>) -> TurnFuture;

    /// Counts a request that is sent without a wait: a call that has its turn waits for it.
    fn at_once(self: Arc<Self>, origin: String) -> Permit;

    /// Obeys what a response says about the limit of the server.
    fn obey(&self, origin: &str, status: StatusCode, headers: &HeaderMap);

    /// Ends a request in flight.
    fn release(&self);
}

/// The future of a turn. It fails if the turn comes after the deadline, with the time until then if it is known.
pub(crate) type TurnFuture = Pin<Box<maybe_send!(dyn Future<Output = Result<Permit, Option<Duration>>>)>>;

/// Creates the limit of a client, or says which setting can never let a request through.
pub(crate) type NewLimit = Arc<maybe_sync!(dyn Fn(&Arc<dyn Clock>) -> Result<Arc<dyn RequestLimit>, &'static str>)>;
