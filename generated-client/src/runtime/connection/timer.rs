//! A timer that is kept from one wait to the next.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep, sleep_until};

/// The timer of a connection. Each request waits until another moment. Registering a timer for each would cost more than to wake
/// up at the end of an earlier wait, and to go on.
#[derive(Default)]
pub(super) struct KeptTimer(Option<Pin<Box<Sleep>>>);

impl KeptTimer {
    /// Returns whether it has been made. Making it needs the runtime.
    pub(super) fn is_made(&self) -> bool {
        self.0.is_some()
    }

    /// Returns whether the moment has come. Otherwise the task is woken then, or earlier.
    pub(super) fn poll(&mut self, until: Instant, context: &mut Context<'_>) -> Poll<()> {
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if sleep.deadline() > until {
            sleep.as_mut().reset(until);
        }
        while sleep.as_mut().poll(context).is_ready() {
            if sleep.deadline() >= until {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(until);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_wait_ends_at_its_own_moment() {
        let (mut timer, begin) = (KeptTimer::default(), Instant::now());
        for seconds in [5, 7, 6, 20, 20, 21] {
            let until = begin + Duration::from_secs(seconds);
            poll_fn(|context| timer.poll(until, context)).await;
            assert!(Instant::now() >= until, "{seconds}");
        }
        assert_eq!(begin.elapsed(), Duration::from_secs(21));
        // A wait that is given up leaves its moment behind.
        let late = begin + Duration::from_secs(1000);
        assert!(poll_fn(|context| Poll::Ready(timer.poll(late, context))).await.is_pending());
        poll_fn(|context| timer.poll(begin + Duration::from_secs(30), context)).await;
        assert_eq!(begin.elapsed(), Duration::from_secs(30));
    }
}
