//! Fetching the pages of a list, whatever is on them: compiled once for all lists.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use http::Uri;

use super::bookmark::Bookmark;
use super::state::{Facts, Position, Walk};
use crate::runtime::api::{Paging, PagingStyle};
use crate::runtime::error::{Error, incomplete_error};
use crate::runtime::request::{Parts, Request, further, kept, resolve, same_origin};
use crate::runtime::response::RawReply;
use crate::runtime::send::{SendFuture, send};

/// Fetches pages one after the other.
pub(crate) struct Pager {
    request: Request,
    walk: Option<Walk>,
    /// The pages under way, in the order of the list.
    flights: VecDeque<Flight>,
    /// Starts pages beyond the next one. Only programs that read ahead compile it.
    ahead: Option<Ahead>,
    /// An error that comes after a page that has already been handed out.
    failed: Option<Error>,
    done: bool,
}

#[derive(Clone, Copy)]
struct Ahead {
    most: usize,
    start: fn(&mut Pager, usize),
}

/// A page under way.
struct Flight {
    /// Where it was asked for.
    position: Position,
    state: State,
}

enum State {
    Going(SendFuture),
    Landed(Result<Box<RawReply>, Error>),
}

impl Flight {
    /// Tells whether it is over.
    fn poll(&mut self, context: &mut Context<'_>) -> bool {
        if let State::Going(future) = &mut self.state {
            match future.as_mut().poll(context) {
                Poll::Ready(landed) => self.state = State::Landed(landed.map(Box::new)),
                Poll::Pending => return false,
            }
        }
        true
    }
}

impl Pager {
    pub(crate) fn new(mut request: Request) -> Self {
        let parts = request.parts_mut();
        // One deadline for all pages, from now on.
        parts.until = parts.until();
        let walk = parts.paging.map(|paging| Walk::new(paging, given(parts, paging).as_deref()));
        Self { request, walk, flights: VecDeque::new(), ahead: None, failed: None, done: false }
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    /// Lets this many pages be under way at once.
    #[inline]
    pub(crate) fn read_ahead(&mut self, pages: usize) {
        self.ahead = Some(Ahead { most: pages, start: Self::start_ahead });
    }

    /// Returns where the next page is.
    #[inline]
    pub(crate) fn bookmark(&self) -> Bookmark {
        Bookmark { walk: self.walk.as_ref().map_or_else(|| Bookmark::without_paging(self.done), Walk::save), skip: 0 }
    }

    /// Goes on from a bookmark.
    #[inline]
    pub(crate) fn resume(&mut self, bookmark: &Bookmark) {
        self.flights.clear();
        let place = &bookmark.walk;
        self.done = place.position == Position::End;
        if let Some(walk) = &mut self.walk {
            walk.restore(place);
        }
        if !self.fits(&place.position) {
            let problem = "the bookmark is of another list".to_owned();
            self.failed = Some(self.request.parts().failure(0).argument(problem));
        }
    }

    /// Tells whether a page can be asked for there: credentials travel to no other host, whatever a bookmark says.
    #[inline]
    fn fits(&self, position: &Position) -> bool {
        let style = self.walk.as_ref().map(|walk| walk.paging.style);
        match (position, style) {
            (Position::Start | Position::End, _) => true,
            (Position::Number(_), Some(PagingStyle::Page { .. } | PagingStyle::Offset { .. })) => true,
            (Position::Mark(_), Some(PagingStyle::Cursor { .. })) => true,
            (Position::Mark(address), Some(PagingStyle::NextLink { .. } | PagingStyle::LinkHeader)) => {
                let parse = |text: &str| text.parse::<Uri>().ok();
                let home = self.request.parts().base_url().ok().and_then(parse);
                home.zip(parse(address)).is_some_and(|(home, address)| same_origin(&home, &address))
            }
            _ => false,
        }
    }

    /// Keeps the pages that are under way going.
    #[inline]
    pub(crate) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if let Some(Ahead { most, start }) = self.ahead {
            start(self, most);
            for flight in &mut self.flights {
                let _ = flight.poll(context);
            }
        }
    }

    /// Starts the next page, and those after it that are sure to be there, up to so many at once.
    fn start_ahead(&mut self, most: usize) {
        let Some(walk) = self.walk.as_ref().filter(|_| !self.done && self.failed.is_none()) else { return };
        let known = self.flights.len();
        let positions: Vec<Position> = (known..most).map_while(|steps| walk.after(steps)).collect();
        for position in positions {
            self.start(position);
        }
    }

    fn start(&mut self, position: Position) {
        let mut request = self.request.clone();
        if let Some(walk) = &self.walk {
            turn_to(&mut request, walk.paging, &position);
        }
        self.flights.push_back(Flight { position, state: State::Going(send(request)) });
    }

    /// Polls for the reply that holds the next page.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawReply, Error>>> {
        if let Some(error) = self.failed.take() {
            self.done = true;
            return Poll::Ready(Some(Err(error)));
        }
        if self.done {
            return Poll::Ready(None);
        }
        let here = self.walk.as_ref().map_or(Position::Start, |walk| walk.position.clone());
        if self.flights.front().is_some_and(|flight| flight.position != here) {
            // The list is not what its first pages let expect.
            self.flights.clear();
        }
        if self.flights.is_empty() {
            self.start(here);
        }
        let landed = self.flights.front_mut().is_some_and(|flight| flight.poll(context));
        self.poll_ahead(context);
        match if landed { self.flights.pop_front() } else { None } {
            Some(Flight { state: State::Landed(reply), .. }) => Poll::Ready(Some(reply.map(|reply| *reply))),
            _ => Poll::Pending,
        }
    }

    /// Ends the walk with an error.
    pub(crate) fn fail(&mut self) {
        self.done = true;
        self.flights.clear();
    }

    /// Takes note of a page that has come.
    pub(crate) fn take(&mut self, mut facts: Facts, here: &Uri) -> Result<(), Error> {
        let Some(walk) = &mut self.walk else {
            self.done = true;
            return Ok(());
        };
        let parts = self.request.parts();
        facts.next = next_address(parts, walk.paging, facts.next, here).map_err(|problem| incomplete_error(parts.failure(1), problem))?;
        let trouble = walk.advance(&facts).map_err(|problem| incomplete_error(parts.failure(1), problem))?;
        self.done = walk.position == Position::End;
        self.failed = trouble.map(|problem| incomplete_error(parts.failure(1), problem));
        Ok(())
    }
}

/// Returns what the caller's own request says in the parameter that pages are asked for with.
fn given(parts: &Parts, paging: &Paging) -> Option<String> {
    let name = parameter(paging)?;
    parts.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// Returns the parameter that pages are asked for with.
fn parameter(paging: &Paging) -> Option<&'static str> {
    match paging.style {
        PagingStyle::Page { param, .. } | PagingStyle::Offset { param } | PagingStyle::Cursor { param } => Some(param),
        PagingStyle::NextLink { .. } | PagingStyle::LinkHeader => None,
    }
}

/// Returns the whole address of the next page, where pages are asked for by address.
fn next_address(parts: &Parts, paging: &Paging, next: Option<String>, here: &Uri) -> Result<Option<String>, String> {
    let Some(link) = next.as_ref().filter(|_| parameter(paging).is_none()) else {
        return Ok(next);
    };
    let (keep, path) = match paging.style {
        PagingStyle::NextLink { keep, path } => (keep, path),
        _ => (&[][..], None),
    };
    let built = match path.filter(|_| !link.contains("://")) {
        Some((template, name)) => Some(further(parts, template, name, link)?),
        None => None,
    };
    let reference = built.as_ref().unwrap_or(link);
    let address = resolve(here, reference).ok_or("the address of the next page is not valid")?;
    match same_origin(here, &address) {
        true => Ok(Some(kept(parts, keep, address.to_string()))),
        false => Err("the next page is on another host, which credentials do not travel to".to_owned()),
    }
}

/// Makes a request ask for the page at a position.
fn turn_to(request: &mut Request, paging: &Paging, position: &Position) {
    match (position, parameter(paging)) {
        (Position::Number(number), Some(name)) => request.set_query(name, *number),
        (Position::Mark(mark), Some(name)) => request.set_query(name, mark.as_str()),
        (Position::Mark(address), None) => request.parts_mut().address = Some(address.clone()),
        _ => {}
    }
}
