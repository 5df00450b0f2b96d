//! The state of pagination: which page is next, and whether all items were received.

use std::cmp::Ordering;
use std::fmt;

use super::loops::LoopDetector;
use super::page_info::PageInfo;
use crate::runtime::api::{Paging, PagingStyle};
use crate::runtime::secret::REDACTED;

/// The position of a page in a list.
#[derive(Clone, PartialEq)]
pub(crate) enum PagePosition {
    /// The page that the caller's request asks for.
    Start,
    /// The page with this number, or after this many items.
    Number(i64),
    /// The page at this URL or cursor.
    Link(String),
    /// After the last page.
    End,
}

/// A link is shown without its query: that may hold a key, whose name nobody knows here.
impl fmt::Debug for PagePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("Start"),
            Self::Number(number) => f.debug_tuple("Number").field(number).finish(),
            Self::Link(link) => match link.split_once(['?', '#']) {
                Some((address, _)) => write!(f, "Link({:?})", format!("{address}?{REDACTED}")),
                None if link.contains('/') => f.debug_tuple("Link").field(link).finish(),
                // A cursor is the server's own, and may be anything.
                None => write!(f, "Link({:?})", REDACTED),
            },
            Self::End => f.write_str("End"),
        }
    }
}

/// A place between two pages of a list. A bookmark contains it: it is foreign text, so that no number in it bounds a loop or an
/// allocation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// The next page.
    pub position: PagePosition,
    /// The number of the first page, or of the first item.
    pub start: i64,
    /// Whether the walk started with the first item, so that the count can be checked at the end.
    pub whole: bool,
    /// The number of items before this place in the list. If pages lead to each other by links, the number of items that came.
    pub seen: u64,
    pub total: Option<u64>,
    /// By how much the total has grown and fallen during the walk.
    pub grew: u64,
    pub fell: u64,
    /// The number of items of the largest page.
    pub size: u64,
    /// The page before, if pages lead to each other by links.
    pub before: Option<PagePosition>,
    pub loops: LoopDetector,
}

impl Place {
    /// Returns the start of a list, or of a list without pagination.
    pub(crate) fn new(position: PagePosition, start: i64, whole: bool) -> Self {
        let loops = LoopDetector::default();
        Self { position, start, whole, seen: 0, total: None, grew: 0, fell: 0, size: 0, before: None, loops }
    }

    /// Returns by how much another total is larger, and by how much it is smaller.
    fn difference(&self, total: Option<u64>) -> (u64, u64) {
        self.total.zip(total).map_or((0, 0), |(old, new)| (new.saturating_sub(old), old.saturating_sub(new)))
    }
}

/// The state of a walk over the pages of a list.
#[derive(Debug, Clone)]
pub(crate) struct PagingState {
    pub paging: &'static Paging,
    pub place: Place,
    /// The number of the last page, if the server reports it.
    last: Option<i64>,
    /// The number of items of the page before.
    last_items: Option<u64>,
    /// The distance from the last page to the next one.
    step: i64,
    /// The number of pages in a row that brought nothing new.
    idle: u32,
    /// The link at which the walk was before it went back.
    returning: Option<PagePosition>,
}

/// How a page shows that the list is not what it was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// By how much the total has grown and fallen.
    pub grew: u64,
    pub fell: u64,
    /// Whether the total, or without one the number of pages, has grown or fallen.
    pub direction: Ordering,
    /// Whether the page is larger than those before, so that pages begin elsewhere.
    pub larger: bool,
}

/// After this many pages in a row that bring nothing new, the list is assumed to be endless.
pub(crate) const MOST_IDLE_PAGES: u32 = 100;

impl PagingState {
    /// Starts at the page that the request asks for: `given` is its page parameter.
    #[inline]
    pub(crate) fn new(paging: &'static Paging, given: Option<&str>) -> Self {
        let first = first_number(paging);
        let numbered = given.and_then(|given| given.parse().ok());
        let whole = given.is_none() || numbered == Some(first);
        let place = Place::new(PagePosition::Start, numbered.unwrap_or(first), whole);
        Self { paging, place, last: None, last_items: None, step: 1, idle: 0, returning: None }
    }

    /// Continues from a place.
    #[inline]
    pub(crate) fn restore(&mut self, place: &Place) {
        self.place = place.clone();
        (self.last, self.last_items, self.idle, self.returning) = (None, None, 0, None);
    }

    /// Returns the position this many pages ahead, if that page certainly exists.
    #[inline]
    pub(crate) fn after(&self, steps: usize) -> Option<PagePosition> {
        if steps == 0 {
            return (self.place.position != PagePosition::End).then(|| self.place.position.clone());
        }
        let PagePosition::Number(here) = self.place.position else { return None };
        let there = here.checked_add(i64::try_from(steps).ok()?.checked_mul(self.step)?)?;
        let reached = match self.paging.style {
            PagingStyle::Page { .. } => there <= self.last?,
            PagingStyle::Offset { .. } => u64::try_from(there).ok()? < self.place.total?,
            _ => false,
        };
        reached.then_some(PagePosition::Number(there))
    }

    /// Advances by a page that brought this many new items.
    ///
    /// A problem with the whole list is only known after its last page: it is returned as the value.
    pub(crate) fn advance(&mut self, page: &PageInfo, new: u64) -> Option<String> {
        let (grew, fell) = self.place.difference(page.total);
        let counted = if self.is_linked() { new } else { page.items };
        let place = &mut self.place;
        place.seen = place.seen.saturating_add(counted);
        (place.grew, place.fell) = (place.grew.saturating_add(grew), place.fell.saturating_add(fell));
        place.total = page.total.or(place.total);
        place.size = place.size.max(page.items);
        self.idle = if new == 0 { self.idle + 1 } else { 0 };
        let trouble = self.step_over(page);
        match self.place.position {
            PagePosition::End if trouble.is_none() => self.miscount(),
            _ => trouble,
        }
        .inspect(|_| self.place.position = PagePosition::End)
    }

    /// Goes to the next page.
    fn step_over(&mut self, page: &PageInfo) -> Option<String> {
        (self.last, self.last_items) = (page.last, Some(page.items));
        self.step = if self.counts_pages() { 1 } else { i64::try_from(page.items).unwrap_or(i64::MAX) };
        let next = self.next(page).unwrap_or(PagePosition::End);
        let returns = self.returning.take().is_some_and(|link| link == next);
        let trouble = match &next {
            PagePosition::End => None,
            same if *same == self.place.position => Some("the server's next page is the current page".to_owned()),
            _ if self.idle >= MOST_IDLE_PAGES => Some(format!("{MOST_IDLE_PAGES} pages in a row without a new item")),
            PagePosition::Link(link) if !returns && self.place.loops.repeats(link) => {
                Some("the server's pages lead round in a circle".to_owned())
            }
            _ => None,
        };
        let here = std::mem::replace(&mut self.place.position, next);
        self.place.before = self.is_linked().then_some(here);
        trouble
    }

    /// Looks for the place on the next page: nothing of this one is new. Returns whether there is a next page.
    pub(crate) fn search_on(&mut self, page: &PageInfo) -> bool {
        if !self.is_linked() {
            self.place.seen = self.place.seen.saturating_add(page.items);
        }
        self.idle += 1;
        self.step_over(page).is_none() && self.place.position != PagePosition::End
    }

    /// Goes back to the page that holds the item this far back, or further: by a page at least. Returns whether there is one.
    pub(crate) fn go_back(&mut self, items: u64) -> bool {
        let (here, size) = (self.here(), self.place.size.max(1));
        let to = match self.paging.style {
            PagingStyle::Page { first, .. } => {
                let pages = i64::try_from(items.div_ceil(size).max(1)).unwrap_or(i64::MAX);
                here.saturating_sub(pages).max(first)
            }
            PagingStyle::Offset { .. } => {
                let back = self.last_items.unwrap_or(size).max(items).max(1);
                here.saturating_sub_unsigned(back).max(0)
            }
            _ => {
                let Some(before) = self.place.before.take() else { return false };
                self.returning = Some(std::mem::replace(&mut self.place.position, before));
                return true;
            }
        };
        if to >= here {
            return false;
        }
        let pages = here.abs_diff(to);
        let passed = match (self.counts_pages(), self.last_items) {
            (true, Some(items)) if pages == 1 => items,
            (true, _) => pages.saturating_mul(size),
            (false, _) => pages,
        };
        self.place.seen = self.place.seen.saturating_sub(passed);
        self.place.position = if to == self.place.start { PagePosition::Start } else { PagePosition::Number(to) };
        self.last_items = None;
        true
    }

    /// Goes back to the page that holds the item this far back, or further. Only the first page and the one before are known of pages that
    /// lead to each other by links: it goes back to the first one.
    pub(crate) fn go_far_back(&mut self, items: u64) -> bool {
        if !self.is_linked() {
            return self.go_back(items);
        }
        (self.place.before, self.place.loops) = (None, LoopDetector::default());
        self.returning = Some(std::mem::replace(&mut self.place.position, PagePosition::Start));
        true
    }

    /// Takes what a page that was read again tells about the list: that pages have another size than before, or that items are new on
    /// it, so that as many were deleted before, whatever the total is.
    pub(crate) fn adapt(&mut self, page: &PageInfo, new: u64) {
        self.place.grew = self.place.grew.saturating_add(new);
        self.place.fell = self.place.fell.saturating_add(new);
        if self.counts_pages() && page.items != self.place.size && page.last.is_some_and(|last| self.here() < last) {
            let before = self.here().abs_diff(self.place.start);
            (self.place.size, self.place.seen) = (page.items, before.saturating_mul(page.items));
        }
    }

    /// Counts a page that is read for nothing new. Returns the problem if there are too many.
    pub(crate) fn idle(&mut self) -> Result<(), String> {
        self.idle += 1;
        if self.idle < MOST_IDLE_PAGES { Ok(()) } else { Err("the list changes faster than it can be read".to_owned()) }
    }

    /// Keeps the count of idle pages of another state.
    pub(crate) fn with_idle_count_of(mut self, other: &Self) -> Self {
        self.idle = other.idle;
        self
    }

    /// Returns what a page says about the list that it did not say before.
    pub(crate) fn change(&self, page: &PageInfo) -> Change {
        let (grew, fell) = self.place.difference(page.total);
        let pages = self.last.zip(page.last).map_or(Ordering::Equal, |(old, new)| new.cmp(&old));
        let counted = page.total.is_some() || self.place.total.is_some();
        let direction = if counted { grew.cmp(&fell) } else { pages };
        let larger = self.counts_pages() && page.items > self.place.size;
        Change { grew, fell, direction, larger }
    }

    /// Returns whether this is the beginning of the whole list.
    pub(crate) fn is_at_beginning(&self) -> bool {
        let first = first_number(self.paging);
        self.place.whole && if self.is_linked() { self.place.position == PagePosition::Start } else { self.here() == first }
    }

    /// Returns whether this page is before that of another state, as far as that is known.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        match self.is_linked() {
            true => self.place.position == PagePosition::Start && other.place.position != PagePosition::Start,
            false => self.here() < other.here(),
        }
    }

    /// Returns whether pages lead to each other by links or cursors.
    pub(crate) fn is_linked(&self) -> bool {
        !matches!(self.paging.style, PagingStyle::Page { .. } | PagingStyle::Offset { .. })
    }

    /// Returns the number of the page that was requested, if the server sent another one.
    pub(crate) fn mistaken(&self, page: &PageInfo) -> Option<(i64, i64)> {
        let here = self.here();
        page.current.filter(|current| self.counts_pages() && *current != here).map(|current| (current, here))
    }

    #[inline]
    fn counts_pages(&self) -> bool {
        matches!(self.paging.style, PagingStyle::Page { .. })
    }

    #[inline]
    fn here(&self) -> i64 {
        match self.place.position {
            PagePosition::Number(number) => number,
            _ => self.place.start,
        }
    }

    #[inline]
    fn next(&self, page: &PageInfo) -> Option<PagePosition> {
        let here = self.here();
        let Place { whole, seen, total, .. } = self.place;
        let more = match (self.paging.style, page.last, total) {
            (PagingStyle::Cursor { .. } | PagingStyle::NextLink { .. } | PagingStyle::LinkHeader, ..) => {
                return page.next.clone().map(PagePosition::Link);
            }
            (PagingStyle::Offset { .. }, _, Some(total)) => {
                u64::try_from(here).unwrap_or(0).saturating_add(page.items) < total && page.items > 0
            }
            (PagingStyle::Offset { .. }, _, None) => page.items > 0,
            (PagingStyle::Page { .. }, Some(last), _) => here < last,
            (PagingStyle::Page { .. }, None, _) if page.next.is_some() => true,
            (PagingStyle::Page { .. }, None, Some(total)) if whole => seen < total && page.items > 0,
            // Neither the response nor the definition has a count, so the list ends with an empty page.
            (PagingStyle::Page { .. }, None, _) => self.counts_nothing() && page.items > 0,
        };
        more.then(|| PagePosition::Number(here.saturating_add(self.step)))
    }

    /// Returns whether the definition has no location of a count in the response.
    #[inline]
    fn counts_nothing(&self) -> bool {
        let Paging { total, current, last, next, .. } = self.paging;
        total.is_none() && current.is_none() && last.is_none() && next.is_none()
    }

    /// Returns the problem if the number of items differs from the server's total. While a total changes, links do not tell how
    /// many of the items that came are still in the list: only what is certainly missing or double is a problem.
    #[inline]
    fn miscount(&self) -> Option<String> {
        let Place { whole, seen, total, grew, fell, .. } = self.place;
        let total = total.filter(|_| whole)?;
        let (grew, fell) = if self.is_linked() { (grew, fell) } else { (0, 0) };
        let possible = total.saturating_sub(grew)..=total.saturating_add(fell);
        (!possible.contains(&seen)).then(|| format!("the server reports {total} items, but {seen} were received"))
    }
}

/// Returns the number of the first page, or of the first item.
fn first_number(paging: &Paging) -> i64 {
    match paging.style {
        PagingStyle::Page { first, .. } => first,
        _ => 0,
    }
}
