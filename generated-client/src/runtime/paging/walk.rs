//! Walks over lists that change meanwhile: what of each page is new, and when a page must be read again.
//!
//! A list changes between the requests of two pages. Items that are inserted before the place reached push others onto the next page,
//! where they come again; items that are deleted there pull others onto a page that was read already. The keys of the items that
//! came last tell where the walk is: what comes after them is new. If the page does not contain them, but something shows that
//! the list has changed, the page is put off, and the page before is read again.

use std::cmp::Ordering;

use super::item_keys::{ItemKeys, KeyKind};
use super::page_info::PageInfo;
use super::recent::{AMBIGUOUS, RecentItems};
use super::search::{DeferredPage, Search};
use super::state::{Change, PagePosition, PagingState, Place};

/// What becomes of a page.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// These of its items are new.
    New(Vec<bool>),
    /// It is kept until it is known what was before it.
    Defer,
    /// It shows that these items of the page that was deferred are new.
    Deferred(Vec<bool>),
    /// It helps to find the place, and has nothing new.
    Again,
}

/// A verdict, and a problem with the whole list that is known after its last page. An error means that the walk cannot go on.
pub(crate) type Taken = Result<(Verdict, Option<String>), String>;

/// A place in a list, with the items that came last before it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SavedWalk {
    pub place: Place,
    pub recent: RecentItems,
    /// So many items of the next page came already.
    pub skip: usize,
}

/// A walk over a list.
#[derive(Debug)]
pub(crate) struct Walk {
    pub state: PagingState,
    pub(super) recent: RecentItems,
    pub(super) mode: Mode,
    /// The place of the page that was taken last.
    page_place: Place,
    /// The place where the walk stands, while it looks for it again in the list.
    pub(super) settled: Option<Box<SavedWalk>>,
    /// What items are distinguished by.
    pub(super) kind: KeyKind,
    /// Whether each page is compared with the one before, which is read again.
    pub checked: bool,
}

#[derive(Debug)]
pub(super) enum Mode {
    /// The next page is expected to be new.
    Forward,
    /// The next page may start with items that came already.
    Following,
    /// So many items of the next page came already.
    Resuming(usize),
    Searching(Box<Search>),
}

impl Walk {
    pub(crate) fn new(state: PagingState) -> Self {
        let page_place = state.place.clone();
        let recent = RecentItems::new(Vec::new(), KeyKind::Id, false);
        Self { state, recent, mode: Mode::Forward, page_place, settled: None, kind: KeyKind::Id, checked: false }
    }

    /// Returns what the items of the next page are distinguished by.
    pub(crate) fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Returns whether pages can be requested in advance.
    pub(crate) fn is_steady(&self) -> bool {
        !self.checked && matches!(self.mode, Mode::Forward | Mode::Following)
    }

    /// Returns where the walk can be continued.
    pub(crate) fn save(&self) -> SavedWalk {
        match (&self.settled, &self.mode) {
            (Some(settled), _) => (**settled).clone(),
            (None, Mode::Resuming(skip)) => SavedWalk { skip: *skip, ..self.saved() },
            (None, _) => self.saved(),
        }
    }

    pub(super) fn saved(&self) -> SavedWalk {
        SavedWalk { place: self.state.place.clone(), recent: self.recent.before(&[], self.size()), skip: 0 }
    }

    /// Returns where the walk can be continued within the page that was taken last: `unread` tells which of its last items are new.
    pub(crate) fn save_within(&self, skip: usize, unread: &[bool]) -> SavedWalk {
        let recent = self.recent.before(unread, self.size());
        let Place { seen, size, .. } = self.state.place;
        let mut place = Place { size, ..self.page_place.clone() };
        if self.state.is_linked() {
            place.seen = seen.saturating_sub(unread.iter().filter(|new| **new).count() as u64);
        }
        SavedWalk { place, recent, skip }
    }

    /// Continues from a saved walk.
    pub(crate) fn resume(&mut self, saved: &SavedWalk) {
        self.state.restore(&saved.place);
        self.recent = saved.recent.clone();
        self.kind = if self.recent.is_empty() { KeyKind::Id } else { self.recent.kind };
        self.mode = if saved.skip > 0 { Mode::Resuming(saved.skip) } else { Mode::Forward };
        self.settled = None;
    }

    pub(super) fn size(&self) -> usize {
        usize::try_from(self.state.place.size).unwrap_or(usize::MAX)
    }

    /// Takes a page.
    pub(crate) fn take(&mut self, page: &PageInfo, keys: Option<ItemKeys>) -> Taken {
        let keys = keys.filter(|keys| keys.hashes.len() as u64 == page.items);
        let mode = std::mem::replace(&mut self.mode, Mode::Forward);
        if let Some((current, here)) = self.state.mistaken(page) {
            // Some servers send their last page for any page after it.
            let shrunk = matches!(mode, Mode::Forward | Mode::Following) && current < here && page.last == Some(current);
            if shrunk && self.state.change(page).direction != Ordering::Equal && !self.recent.is_empty() {
                return self.search_for(page, None).map(|()| (Verdict::Again, None));
            }
            return Err(format!("the server sent page {current} in place of page {here}"));
        }
        match mode {
            Mode::Forward => self.forward(page, keys),
            Mode::Following => self.follow(page, keys),
            Mode::Resuming(skip) => self.go_on(page, keys, skip),
            Mode::Searching(search) => self.search(page, keys, search),
        }
    }

    /// Takes a page that is expected to be new.
    fn forward(&mut self, page: &PageInfo, keys: Option<ItemKeys>) -> Taken {
        let known = self.recent.known_ids(keys.as_ref(), items(page));
        let Change { direction, larger, .. } = self.state.change(page);
        let doubtful = match Known::of(&known) {
            Known::None => larger || direction != Ordering::Equal || self.checked,
            // What follows the last known item is new, and the total tells why it comes again.
            Known::First => direction == Ordering::Equal,
            Known::Elsewhere => true,
        };
        self.accept_or_defer(page, keys, known, doubtful)
    }

    /// Takes the page after one that ended with an item that came already.
    fn follow(&mut self, page: &PageInfo, keys: Option<ItemKeys>) -> Taken {
        let known = match &keys {
            Some(keys) if keys.kind == KeyKind::Content => {
                let new = self.recent.new_items(keys)?;
                new.map_or_else(|| vec![false; items(page)], |new| new.iter().map(|new| !new).collect())
            }
            _ => self.recent.known_ids(keys.as_ref(), items(page)),
        };
        let direction = self.state.change(page).direction;
        if self.kind == KeyKind::Content && direction == Ordering::Greater {
            return Err(AMBIGUOUS.to_owned());
        }
        let doubtful = self.checked || direction != Ordering::Equal;
        let certain = matches!(Known::of(&known), Known::First);
        self.accept_or_defer(page, keys, known, doubtful && !certain)
    }

    fn accept_or_defer(&mut self, page: &PageInfo, keys: Option<ItemKeys>, known: Vec<bool>, doubtful: bool) -> Taken {
        if doubtful && !self.recent.is_empty() {
            return self.defer(page, DeferredPage { info: page.clone(), keys, known });
        }
        self.accept(page, keys, &known)
    }

    /// Takes the page within which the walk was interrupted.
    fn go_on(&mut self, page: &PageInfo, keys: Option<ItemKeys>, skip: usize) -> Taken {
        let unknown = keys.is_none() || self.recent.keys.is_empty();
        if unknown || keys.as_ref().is_some_and(|keys| self.recent.continue_at(skip, keys)) {
            let mut known = self.recent.known_ids(keys.as_ref(), items(page));
            known.iter_mut().take(skip).for_each(|known| *known = true);
            return self.accept(page, keys, &known);
        }
        self.settled = Some(Box::new(SavedWalk { skip, ..self.saved() }));
        let search = self.new_search(page, None);
        self.search(page, keys, Box::new(search))
    }

    /// Takes the items of a page that did not come already.
    pub(super) fn accept(&mut self, page: &PageInfo, keys: Option<ItemKeys>, known: &[bool]) -> Taken {
        self.kind = keys.as_ref().map_or(self.kind, |keys| keys.kind);
        let size = self.size().max(items(page));
        self.recent.add(keys.as_ref(), known, size);
        self.advance(page, known)
    }

    pub(super) fn advance(&mut self, page: &PageInfo, known: &[bool]) -> Taken {
        let new: Vec<bool> = known.iter().map(|known| !known).collect();
        let count = new.iter().filter(|new| **new).count();
        if count > 0 {
            self.recent.add_new();
        }
        self.page_place = self.state.place.clone();
        self.mode = if known.last() == Some(&true) { Mode::Following } else { Mode::Forward };
        let trouble = self.state.advance(page, count as u64);
        if trouble.is_some() {
            // Who resumes here meets the problem again.
            let saved = self.save_within(items(page), &[]);
            self.settled = Some(Box::new(saved));
        } else if count > 0 || page.items == 0 || self.state.place.position == PagePosition::End {
            self.settled = None;
        }
        Ok((Verdict::New(new), trouble))
    }
}

/// Where the known items of a page are.
enum Known {
    None,
    /// At its beginning only.
    First,
    Elsewhere,
}

impl Known {
    fn of(known: &[bool]) -> Self {
        let first = known.iter().take_while(|known| **known).count();
        match known.iter().filter(|known| **known).count() {
            0 => Self::None,
            count if count == first => Self::First,
            _ => Self::Elsewhere,
        }
    }
}

pub(super) fn items(page: &PageInfo) -> usize {
    usize::try_from(page.items).unwrap_or(usize::MAX)
}
