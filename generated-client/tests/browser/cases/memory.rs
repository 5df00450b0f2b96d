//! Memory: calls leave nothing behind, however they end.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Server, js};

/// Returns the bytes of memory that the program has taken. It gives none back.
fn taken() -> u32 {
    let buffer = Reflect::get(&wasm_bindgen::memory(), &"buffer".into()).expect("a buffer");
    Uint8Array::new(&buffer.unchecked_into::<js_sys::ArrayBuffer>()).length()
}

/// Polls a future once, and drops it.
async fn begin(work: impl Future) {
    let mut work = pin!(work);
    poll_fn(|context| Poll::Ready(assert!(work.as_mut().poll(context).is_pending()))).await;
}

#[wasm_bindgen_test]
async fn calls_leave_nothing_behind() {
    js::watch_timers();
    let (server, silent) = (Server::new("plain"), Server::new("silent"));
    let (client, other) = (server.client(), silent.client());
    let mut before = 0;
    // The first round fills what is used again.
    for calls in [500, 3_000] {
        before = taken();
        for number in 0..calls {
            begin(other.groups().get("g1").into_future()).await;
            if number % 50 == 0 {
                client.groups().get("g1").await.expect("a group");
            }
        }
        // What is aborted is cleaned up by the browser, between tasks.
        js::sleep(50).await;
    }
    assert_eq!((taken(), js::timers().1), (before, 0));
}
