//! The items that came last, by which a walk finds its place again in a list that has changed.

use std::collections::{HashMap, HashSet};

use super::item_keys::{ItemKeys, KeyKind, all_different};

/// The keys of the items that came last, in the order of the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecentItems {
    pub keys: Vec<u64>,
    /// The keys of items that should have been on a page that was read again, but were not: they are gone, or further on in the list.
    pub missed: Vec<u64>,
    pub kind: KeyKind,
    /// Whether items came that are forgotten, and may still be in the list.
    pub older: bool,
    /// So many of the first keys belong to items that are no longer in the list.
    gone: usize,
}

/// The problem if items cannot be distinguished.
pub(crate) const AMBIGUOUS: &str = "the list has changed, and items without ids cannot be distinguished";

/// So many pages of keys are remembered: the page that came last and the one before, each as it was at first and when it was read
/// again.
const PAGES: usize = 4;

/// So many keys are remembered if pages are small.
const LEAST: usize = 256;

/// So many keys are in a bookmark if pages are small.
const LEAST_SAVED: usize = 8;

/// Returns how many keys are remembered.
fn most(size: usize) -> usize {
    size.saturating_mul(PAGES).max(LEAST)
}

impl RecentItems {
    pub(crate) fn new(keys: Vec<u64>, kind: KeyKind, older: bool) -> Self {
        Self { keys, missed: Vec::new(), kind, older, gone: 0 }
    }

    /// Returns whether nothing came yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty() && !self.older
    }

    fn set(&self) -> HashSet<u64> {
        self.keys.iter().chain(&self.missed).copied().collect()
    }

    /// Returns which items of a page came already. Items of the same content are not the same item.
    pub(crate) fn known_ids(&self, page: Option<&ItemKeys>, items: usize) -> Vec<bool> {
        match page {
            Some(page) if page.kind == KeyKind::Id && self.kind == KeyKind::Id => self.known(page),
            _ => vec![false; items],
        }
    }

    fn known(&self, page: &ItemKeys) -> Vec<bool> {
        let keys = self.set();
        page.hashes.iter().map(|key| page.kind == self.kind && keys.contains(key)).collect()
    }

    /// Returns whether the page that came last still ends with the same item. If items have no ids, all of it must be the same.
    pub(crate) fn end_with(&self, page: &ItemKeys) -> bool {
        match self.kind {
            kind if kind != page.kind => false,
            KeyKind::Id => !page.hashes.is_empty() && page.hashes.last() == self.keys.last(),
            KeyKind::Content => !page.hashes.is_empty() && self.keys.ends_with(&page.hashes),
        }
    }

    /// Returns whether the first `count` items of a page are those that came last, as far as they are known.
    pub(crate) fn continue_at(&self, count: usize, page: &ItemKeys) -> bool {
        let same = match self.kind {
            KeyKind::Id => 1,
            KeyKind::Content => count.min(self.keys.len()),
        };
        let expected = last(&self.keys, same);
        let found = count.checked_sub(same).and_then(|start| page.hashes.get(start..count));
        self.kind == page.kind && !expected.is_empty() && found == Some(expected)
    }

    /// Returns which items of a page are new, if at least one of them came already. What comes before that one came earlier, or was
    /// inserted there.
    ///
    /// Items without ids are compared by content. An error means that this is ambiguous, because equal ones are among them.
    pub(crate) fn new_items(&self, page: &ItemKeys) -> Result<Option<Vec<bool>>, String> {
        let known = self.known(page);
        // An item that is further on than it was does not tell where the walk is.
        let further: HashSet<&u64> = if page.kind == KeyKind::Id { self.missed.iter().collect() } else { HashSet::new() };
        let Some(first) = page.hashes.iter().zip(&known).position(|(key, known)| *known && !further.contains(key)) else {
            return Ok(None);
        };
        if page.kind == KeyKind::Id {
            return Ok(Some(known.iter().enumerate().map(|(at, known)| at > first && !known).collect()));
        }
        let end = known.iter().skip(first).position(|known| !known).map_or(known.len(), |count| first + count);
        let again = known.iter().skip(end).any(|known| *known);
        let overlap = page.hashes.get(first..end).unwrap_or_default();
        if again || !all_different(overlap) || !all_different(&self.keys) {
            return Err(AMBIGUOUS.to_owned());
        }
        Ok(Some((0..known.len()).map(|at| at >= end).collect()))
    }

    /// Adds the items of the next page; `known` tells which of them came already. `size` is the size of the largest page.
    pub(crate) fn add(&mut self, page: Option<&ItemKeys>, known: &[bool], size: usize) {
        let Some(page) = page.filter(|page| page.kind == self.kind || self.keys.is_empty() || page.hashes.is_empty()) else {
            // Keys of two kinds cannot be compared.
            let (keys, kind) = page.map_or((Vec::new(), self.kind), |page| (page.hashes.clone(), page.kind));
            *self = Self::new(keys, kind, true);
            return;
        };
        if !page.hashes.is_empty() {
            self.kind = page.kind;
        }
        let again: Vec<u64> = page.hashes.iter().zip(known).filter(|(_, known)| **known).map(|(key, _)| *key).collect();
        if !again.is_empty() {
            self.remove(&again);
        }
        self.keys.extend_from_slice(&page.hashes);
        self.forget(most(size));
    }

    /// Adds the items of a page that was read again. Items that should be on it, but are not, are gone or further on. Those without ids
    /// are only further on if they are behind its last one: otherwise the list became longer.
    pub(crate) fn add_again(&mut self, page: &ItemKeys, size: usize) {
        let known: HashMap<u64, usize> = self.keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        let places: Vec<usize> = page.hashes.iter().filter_map(|key| known.get(key).copied()).collect();
        if let (Some(first), Some(last)) = (places.iter().min().copied(), places.iter().max().copied()) {
            self.gone = self.gone.min(first);
            let further = self.keys.split_off(last + 1);
            let missed = self.keys.split_off(first);
            if self.kind == KeyKind::Id {
                self.missed.extend(missed);
            }
            self.missed.extend(further);
        }
        self.remove(&page.hashes);
        self.keys.extend_from_slice(&page.hashes);
        self.forget(most(size));
    }

    /// Notes that new items came: in front of those without ids nothing new can be.
    pub(crate) fn add_new(&mut self) {
        if self.kind == KeyKind::Content {
            self.missed.clear();
        }
    }

    /// Notes that none of the items is in the list any more.
    pub(crate) fn all_gone(&mut self) {
        let keys = std::mem::take(&mut self.keys);
        self.keys = std::mem::take(&mut self.missed);
        self.keys.extend(keys);
        (self.gone, self.older) = (self.keys.len(), false);
    }

    /// Returns what a bookmark keeps: no more than a page of keys, or a few. `unread` are the last of the keys; those that are `false` belong to
    /// items that came earlier.
    pub(crate) fn before(&self, unread: &[bool], size: usize) -> Self {
        let size = size.max(LEAST_SAVED);
        let (came, rest) = self.keys.split_at(self.keys.len().saturating_sub(unread.len()));
        let further = rest.iter().zip(unread).filter(|(_, new)| !**new).map(|(key, _)| *key);
        let ahead: Vec<u64> = self.missed.iter().copied().chain(further).collect();
        let ahead_last = last(&ahead, if self.kind == KeyKind::Id { size - size / 4 } else { 0 });
        let came_last = last(came, size - ahead_last.len());
        let forgotten = came.len() - came_last.len() + ahead.len() - ahead_last.len();
        let older = self.older || forgotten > self.gone;
        Self { missed: ahead_last.to_vec(), ..Self::new(came_last.to_vec(), self.kind, older) }
    }

    fn remove(&mut self, keys: &[u64]) {
        let removed: HashSet<u64> = keys.iter().copied().collect();
        let gone = self.keys.iter().take(self.gone).filter(|key| !removed.contains(key)).count();
        self.keys.retain(|key| !removed.contains(key));
        self.missed.retain(|key| !removed.contains(key));
        self.gone = gone;
    }

    fn forget(&mut self, most: usize) {
        let surplus = self.keys.len().saturating_sub(most);
        self.keys.drain(..surplus);
        self.older |= surplus > self.gone || self.missed.len() > most;
        self.gone = self.gone.saturating_sub(surplus);
        self.missed.drain(..self.missed.len().saturating_sub(most));
    }
}

/// Returns the last `count` keys.
fn last(keys: &[u64], count: usize) -> &[u64] {
    keys.get(keys.len().saturating_sub(count)..).unwrap_or_default()
}
