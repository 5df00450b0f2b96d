//! What tests need of JavaScript.

use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Returns a name that no other test has.
pub fn unique() -> String {
    run("return Date.now().toString(36) + '-' + Math.random().toString(36).slice(2)").as_string().expect("a string")
}

/// Runs a function with this body.
pub fn run(body: &str) -> JsValue {
    Function::new_no_args(body).call0(&JsValue::UNDEFINED).expect("it does not throw")
}

/// Waits, by the browser's own timer.
pub async fn sleep(milliseconds: u32) {
    let promise: Promise = run(&format!("return new Promise(done => setTimeout(done, {milliseconds}))")).unchecked_into();
    JsFuture::from(promise).await.expect("it does not fail");
}

/// Returns the origin of the page, or of the worker.
pub fn origin() -> String {
    run("return self.location.origin").as_string().expect("a string")
}

/// Counts timers from now on, and notes their delays.
pub fn watch_timers() {
    run("if (self.timers === undefined) {
            const [set, clear] = [self.setTimeout, self.clearTimeout];
            self.timers = { delays: [], running: new Set() };
            self.setTimeout = (callback, delay, ...args) => {
                const id = set(() => { self.timers.running.delete(id); callback(...args); }, delay);
                self.timers.delays.push(delay);
                self.timers.running.add(id);
                return id;
            };
            self.clearTimeout = id => { self.timers.running.delete(id); clear(id); };
        }
        self.timers.delays = [];
        self.timers.running = new Set();");
}

/// Returns the delays of the timers that were set, and how many of them are running.
pub fn timers() -> (Vec<f64>, usize) {
    let timers = Reflect::get(&js_sys::global(), &"timers".into()).expect("they are watched");
    let delays = Reflect::get(&timers, &"delays".into()).expect("a list");
    let delays = js_sys::Array::from(&delays).iter().filter_map(|delay| delay.as_f64()).collect();
    let running = Reflect::get(&timers, &"running".into()).expect("a set");
    let running = Reflect::get(&running, &"size".into()).expect("a number").as_f64().expect("a number");
    (delays, running as usize)
}

/// Counts rejections of promises that nobody handles, from now on: a browser reports them in its console.
pub fn watch_rejections() {
    run("self.rejections = 0; self.addEventListener('unhandledrejection', () => self.rejections++);");
}

/// Returns how many there were.
pub fn rejections() -> f64 {
    run("return self.rejections").as_f64().expect("they are watched")
}

/// Runs something while the global object has another `fetch`, or none.
pub async fn with_fetch<T>(fetch: &JsValue, work: impl Future<Output = T>) -> T {
    let global = js_sys::global();
    let own = Reflect::get(&global, &"fetch".into()).expect("there is one");
    Reflect::set(&global, &"fetch".into(), fetch).expect("it is replaced");
    let done = work.await;
    Reflect::set(&global, &"fetch".into(), &own).expect("it is put back");
    done
}
