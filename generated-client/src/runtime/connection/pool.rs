//! Idle connections, and which of them is used next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use http::Request;
use tokio::runtime::{Handle, Id};
use tokio::time::{sleep, timeout};

#[cfg(feature = "http2")]
use super::http2::SharedConnections;
use super::idle::{IdleSince, SETTLED};
use super::request_body::RequestBody;
use super::sender::{Sender, Sending};
use super::stream::Activity;
use super::target::Key;
use super::timer::KeptTimer;
use crate::runtime::platform;

/// A connection, with what is known of it.
pub(super) struct Connection {
    pub sender: Sender,
    /// What the request on it does.
    pub activity: Arc<Activity>,
    /// How long it may be idle: what the server announces, if that is less than the client's own limit.
    pub idle_limit: Duration,
    /// Limits how long a request on it waits.
    pub timer: KeptTimer,
}

impl Connection {
    /// Sends a request. Returns the future of its response, and the timer for waiting.
    pub(super) fn send(&mut self, mut request: Request<RequestBody>) -> (Sending<'_>, &mut KeptTimer) {
        request.body_mut().begin(&self.activity);
        (self.sender.send(request), &mut self.timer)
    }

    /// Closes it at once, unless others use it. Otherwise it is closed with what its protocol has for that, when it is dropped.
    pub(super) fn abort(self) {
        self.sender.abort(&self.activity);
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

impl Idle {
    fn age(&self) -> Duration {
        self.since.elapsed()
    }

    fn is_usable(&self) -> bool {
        self.is_usable_at(self.age())
    }

    fn is_usable_at(&self, age: Duration) -> bool {
        !self.connection.sender.is_closed() && age < self.connection.idle_limit
    }
}

/// Idle connections.
pub(super) struct Pool {
    limits: PoolLimits,
    idle: Mutex<Entries>,
    #[cfg(feature = "http2")]
    pub shared: Arc<SharedConnections>,
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

/// The shortest time between two looks at idle connections.
const LOOK: Duration = Duration::from_millis(100);

impl Pool {
    pub(super) fn new(limits: PoolLimits) -> Self {
        Self {
            limits,
            idle: Mutex::default(),
            #[cfg(feature = "http2")]
            shared: Arc::default(),
        }
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
                platform::yield_now().await;
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
        loop {
            let last = self.entries().by_key.get_mut(key)?.pop()?;
            let age = last.age();
            if last.is_usable_at(age) {
                return Some((last.connection, age));
            }
        }
    }

    /// Closes the idle connections of a host: one of them has turned out to be dead, and the others are as old.
    pub(super) fn clear(&self, key: &Key) {
        drop(self.entries().by_key.remove(key));
    }

    /// Keeps a connection for later requests, unless there are enough.
    pub(super) fn put(self: &Arc<Self>, key: &Key, connection: Connection, handle: &Handle) {
        let is_kept = !connection.sender.is_closed() && !connection.idle_limit.is_zero() && self.limits.idle_per_host > 0;
        if !is_kept || connection.sender.is_shared() {
            return;
        }
        let idle_now = Idle { connection, since: IdleSince::now() };
        let mut entries = self.entries();
        match entries.by_key.get_mut(key) {
            Some(idle) => {
                if idle.len() >= self.limits.idle_per_host {
                    idle.remove(0);
                }
                idle.push(idle_now);
            }
            None => drop(entries.by_key.insert(key.clone(), vec![idle_now])),
        }
        self.look_after(&mut entries, key.1, handle);
    }

    /// Keeps what is known of a new connection: it can be shared, or each call needs one.
    #[cfg(feature = "http2")]
    pub(super) fn opened(self: &Arc<Self>, key: &Key, connection: &Connection, handle: &Handle) {
        self.shared.opened(key, connection.sender.http2(), self.limits.idle_time);
        if connection.sender.is_shared() {
            self.look_after(&mut self.entries(), key.1, handle);
        }
    }

    fn look_after(self: &Arc<Self>, entries: &mut Entries, runtime: Id, handle: &Handle) {
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
        #[cfg(feature = "http2")]
        let next = next.into_iter().chain(self.shared.sweep(runtime)).min();
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
