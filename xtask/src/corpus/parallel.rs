//! Work on a list, on every core.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};

use generator::parallel;

/// Maps a list on every core, in order, and shows how far it has come.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let done = AtomicUsize::new(0);
    // A panic is a row of the table, not a page of output.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let results = parallel::map(items, 1, |item| {
        let result = map(item);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(100) {
            eprintln!("  {done} of {}", items.len());
        }
        result
    });
    panic::set_hook(hook);
    results
}
