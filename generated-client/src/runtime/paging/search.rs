//! The search for the place of a walk in a list that has changed: pages are read again.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::item_keys::{ItemKeys, KeyKind};
use super::page_info::PageInfo;
use super::recent::AMBIGUOUS;
use super::state::{Change, MOST_IDLE_PAGES, PagingState};
use super::walk::{Mode, SavedWalk, Taken, Verdict, Walk, items};

/// The search for the place in a list that has changed.
#[derive(Debug)]
pub(super) struct Search {
    /// The state before it began.
    from: PagingState,
    deferred: Option<DeferredPage>,
    /// The page that came last, and whether the list became longer since the search began.
    last: PageInfo,
    grew: bool,
    /// How far before the place the items that came last may be.
    distance: u64,
    /// Whether the walk has gone back so far.
    far: bool,
    /// The number of pages on which they may be.
    pages: u64,
}

#[derive(Debug)]
pub(super) struct DeferredPage {
    pub info: PageInfo,
    pub keys: Option<ItemKeys>,
    pub known: Vec<bool>,
}

const LOST: &str = "the list has changed, and none of the items that came last is there any more";

impl Walk {
    /// Keeps a page until the page before was read again.
    pub(super) fn defer(&mut self, page: &PageInfo, deferred: DeferredPage) -> Taken {
        let before = self.state.clone();
        if !self.state.go_back(1) {
            let known = deferred.known.clone();
            return self.accept(page, deferred.keys, &known);
        }
        self.state = before;
        self.search_for(page, Some(deferred)).map(|()| (Verdict::Defer, None))
    }

    /// Goes back to the page before.
    pub(super) fn search_for(&mut self, page: &PageInfo, deferred: Option<DeferredPage>) -> Result<(), String> {
        self.state.idle()?;
        let saved = self.saved();
        self.settled.get_or_insert_with(|| Box::new(saved));
        let search = self.new_search(page, deferred);
        self.state.go_back(1);
        self.mode = Mode::Searching(Box::new(search));
        Ok(())
    }

    pub(super) fn new_search(&self, page: &PageInfo, deferred: Option<DeferredPage>) -> Search {
        let Change { grew, fell, direction, .. } = self.state.change(page);
        let size = self.state.place.size.max(1);
        // A page more than is missing: items may have been inserted meanwhile.
        let distance = fell.saturating_add(1).saturating_add(size);
        let counted = distance.div_ceil(size).saturating_add(grew.div_ceil(size)).saturating_add(1);
        let pages = if self.state.is_linked() { u64::from(MOST_IDLE_PAGES) } else { counted };
        let (last, longer) = (page.clone(), direction == Ordering::Greater);
        Search { from: self.state.clone(), deferred, last, grew: longer, distance, far: false, pages }
    }

    /// Takes a page that was read again, to find the place in the list.
    pub(super) fn search(&mut self, page: &PageInfo, keys: Option<ItemKeys>, mut search: Box<Search>) -> Taken {
        let keys = keys.ok_or(LOST)?;
        search.grew |= search.last.difference(page) == Ordering::Greater;
        search.last = page.clone();
        if let Some(deferred) = search.deferred.take() {
            let new = self.recent.new_items(&keys);
            let follows = self.recent.end_with(&keys);
            // A cursor leads on from an item, wherever that is. What came after it has gone, on both pages alike.
            let same = self.state.is_linked() && new == Ok(None) && page.items > 0 && deferred.keys.as_ref() == Some(&keys);
            // Otherwise what was there when the page came may have been undone since.
            let steady = match (search.from.change(&deferred.info).direction, deferred.info.difference(page)) {
                (_, Ordering::Equal) => true,
                (first, second) => first == second,
            };
            if steady && (follows || same) {
                self.state = search.from.with_idle_count_of(&self.state);
                return self.accept_deferred(deferred, &keys);
            }
        }
        if keys.kind == KeyKind::Content && (search.grew || search.from.change(page).direction != Ordering::Less) {
            // Items may have moved further on, where they cannot be distinguished from others of the same content.
            return Err(AMBIGUOUS.to_owned());
        }
        match self.recent.new_items(&keys)? {
            Some(new) => self.accept_again(page, &keys, &new),
            None if self.state.is_at_beginning() && !self.recent.older => {
                let known = self.recent.known_ids(Some(&keys), items(page));
                self.recent.all_gone();
                self.accept(page, Some(keys), &known)
            }
            None => self.search_on(page, search),
        }
    }

    /// Goes on with a search: as far back as items are missing, and from there to the place and beyond it.
    fn search_on(&mut self, page: &PageInfo, mut search: Box<Search>) -> Taken {
        let mut far = search.from.clone().with_idle_count_of(&self.state);
        if !search.far && far.go_far_back(search.distance) && far.is_before(&self.state) {
            far.idle()?;
            self.state = far;
        } else {
            search.pages = search.pages.checked_sub(1).ok_or(LOST)?;
            if !self.state.search_on(page) {
                return Err(LOST.to_owned());
            }
        }
        search.far = true;
        self.mode = Mode::Searching(search);
        Ok((Verdict::Again, None))
    }

    /// Takes the page that was deferred: the page before it, read again, is as it was.
    fn accept_deferred(&mut self, deferred: DeferredPage, before: &ItemKeys) -> Taken {
        let DeferredPage { info, keys, mut known } = deferred;
        let hashes = keys.as_ref().map_or(&[][..], |keys| &keys.hashes);
        let before: HashSet<u64> = before.hashes.iter().copied().collect();
        let by_id = keys.as_ref().is_some_and(|keys| keys.kind == KeyKind::Id);
        let both = by_id && hashes.iter().zip(&known).any(|(key, known)| *known && before.contains(key));
        let keys = if both {
            // Two items of the list have the same id: ids do not distinguish them.
            self.kind = KeyKind::Content;
            known.fill(false);
            None
        } else {
            keys
        };
        let (verdict, trouble) = self.accept(&info, keys, &known)?;
        Ok(match verdict {
            Verdict::New(new) => (Verdict::Deferred(new), trouble),
            other => (other, trouble),
        })
    }

    /// Takes a page that was read again, and has items that came already.
    fn accept_again(&mut self, page: &PageInfo, keys: &ItemKeys, new: &[bool]) -> Taken {
        let size = self.size().max(items(page));
        self.state.adapt(page, new.iter().filter(|new| **new).count() as u64);
        self.recent.add_again(keys, size);
        // What came before the first known item counts as known.
        let known: Vec<bool> = new.iter().map(|new| !new).collect();
        self.advance(page, &known)
    }
}
