//! Idle connections, and which of them is used next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use hyper::client::conn::http1::SendRequest;
use tokio::runtime::{Handle, Id};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};

use super::origin::Origin;
use super::request_body::RequestBody;
use super::stream::Activity;

/// What connections are shared by: a task on the runtime that opened a connection drives it, and a request of another runtime
/// would wait forever if that one is not polled.
pub(super) type Key = (Origin, Id);

/// A connection, with what is known of it.
pub(super) struct Connection {
    pub sender: SendRequest<RequestBody>,
    pub activity: Arc<Activity>,
    /// Ends the task that drives it.
    pub task: AbortHandle,
    /// How long it may be idle: what the server announces, if that is less than the client's own limit.
    pub idle_limit: Duration,
}

impl Connection {
    /// Closes it at once. Otherwise it is closed with what its protocol has for that, when it is dropped.
    pub(super) fn abort(self) {
        self.task.abort();
    }
}

/// How many connections are kept, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct PoolLimits {
    pub idle_per_host: usize,
    pub idle_time: Duration,
}

struct Idle {
    connection: Connection,
    since: IdleSince,
}

/// A moment by two clocks: `Instant` stands still while the machine sleeps, and the other one can be set.
#[derive(Clone, Copy)]
struct IdleSince {
    instant: Instant,
    wall: SystemTime,
}

impl IdleSince {
    fn now() -> Self {
        Self { instant: Instant::now(), wall: SystemTime::now() }
    }

    /// Returns how long ago it is by the clock that says more.
    fn elapsed(self) -> Duration {
        self.instant.elapsed().max(SystemTime::now().duration_since(self.wall).unwrap_or_default())
    }
}

impl Idle {
    fn age(&self) -> Duration {
        self.since.elapsed()
    }

    fn is_usable(&self) -> bool {
        !self.connection.sender.is_closed() && self.age() < self.connection.idle_limit
    }
}

/// Idle connections.
pub(super) struct Pool {
    limits: PoolLimits,
    idle: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    /// The last one of each was used last.
    by_key: HashMap<Key, Vec<Idle>>,
    /// The runtimes on which a task looks after idle connections.
    tended: Vec<Id>,
}

/// A connection that is not ready at once has another moment: its task may not have come to the end of a response yet.
const PATIENCE: Duration = Duration::from_millis(20);

/// A connection that has been idle for this time may have been closed meanwhile.
const SETTLED: Duration = Duration::from_millis(10);

/// The shortest time between two looks at idle connections.
const LOOK: Duration = Duration::from_millis(100);

impl Pool {
    pub(super) fn new(limits: PoolLimits) -> Self {
        Self { limits, idle: Mutex::default() }
    }

    pub(super) fn limits(&self) -> PoolLimits {
        self.limits
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the idle connection that was used last.
    pub(super) async fn take(&self, key: &Key) -> Option<Connection> {
        loop {
            let (mut connection, age) = self.pop(key)?;
            if age > SETTLED {
                // Its task gets a turn: the server may have closed it, and nobody has looked yet.
                tokio::task::yield_now().await;
            }
            if connection.sender.is_closed() {
                continue;
            }
            if connection.sender.is_ready() {
                return Some(connection);
            }
            if matches!(timeout(PATIENCE, connection.sender.ready()).await, Ok(Ok(()))) {
                return Some(connection);
            }
            connection.abort();
        }
    }

    fn pop(&self, key: &Key) -> Option<(Connection, Duration)> {
        let mut entries = self.entries();
        let idle = entries.by_key.get_mut(key)?;
        while let Some(last) = idle.pop() {
            if last.is_usable() {
                let age = last.age();
                return Some((last.connection, age));
            }
        }
        None
    }

    /// Closes the idle connections of a host: one of them has turned out to be dead, and the others are as old.
    pub(super) fn clear(&self, key: &Key) {
        drop(self.entries().by_key.remove(key));
    }

    /// Keeps a connection for later requests, unless there are enough.
    pub(super) fn put(self: &Arc<Self>, key: Key, connection: Connection, handle: &Handle) {
        if connection.sender.is_closed() || connection.idle_limit.is_zero() || self.limits.idle_per_host == 0 {
            return;
        }
        let runtime = key.1;
        let mut entries = self.entries();
        let idle = entries.by_key.entry(key).or_default();
        if idle.len() >= self.limits.idle_per_host {
            idle.remove(0);
        }
        idle.push(Idle { connection, since: IdleSince::now() });
        if !entries.tended.contains(&runtime) {
            entries.tended.push(runtime);
            handle.spawn(tend(Tending { pool: Arc::downgrade(self), runtime }));
        }
    }

    /// Closes what has been idle for too long. Returns when to look again, or `None` if nothing is left on this runtime.
    fn sweep(&self, runtime: Id) -> Option<Duration> {
        let mut entries = self.entries();
        for idle in entries.by_key.values_mut() {
            idle.retain(Idle::is_usable);
        }
        entries.by_key.retain(|_, idle| !idle.is_empty());
        let here = entries.by_key.iter().filter(|((_, id), _)| *id == runtime).flat_map(|(_, idle)| idle);
        let next = here.map(|idle| idle.connection.idle_limit.saturating_sub(idle.age())).min();
        if next.is_none() {
            entries.tended.retain(|id| *id != runtime);
        }
        next
    }
}

/// Looks after the idle connections of a runtime, also when no request comes any more.
struct Tending {
    pool: Weak<Pool>,
    runtime: Id,
}

/// A runtime that ends drops its tasks.
impl Drop for Tending {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.upgrade() {
            pool.entries().tended.retain(|id| *id != self.runtime);
        }
    }
}

async fn tend(tending: Tending) {
    let mut wait = Duration::ZERO;
    loop {
        sleep(wait.max(LOOK)).await;
        let next = tending.pool.upgrade().and_then(|pool| pool.sweep(tending.runtime));
        match next {
            Some(next) => wait = next,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_a_machine_sleeps_counts() {
        let hour = Duration::from_secs(3600);
        let now = IdleSince::now();
        assert!(IdleSince { wall: now.wall - hour, ..now }.elapsed() >= hour);
        // A clock that was set back says nothing.
        assert!(IdleSince { wall: now.wall + hour, ..now }.elapsed() < hour);
    }
}
