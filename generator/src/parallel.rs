//! Independent jobs, shared among as many threads as there are processors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does every job; the results are in the order of the jobs. A thread takes `batch` jobs at a time: several where they are
/// short, one where they are long.
pub fn map<J: Sync, R: Send>(jobs: &[J], batch: usize, work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    let batch = batch.max(1);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(jobs.len().div_ceil(batch)).max(1);
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(batch, Ordering::Relaxed);
            let Some(rest) = jobs.get(start..) else {
                return done;
            };
            done.extend(rest.iter().take(batch).enumerate().map(|(at, job)| (start + at, work(job))));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            done.extend(joined(other));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does every job as [`map`] does, and takes the jobs: each is gone when it is done.
pub fn map_into<J: Send, R: Send>(jobs: impl IntoIterator<Item = J>, batch: usize, work: impl Fn(J) -> R + Sync) -> Vec<R> {
    let jobs: Vec<Mutex<Option<J>>> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
    let taken = |job: &Mutex<Option<J>>| job.lock().unwrap_or_else(PoisonError::into_inner).take();
    map(&jobs, batch, |job| taken(job).map(&work)).into_iter().flatten().collect()
}

/// Does two things at the same time, the first one on another thread.
pub fn both<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        (joined(first), second)
    })
}

/// What a thread returns. It panics here if it did.
pub(crate) fn joined<R>(thread: thread::ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_results_come_back() {
        assert_eq!(both(|| 1, || "a"), (1, "a"));
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for count in [0, 1, 8, 1000] {
            for batch in [0, 1, 8] {
                let jobs: Vec<usize> = (0..count).collect();
                let doubled: Vec<usize> = jobs.iter().map(|job| job * 2).collect();
                assert_eq!(map(&jobs, batch, |job| job * 2), doubled);
                assert_eq!(map_into(jobs, batch, |job| job * 2), doubled);
            }
        }
    }
}
