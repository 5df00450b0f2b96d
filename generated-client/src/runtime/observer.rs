//! Observers: callbacks of an application that watch what a client does.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use crate::runtime::maybe_send::maybe_send;

/// Calls an observer. Returns `false` if it panics: that must not fail the call, nor end what the call does. The panic hook
/// of the program has reported the panic.
///
/// What the observer watches may come many times. After a panic it is not called again for the same response or transfer, so
/// that the same fault is reported once.
pub(crate) fn observe(observer: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(observer)).is_ok()
}

/// Calls an observer that is asynchronous, and waits for it. A panic ends it.
pub(crate) async fn observe_future<'f>(observer: impl FnOnce() -> Pin<Box<maybe_send!(dyn Future<Output = ()> + 'f)>>) {
    let Ok(mut future) = catch_unwind(AssertUnwindSafe(observer)) else { return };
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.unwrap_or(Poll::Ready(()))
    })
    .await;
    observe(|| drop(future));
}
