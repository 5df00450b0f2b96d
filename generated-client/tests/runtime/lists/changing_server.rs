//! A server whose lists change between requests, for each way to ask for the next page.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json as value};

use crate::api::client;
use crate::runtime::{Body, Call, Client, Error, Items, Method, Paged, Paging, PagingStyle, Transport, TransportFuture, Value as Json};
use crate::support::memory::block_on;

const NUMBERED: Paging = Paging {
    style: PagingStyle::Page { param: "page", first: 1 },
    size: Some("per_page"),
    items: "/data",
    total: Some("/total"),
    current: Some("/page"),
    last: Some("/last"),
    next: None,
};
const LINKED: Paging = Paging { current: None, last: None, next: Some("/next"), ..NUMBERED };

static PAGE: Paging = NUMBERED;
static PAGE_FROM_ZERO: Paging = Paging { style: PagingStyle::Page { param: "page", first: 0 }, ..NUMBERED };
static PAGE_WITHOUT_LAST: Paging = Paging { current: None, last: None, ..NUMBERED };
static PAGE_WITHOUT_COUNTS: Paging = Paging { total: None, current: None, last: None, ..NUMBERED };
static OFFSET: Paging = Paging { style: PagingStyle::Offset { param: "offset" }, current: None, last: None, ..NUMBERED };
static CURSOR: Paging = Paging { style: PagingStyle::Cursor { param: "cursor" }, ..LINKED };
static LINK: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: None }, ..LINKED };
static LINK_HEADER: Paging = Paging { style: PagingStyle::LinkHeader, next: None, ..LINKED };

/// How a server divides its list into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Page,
    PageFromZero,
    PageWithoutLast,
    /// Without total and last page: the list ends with an empty page.
    PageWithoutCounts,
    Offset,
    /// The cursor is an item, after which the next page begins.
    CursorOfItem,
    /// The cursor hides an offset.
    CursorOfOffset,
    Link,
    LinkHeader,
}

pub const STYLES: [Style; 9] = [
    Style::Page,
    Style::PageFromZero,
    Style::PageWithoutLast,
    Style::PageWithoutCounts,
    Style::Offset,
    Style::CursorOfItem,
    Style::CursorOfOffset,
    Style::Link,
    Style::LinkHeader,
];

impl Style {
    pub fn paging(self) -> &'static Paging {
        match self {
            Self::Page => &PAGE,
            Self::PageFromZero => &PAGE_FROM_ZERO,
            Self::PageWithoutLast => &PAGE_WITHOUT_LAST,
            Self::PageWithoutCounts => &PAGE_WITHOUT_COUNTS,
            Self::Offset => &OFFSET,
            Self::CursorOfItem | Self::CursorOfOffset => &CURSOR,
            Self::Link => &LINK,
            Self::LinkHeader => &LINK_HEADER,
        }
    }

    /// Returns whether the server tells the total.
    pub fn has_total(self) -> bool {
        self != Self::PageWithoutCounts
    }
}

/// What the items of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Objects with the id as a number.
    NumberIds,
    /// Objects with the id as a string.
    StringIds,
    /// Objects without an id.
    NoIds,
    /// Plain numbers.
    Numbers,
}

pub const FORMS: [Form; 4] = [Form::NumberIds, Form::StringIds, Form::NoIds, Form::Numbers];

impl Form {
    pub fn item(self, number: u64) -> Value {
        match self {
            Self::NumberIds => value!({ "name": "x", "id": number }),
            Self::StringIds => value!({ "id": format!("é{number}"), "name": "x" }),
            Self::NoIds => value!({ "name": format!("no \" {number}") }),
            Self::Numbers => value!(number),
        }
    }

    /// Returns the number of an item.
    pub fn number(self, item: &Json) -> u64 {
        let text = match self {
            Self::NumberIds => item["id"].to_string(),
            Self::StringIds => item["id"].as_str().expect("a string").replace('é', ""),
            Self::NoIds => item["name"].as_str().expect("a string").replace("no \" ", ""),
            Self::Numbers => item.to_string(),
        };
        text.parse().expect("a number")
    }
}

/// The list of a server.
#[derive(Debug, Default)]
pub struct Rows {
    /// Each item that was ever in the list, in its order, and whether it still is.
    pub all: Vec<(u64, bool)>,
    /// The number of items of a page.
    pub size: usize,
    pub requests: usize,
    /// The number of the next new item.
    next: u64,
}

impl Rows {
    pub fn new(count: u64, size: usize) -> Self {
        Self { all: (0..count).map(|number| (number, true)).collect(), size, requests: 0, next: 1000 }
    }

    /// Returns the items that are in the list.
    pub fn alive(&self) -> Vec<u64> {
        self.all.iter().filter(|(_, alive)| *alive).map(|(number, _)| *number).collect()
    }

    /// Deletes the item at this position of the list.
    pub fn delete(&mut self, position: usize) {
        if let Some((_, alive)) = self.all.iter_mut().filter(|(_, alive)| *alive).nth(position) {
            *alive = false;
        }
    }

    /// Deletes an item.
    pub fn delete_item(&mut self, item: u64) {
        self.all.iter_mut().filter(|(number, _)| *number == item).for_each(|(_, alive)| *alive = false);
    }

    /// Inserts a new item before the one at this position.
    pub fn insert(&mut self, position: usize) {
        let at = self.all.iter().enumerate().filter(|(_, (_, alive))| *alive).map(|(at, _)| at).nth(position).unwrap_or(self.all.len());
        self.all.insert(at, (self.next, true));
        self.next += 1;
    }

    /// Moves an item to the end of the list.
    pub fn move_to_end(&mut self, item: u64) {
        let at = self.all.iter().position(|(number, _)| *number == item).expect("it is there");
        let row = self.all.remove(at);
        self.all.push(row);
    }
}

/// What happens before a request is answered.
type Change = dyn FnMut(&mut Rows) + Send;

/// Answers requests for the pages of a list.
#[derive(Clone)]
pub struct ChangingServer {
    pub style: Style,
    pub form: Form,
    pub rows: Arc<Mutex<Rows>>,
    change: Arc<Mutex<Box<Change>>>,
}

impl ChangingServer {
    /// Starts with items 0, 1, …; `change` happens before each request.
    pub fn new(style: Style, form: Form, rows: Rows, change: impl FnMut(&mut Rows) + Send + 'static) -> Self {
        Self { style, form, rows: Arc::new(Mutex::new(rows)), change: Arc::new(Mutex::new(Box::new(change))) }
    }

    pub fn client(&self) -> Client {
        client().transport(self.clone()).build().expect("all is given")
    }

    pub fn list(&self) -> Call<Paged<Json>> {
        self.client().call(Method::GET, "/things").paging(self.style.paging()).into()
    }

    /// Walks the list, and returns the numbers of its items.
    pub fn walk(&self, items: Items<Json>) -> (Vec<u64>, Option<Error>) {
        self.walk_and(items, |_, _| {})
    }

    /// Walks the list; something is done with each item when it comes.
    pub fn walk_and(&self, mut items: Items<Json>, mut then: impl FnMut(&mut Rows, u64)) -> (Vec<u64>, Option<Error>) {
        block_on(async {
            let mut all = Vec::new();
            while let Some(item) = items.next().await {
                match item {
                    Ok(item) => all.push(self.form.number(&item)),
                    Err(error) => return (all, Some(error)),
                }
                then(&mut self.rows.lock().expect("no panic"), all.last().copied().unwrap_or_default());
            }
            (all, None)
        })
    }

    pub fn requests(&self) -> usize {
        self.rows.lock().expect("no panic").requests
    }

    fn answer(&self, query: &str) -> (Value, Option<String>) {
        let mut rows = self.rows.lock().expect("no panic");
        rows.requests += 1;
        (self.change.lock().expect("no panic"))(&mut rows);
        let given = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(known, _)| *known == name).map(|(_, value)| value.parse::<i64>().expect("a number"))
        };
        let (alive, size) = (rows.alive(), rows.size);
        let first = i64::from(self.style != Style::PageFromZero);
        let number = given("page").unwrap_or(first);
        let at = |number: i64| usize::try_from(number).expect("not negative");
        let start = match self.style {
            Style::Offset => given("offset").map_or(0, at),
            Style::CursorOfOffset => given("cursor").map_or(0, at),
            Style::CursorOfItem => given("cursor").map_or(0, |item| {
                let place = rows.all.iter().position(|(number, _)| i64::try_from(*number) == Ok(item)).expect("a known item");
                rows.all.iter().take(place + 1).filter(|(_, alive)| *alive).count()
            }),
            _ => at(number - first) * size,
        };
        let page: Vec<u64> = alive.iter().skip(start).take(size).copied().collect();
        let mut body = value!({ "data": page.iter().map(|number| self.form.item(*number)).collect::<Vec<_>>() });
        if self.style.has_total() {
            body["total"] = alive.len().into();
        }
        let is_last = start + page.len() >= alive.len();
        let next = match self.style {
            Style::CursorOfItem => page.last().map(ToString::to_string),
            Style::CursorOfOffset => Some((start + page.len()).to_string()),
            _ => Some(format!("/things?page={}", number + 1)),
        };
        let next = next.filter(|_| !is_last);
        match self.style {
            Style::Page | Style::PageFromZero => {
                body["page"] = number.into();
                body["last"] = (i64::try_from(alive.len().div_ceil(size)).expect("small") + first - 1).max(first).into();
            }
            Style::CursorOfItem | Style::CursorOfOffset | Style::Link => body["next"] = next.clone().into(),
            _ => {}
        }
        (body, next.filter(|_| self.style == Style::LinkHeader))
    }
}

impl Transport for ChangingServer {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (body, link) = self.answer(request.uri().query().unwrap_or_default());
        let mut response = http::Response::new(Body::from(body.to_string()));
        if let Some(link) = link {
            let link = format!("<{link}>; rel=\"next\"").parse().expect("a header");
            response.headers_mut().insert(http::header::LINK, link);
        }
        Box::pin(async { Ok(response) })
    }
}
