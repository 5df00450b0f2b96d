//! Fetches the pages of a list. It does not depend on the type of the items, so that it is compiled once.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use http::Uri;

use super::bookmark::Bookmark;
use super::item_keys::{ItemKeys, KeyKind};
use super::page_info::PageInfo;
use super::state::{PagePosition, PagingState};
use super::walk::{SavedWalk, Verdict, Walk};
use crate::runtime::api::{Paging, PagingStyle};
use crate::runtime::error::{Error, incomplete_error};
use crate::runtime::request::{Request, RequestState, further, kept, resolve, same_origin};
use crate::runtime::response::RawResponse;
use crate::runtime::send::{SendFuture, send};

/// Fetches pages one after the other.
pub(crate) struct PageFetcher {
    request: Request,
    /// The walk over the pages, if the list has pages.
    walk: Option<Walk>,
    /// The number of items of a list without pages that came already.
    skip: usize,
    /// The pages that have been requested, in the order of the list.
    pending: VecDeque<PendingPage>,
    /// Requests pages in advance. It is a function pointer, so that only programs that use it contain it.
    ahead: Option<Ahead>,
    /// An error that is returned after the last page.
    failed: Option<Error>,
    done: bool,
}

#[derive(Clone, Copy)]
struct Ahead {
    most: usize,
    start: fn(&mut PageFetcher, usize),
}

/// A page that has been requested.
struct PendingPage {
    /// The position for which it was requested.
    position: PagePosition,
    state: FetchState,
}

enum FetchState {
    Running(SendFuture),
    Done(Result<Box<RawResponse>, Error>),
}

impl PendingPage {
    /// Returns whether the response is there.
    fn poll(&mut self, context: &mut Context<'_>) -> bool {
        if let FetchState::Running(future) = &mut self.state {
            match future.as_mut().poll(context) {
                Poll::Ready(done_) => self.state = FetchState::Done(done_.map(Box::new)),
                Poll::Pending => return false,
            }
        }
        true
    }
}

impl PageFetcher {
    pub(crate) fn new(mut request: Request) -> Self {
        let state = request.state_mut();
        // The deadline applies to all pages, from now on.
        state.until = state.until();
        let walk = state.paging.map(|paging| Walk::new(PagingState::new(paging, given(state, paging).as_deref())));
        Self { request, walk, skip: 0, pending: VecDeque::new(), ahead: None, failed: None, done: false }
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    /// Sets the number of pages that are requested at once.
    #[inline]
    pub(crate) fn read_ahead(&mut self, pages: usize) {
        self.ahead = Some(Ahead { most: pages, start: Self::start_ahead });
    }

    /// Reads the page before once more after each page.
    #[inline]
    pub(crate) fn check(&mut self) {
        if let Some(walk) = &mut self.walk {
            walk.checked = true;
        }
    }

    /// Returns the position of the next page.
    #[inline]
    pub(crate) fn bookmark(&self) -> Bookmark {
        let position = if self.done { PagePosition::End } else { PagePosition::Start };
        self.walk.as_ref().map_or_else(|| Bookmark::without_paging(position, self.skip), |walk| Bookmark(walk.save()))
    }

    /// Returns the position within the page that was taken last: after `skip` items. `unread` tells which of the others are new.
    #[inline]
    pub(crate) fn bookmark_within(&self, skip: usize, unread: &[bool]) -> Bookmark {
        let paged = self.walk.as_ref().map(|walk| Bookmark(walk.save_within(skip, unread)));
        paged.unwrap_or_else(|| Bookmark::without_paging(PagePosition::Start, skip))
    }

    /// Continues from a bookmark.
    #[inline]
    pub(crate) fn resume(&mut self, Bookmark(saved): &Bookmark) {
        self.pending.clear();
        self.done = saved.place.position == PagePosition::End;
        self.skip = saved.skip;
        if let Some(walk) = &mut self.walk {
            walk.resume(saved);
        }
        if !self.fits(saved) {
            let problem = "the bookmark belongs to another list".to_owned();
            self.failed = Some(self.request.state().argument_error(&problem));
        }
    }

    fn fits(&self, SavedWalk { place, .. }: &SavedWalk) -> bool {
        place.before.iter().chain([&place.position]).all(|position| self.is_possible(position))
    }

    /// Returns whether a position is possible in this list. A URL must have the origin of the API, so that no bookmark can send
    /// credentials to another host.
    #[inline]
    fn is_possible(&self, position: &PagePosition) -> bool {
        let style = self.walk.as_ref().map(|walk| walk.state.paging.style);
        match (position, style) {
            (PagePosition::Start | PagePosition::End, _) => true,
            (PagePosition::Number(_), Some(PagingStyle::Page { .. } | PagingStyle::Offset { .. })) => true,
            (PagePosition::Link(_), Some(PagingStyle::Cursor { .. })) => true,
            (PagePosition::Link(address), Some(PagingStyle::NextLink { .. } | PagingStyle::LinkHeader)) => {
                let parse = |text: &str| text.parse::<Uri>().ok();
                let home = self.request.state().base_url().ok().and_then(parse);
                home.zip(parse(address)).is_some_and(|(home, address)| same_origin(&home, &address))
            }
            _ => false,
        }
    }

    /// Polls the pages that have been requested.
    #[inline]
    pub(crate) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if let Some(Ahead { most, start }) = self.ahead {
            start(self, most);
            for page in &mut self.pending {
                let _ = page.poll(context);
            }
        }
    }

    /// Requests the next page, and those after it that certainly exist, up to this many.
    fn start_ahead(&mut self, most: usize) {
        let possible = !self.done && self.failed.is_none();
        let Some(walk) = self.walk.as_ref().filter(|walk| possible && walk.is_steady()) else { return };
        let known = self.pending.len();
        let positions: Vec<PagePosition> = (known..most).map_while(|steps| walk.state.after(steps)).collect();
        for position in positions {
            self.start(position);
        }
    }

    fn start(&mut self, position: PagePosition) {
        let mut request = self.request.clone();
        if let Some(walk) = &self.walk {
            request = at_position(request, walk.state.paging, &position);
        }
        self.pending.push_back(PendingPage { position, state: FetchState::Running(send(request)) });
    }

    /// Polls for the response with the next page.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        if let Some(error) = self.failed.take() {
            self.done = true;
            return Poll::Ready(Some(Err(error)));
        }
        if self.done {
            return Poll::Ready(None);
        }
        let here = self.walk.as_ref().map_or(PagePosition::Start, |walk| walk.state.place.position.clone());
        if self.pending.front().is_some_and(|page| page.position != here) {
            // The list differs from what the previous pages announced.
            self.pending.clear();
        }
        if self.pending.is_empty() {
            self.start(here);
        }
        let done_ = self.pending.front_mut().is_some_and(|page| page.poll(context));
        self.poll_ahead(context);
        match if done_ { self.pending.pop_front() } else { None } {
            Some(PendingPage { state: FetchState::Done(response), .. }) => Poll::Ready(Some(response.map(|response| *response))),
            _ => Poll::Pending,
        }
    }

    /// Ends the stream after an error.
    pub(crate) fn fail(&mut self) {
        self.done = true;
        self.pending.clear();
    }

    /// Returns where the items are in a page, and what they are distinguished by.
    #[inline]
    pub(crate) fn keys(&self) -> Option<(&'static str, KeyKind)> {
        self.walk.as_ref().map(|walk| (walk.state.paging.items, walk.kind()))
    }

    /// Takes a page. Returns which of its items are new.
    pub(crate) fn take(&mut self, mut page: PageInfo, keys: Option<ItemKeys>, here: &Uri) -> Result<Verdict, Error> {
        let Some(walk) = &mut self.walk else {
            self.done = true;
            let skip = std::mem::take(&mut self.skip);
            return Ok(Verdict::New((0..page.items).map(|at| at >= skip as u64).collect()));
        };
        let state = self.request.state();
        let incomplete = |problem| incomplete_error(state.failure(1), problem);
        page.next = next_address(state, walk.state.paging, page.next, here).map_err(incomplete)?;
        let before = (walk.state.place.grew, walk.state.place.fell);
        let (verdict, trouble) = walk.take(&page, keys).map_err(incomplete)?;
        if before != (walk.state.place.grew, walk.state.place.fell) {
            // The pages that were requested in advance are those of another list.
            self.pending.clear();
        }
        self.done = walk.state.place.position == PagePosition::End;
        self.failed = trouble.map(incomplete);
        Ok(verdict)
    }
}

/// Returns the value of the page parameter that the caller has set.
fn given(state: &RequestState, paging: &Paging) -> Option<String> {
    let name = parameter(paging)?;
    state.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// Returns the name of the page parameter.
fn parameter(paging: &Paging) -> Option<&'static str> {
    match paging.style {
        PagingStyle::Page { param, .. } | PagingStyle::Offset { param } | PagingStyle::Cursor { param } => Some(param),
        PagingStyle::NextLink { .. } | PagingStyle::LinkHeader => None,
    }
}

/// Returns the absolute URL of the next page, if pages are requested by URL.
fn next_address(state: &RequestState, paging: &Paging, next: Option<String>, here: &Uri) -> Result<Option<String>, String> {
    let Some(link) = next.as_ref().filter(|_| parameter(paging).is_none()) else {
        return Ok(next);
    };
    let (keep, path) = match paging.style {
        PagingStyle::NextLink { keep, path } => (keep, path),
        _ => (&[][..], None),
    };
    let built = match path.filter(|_| !link.contains("://")) {
        Some((template, name)) => Some(further(state, template, name, link)?),
        None => None,
    };
    let reference = built.as_ref().unwrap_or(link);
    let address = resolve(here, reference).ok_or("the URL of the next page is not valid")?;
    match same_origin(here, &address) {
        true => Ok(Some(kept(state, keep, address.to_string()))),
        false => Err("the next page is on another host, to which credentials are not sent".to_owned()),
    }
}

/// Returns the request of the page at a position.
fn at_position(mut request: Request, paging: &Paging, position: &PagePosition) -> Request {
    match (position, parameter(paging)) {
        (PagePosition::Number(number), Some(name)) => request.query(name, *number),
        (PagePosition::Link(cursor), Some(name)) => request.query(name, cursor.as_str()),
        (PagePosition::Link(url), None) => {
            request.state_mut().address = Some(url.clone());
            request
        }
        _ => request,
    }
}
