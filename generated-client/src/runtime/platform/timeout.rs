//! Timers of a browser.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::browser::{Instant, method};

/// The longest wait of `setTimeout`, in milliseconds: it reads a longer one as none.
const LONGEST: f64 = i32::MAX as f64;

/// A future that is ready at a moment.
pub(super) struct Timer {
    end: Instant,
    timeout: Option<Timeout>,
}

impl Timer {
    pub(super) fn new(end: Instant) -> Self {
        Self { end, timeout: None }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let left = self.end.left();
        if left <= 0.0 {
            self.timeout = None;
            return Poll::Ready(());
        }
        match &self.timeout {
            Some(timeout) if timeout.is_running() => timeout.wakes(context.waker()),
            // A part of a long wait has passed.
            _ => self.timeout = Some(Timeout::start(left.ceil().min(LONGEST), context.waker().clone())),
        }
        Poll::Pending
    }
}

/// A timeout of the browser, which is cleared when this is dropped.
struct Timeout {
    id: JsValue,
    /// Who is woken; `None` once it has passed.
    waker: Rc<RefCell<Option<Waker>>>,
    /// What the browser calls. It must not outlive this.
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    fn start(milliseconds: f64, waker: Waker) -> Self {
        let waker = Rc::new(RefCell::new(Some(waker)));
        let passed = waker.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            // It may look at once.
            let waker = passed.borrow_mut().take();
            waker.into_iter().for_each(Waker::wake);
        });
        let global = js_sys::global();
        let set = method(&global, "setTimeout");
        let id = set.and_then(|set| set.call2(&global, callback.as_ref(), &milliseconds.into()).ok());
        Self { id: id.unwrap_or(JsValue::UNDEFINED), waker, _callback: callback }
    }

    fn is_running(&self) -> bool {
        self.waker.borrow().is_some()
    }

    fn wakes(&self, waker: &Waker) {
        self.waker.borrow_mut().iter_mut().for_each(|known| known.clone_from(waker));
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        let global = js_sys::global();
        // Nothing happens if it has passed.
        let _ = method(&global, "clearTimeout").and_then(|clear| clear.call1(&global, &self.id).ok());
    }
}
