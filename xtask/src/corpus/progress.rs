//! How far long work has come, and how long it still takes.

use std::time::{Duration, Instant};

/// The least time between two reports.
const PAUSE: Duration = Duration::from_secs(10);

/// Reports on standard error how many of the crates are compiled.
pub struct Progress {
    count: usize,
    done: usize,
    /// When the first crate was done: before that, dependencies were compiled.
    first: Option<Instant>,
    reported: Instant,
}

impl Progress {
    pub fn new(count: usize) -> Self {
        Self { count, done: 0, first: None, reported: Instant::now() }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        let first = *self.first.get_or_insert_with(Instant::now);
        if self.reported.elapsed() >= PAUSE {
            self.reported = Instant::now();
            eprintln!("  {} of {} compiled{}", self.done, self.count, left(self.done, self.count, first.elapsed()));
        }
    }
}

/// How long the rest takes when `done` took so long. The first one is the beginning of that time.
fn left(done: usize, count: usize, elapsed: Duration) -> String {
    if done < 2 || done >= count {
        return String::new();
    }
    let each = elapsed.as_secs_f64() / (done - 1) as f64;
    format!(", about {} left", shown(each * (count - done) as f64))
}

fn shown(seconds: f64) -> String {
    if seconds < 90.0 { format!("{seconds:.0} s") } else { format!("{:.0} min", seconds / 60.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_what_was_done() {
        let cases = [(1, 100, 5, ""), (11, 100, 20, ", about 3 min left"), (51, 60, 100, ", about 18 s left"), (60, 60, 100, "")];
        for (done, count, seconds, expected) in cases {
            assert_eq!(left(done, count, Duration::from_secs(seconds)), expected, "{done} of {count}");
        }
    }
}
