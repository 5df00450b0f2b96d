//! What a browser, or a worker, has in place of a runtime. All of it is found in the global object, which every host of JavaScript has.

use std::future::Future;
use std::time::Duration;

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

use super::timeout::Timer;

/// What an error would say if there were no runtime.
pub(crate) const NO_RUNTIME: &str = "called outside a browser";

/// Returns whether a future can be polled here. A browser polls it anywhere.
pub(crate) fn in_runtime() -> bool {
    true
}

/// Runs a future to its end as a task of its own, which goes on when this future is dropped.
pub(crate) async fn spawn(future: impl Future<Output = ()> + 'static) {
    let task = future_to_promise(async {
        future.await;
        Ok(JsValue::UNDEFINED)
    });
    // It cannot fail.
    drop(JsFuture::from(task).await);
}

/// Runs a future to its end as a task of its own. Nothing waits for it.
pub(crate) fn spawn_detached(future: impl Future<Output = ()> + 'static) {
    spawn_local(future);
}

/// A moment by a clock that does not go back. That of the standard library panics here.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Instant {
    /// Milliseconds since a fixed point in the past.
    milliseconds: f64,
}

impl Instant {
    pub(crate) fn now() -> Self {
        let performance = Reflect::get(&js_sys::global(), &"performance".into()).unwrap_or(JsValue::UNDEFINED);
        let now = method(&performance, "now").and_then(|now| now.call0(&performance).ok());
        Self { milliseconds: now.and_then(|now| now.as_f64()).unwrap_or_else(js_sys::Date::now) }
    }

    pub(crate) fn elapsed(self) -> Duration {
        milliseconds(Self::now().milliseconds - self.milliseconds)
    }

    /// Returns the milliseconds until then: none if it has passed.
    pub(super) fn left(self) -> f64 {
        (self.milliseconds - Self::now().milliseconds).max(0.0)
    }

    /// Returns a later moment. The end of time is infinitely far.
    pub(super) fn after(self, duration: Duration) -> Self {
        Self { milliseconds: self.milliseconds + duration.as_secs_f64() * 1000.0 }
    }
}

/// Waits from now on.
pub(crate) fn sleep(duration: Duration) -> impl Future<Output = ()> + 'static {
    Timer::new(Instant::now().after(duration))
}

/// Returns the time since 1970.
pub(crate) fn since_1970() -> Duration {
    milliseconds(js_sys::Date::now())
}

fn milliseconds(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}

/// Returns a random number.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    match fill_random(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes),
        // It can be guessed, and spreads retries all the same.
        Err(_) => (js_sys::Math::random() * u64::MAX as f64) as u64,
    }
}

/// Fills a buffer with random bytes that nobody can guess, or says why there are none.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), String> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).unwrap_or(JsValue::UNDEFINED);
    let values = Uint8Array::new_with_length(bytes.len().try_into().unwrap_or(u32::MAX));
    let fill = method(&crypto, "getRandomValues").ok_or("there is no `crypto.getRandomValues`")?;
    fill.call1(&crypto, &values).map_err(|_| "`crypto.getRandomValues` has failed")?;
    values.copy_to(bytes);
    Ok(())
}

/// Returns a method of an object, or a function of the global object.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
