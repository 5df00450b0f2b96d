//! The connections that calls share, and who opens them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Id;
use tokio::sync::Notify;

use super::sender::Http2Sender;
use crate::runtime::connection::target::Key;

/// The connections that calls share.
#[derive(Default)]
pub(in crate::runtime::connection) struct SharedConnections {
    by_key: Mutex<HashMap<Key, Sharing>>,
    /// The servers that want HTTP/1.1 for some of their requests, although they speak HTTP/2.
    left: Mutex<HashSet<Key>>,
}

/// What is known of the connections to an origin.
enum Sharing {
    /// A call opens one. The others wait, for they can share it if it is HTTP/2.
    Opening(Arc<Handshake>),
    /// The server speaks HTTP/1.1: each call has a connection of its own.
    Http1,
    Http2 {
        sender: Http2Sender,
        idle_limit: Duration,
    },
}

impl Sharing {
    fn is_usable(&self) -> bool {
        match self {
            Self::Http2 { sender, idle_limit } => !sender.is_closed() && sender.idle().is_none_or(|idle| idle < *idle_limit),
            _ => true,
        }
    }
}

/// What a call does for its connection.
pub(in crate::runtime::connection) enum Turn {
    /// It shares one.
    Share(Http2Sender),
    /// It opens one, while the others wait.
    Open(Opening),
    /// It opens one of its own.
    Alone,
}

impl SharedConnections {
    fn entries(&self) -> MutexGuard<'_, HashMap<Key, Sharing>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a server is spoken to by HTTP/1.1 from now on.
    pub(in crate::runtime::connection) fn leave(&self, key: &Key) {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
    }

    /// Returns whether a server is spoken to by HTTP/1.1 because it has asked for it.
    pub(in crate::runtime::connection) fn has_left(&self, key: &Key) -> bool {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).contains(key)
    }

    /// Waits until it is known what the call can do.
    pub(in crate::runtime::connection) async fn turn(self: &Arc<Self>, key: &Key) -> Turn {
        loop {
            let opening = match self.look(key) {
                Ok(Turn::Share(sender)) if !sender.is_usable().await => continue,
                Ok(turn) => return turn,
                Err(opening) => opening,
            };
            // It may have ended just now, and then nothing wakes this call.
            let ended = opening.ended.notified();
            if !opening.has_ended.load(Ordering::Acquire) {
                ended.await;
            }
            // Otherwise it was opened, or its call was dropped.
            if opening.has_failed.load(Ordering::Acquire) {
                return Turn::Alone;
            }
        }
    }

    fn look(self: &Arc<Self>, key: &Key) -> Result<Turn, Arc<Handshake>> {
        let mut entries = self.entries();
        match entries.get(key).filter(|entry| entry.is_usable()) {
            Some(Sharing::Http2 { sender, .. }) => Ok(Turn::Share(sender.another())),
            Some(Sharing::Http1) => Ok(Turn::Alone),
            Some(Sharing::Opening(opening)) => Err(opening.clone()),
            None => {
                let handshake = Arc::new(Handshake::default());
                entries.insert(key.clone(), Sharing::Opening(handshake.clone()));
                Ok(Turn::Open(Opening { shared: self.clone(), key: key.clone(), handshake }))
            }
        }
    }

    /// Notes what a new connection is: one that can be shared, or not. Another one that is there already stays.
    pub(in crate::runtime::connection) fn opened(&self, key: &Key, sender: Option<&Http2Sender>, idle_limit: Duration) {
        let mut entries = self.entries();
        entries.retain(|_, entry| entry.is_usable());
        if !matches!(entries.get(key), Some(Sharing::Http2 { .. })) {
            let entry = sender.map_or(Sharing::Http1, |sender| Sharing::Http2 { sender: sender.another(), idle_limit });
            entries.insert(key.clone(), entry);
        }
    }

    /// Closes what has been idle for too long. Returns when to look again, if there is something on this runtime.
    pub(in crate::runtime::connection) fn sweep(&self, runtime: Id) -> Option<Duration> {
        let mut entries = self.entries();
        entries.retain(|_, entry| entry.is_usable());
        let here = entries.iter().filter(|((_, id), _)| *id == runtime);
        let left = here.filter_map(|(_, entry)| match entry {
            Sharing::Http2 { sender, idle_limit } => Some(idle_limit.saturating_sub(sender.idle().unwrap_or_default())),
            _ => None,
        });
        left.min()
    }
}

/// The opening of a connection, as those who wait for it see it. They are woken in the order in which they came.
#[derive(Default)]
struct Handshake {
    ended: Notify,
    has_ended: AtomicBool,
    /// Whether there is no connection, so that each call has to see for itself.
    has_failed: AtomicBool,
}

/// The right to open a connection, which ends when it is dropped.
pub(in crate::runtime::connection) struct Opening {
    shared: Arc<SharedConnections>,
    key: Key,
    handshake: Arc<Handshake>,
}

impl Opening {
    /// Tells those who wait that there is no connection.
    pub(in crate::runtime::connection) fn fail(self) {
        self.handshake.has_failed.store(true, Ordering::Release);
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        let mut entries = self.shared.entries();
        if matches!(entries.get(&self.key), Some(Sharing::Opening(_))) {
            entries.remove(&self.key);
        }
        drop(entries);
        self.handshake.has_ended.store(true, Ordering::Release);
        self.handshake.ended.notify_waiters();
    }
}
