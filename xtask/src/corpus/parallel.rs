//! Work on a list, on every core.

use std::collections::BTreeMap;
use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Maps a list on every core, in order, and shows how far it has come.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    // A panic is a row of the table, not a page of output.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((index, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, items.get(index)?)))
                {
                    let result = map(item);
                    if let Ok(mut results) = results.lock() {
                        results.insert(index, result);
                    }
                    if (index + 1) % 100 == 0 {
                        eprintln!("  {} of {}", index + 1, items.len());
                    }
                }
            });
        }
    });
    panic::set_hook(hook);
    results.into_inner().unwrap_or_default().into_values().collect()
}
