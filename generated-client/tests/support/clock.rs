//! A clock that never waits.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::runtime::{Clock, Sleep};

/// Waits between attempts pass at once, and are written down. Attempts time out when the test says so.
#[derive(Clone, Default)]
pub struct FakeClock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    waits: Vec<Duration>,
    /// How long attempts were allowed to take.
    limits: Vec<Duration>,
    timers: Vec<Arc<Mutex<Timer>>>,
}

#[derive(Default)]
struct Timer {
    over: bool,
    waker: Option<Waker>,
}

/// The time that the clock shows at first: 2026-01-02 03:04:05 UTC.
pub const UNIX_SECONDS: i64 = 1_767_323_045;

impl FakeClock {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().expect("no test panics while it holds the clock")
    }

    /// Returns the waits between attempts so far, in milliseconds.
    pub fn waits(&self) -> Vec<u128> {
        self.state().waits.iter().map(Duration::as_millis).collect()
    }

    /// Returns how long the attempts so far were allowed to take.
    pub fn limits(&self) -> Vec<Duration> {
        self.state().limits.clone()
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        self.state().now += duration;
    }

    /// Ends the attempts that are under way.
    pub fn time_out(&self) {
        for timer in std::mem::take(&mut self.state().timers) {
            let mut timer = timer.lock().expect("no test panics while it holds a timer");
            timer.over = true;
            timer.waker.take().into_iter().for_each(Waker::wake);
        }
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn unix_seconds(&self) -> i64 {
        UNIX_SECONDS + i64::try_from(self.state().now.as_secs()).expect("no test takes that long")
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.state();
        state.now += duration;
        state.waits.push(duration);
        Box::pin(std::future::ready(()))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        let timer = Arc::new(Mutex::new(Timer::default()));
        let mut state = self.state();
        state.limits.push(duration);
        state.timers.push(timer.clone());
        Box::pin(Wait(timer))
    }

    /// The longest part of each span: the waits are the spans themselves.
    fn random(&self) -> u64 {
        u64::MAX
    }
}

struct Wait(Arc<Mutex<Timer>>);

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut timer = self.0.lock().expect("no test panics while it holds a timer");
        timer.waker = Some(context.waker().clone());
        if timer.over { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// A clock whose random number is fixed.
pub struct FixedRandom(pub FakeClock, pub u64);

impl Clock for FixedRandom {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn unix_seconds(&self) -> i64 {
        self.0.unix_seconds()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.0.timer(duration)
    }

    fn random(&self) -> u64 {
        self.1
    }
}

/// The time of tokio. In a runtime whose time is paused, it goes on at once when everybody waits.
#[derive(Clone)]
pub struct TokioClock {
    start: tokio::time::Instant,
    random: Arc<Mutex<u64>>,
}

impl TokioClock {
    /// Starts the clock, in a runtime.
    pub fn start() -> Self {
        Self { start: tokio::time::Instant::now(), random: Arc::new(Mutex::new(42)) }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn unix_seconds(&self) -> i64 {
        UNIX_SECONDS + i64::try_from(self.now().as_secs()).expect("no test takes that long")
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }

    /// The same numbers in each run.
    fn random(&self) -> u64 {
        let mut random = self.random.lock().expect("no test panics while it holds the clock");
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *random
    }
}
