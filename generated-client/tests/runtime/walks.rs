//! Walks that stop and go on, end early, or fetch ahead.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use serde_json::json as value;

use crate::api::{PAGES, against, client, said};
use crate::runtime::{Body, Bookmark, Call, Client, Error, Items, Method, Paged, Paging, PagingStyle, Transport, TransportFuture};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, json};

fn list(client: &Client, paging: &'static Paging) -> Call<Paged<i64>> {
    client.call(Method::GET, "/things").paging(paging).into()
}

fn page(items: &[i64], total: i64, current: i64, last: i64) -> Act {
    let meta = value!({ "pagination": { "total": total, "current_page": current, "total_pages": last } });
    json(200, &value!({ "data": items, "meta": meta }).to_string())
}

async fn drain(mut items: Items<i64>) -> Result<Vec<i64>, (Vec<i64>, Error)> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(error) => return Err((all, error)),
        }
    }
    Ok(all)
}

/// As it is kept: as text, and as JSON.
fn kept(bookmark: &Bookmark) -> Bookmark {
    let json = serde_json::to_string(bookmark).expect("writable");
    // No more than a page of hashes: of three items here.
    assert!(json.len() < 160, "{json}");
    let read: Bookmark = serde_json::from_str(&json).expect("readable");
    assert_eq!((&read, &bookmark.to_string().parse().expect("readable")), (bookmark, bookmark));
    read
}

#[test]
fn a_walk_goes_on_at_the_item_it_has_come_to() {
    let pages = || [page(&[1, 2], 5, 1, 3), page(&[3, 4], 5, 2, 3), page(&[5], 5, 3, 3)];
    for (taken, asked_again) in [(0, "/things"), (1, "/things"), (2, "/things?page=2"), (3, "/things?page=2"), (4, "/things?page=3")] {
        let server = Server::start(pages());
        let (client, _) = against(&server);
        let bookmark = block_on(async {
            let mut items = list(&client, &PAGES).stream();
            for expected in 1..=taken {
                assert_eq!(items.next().await.expect("there is more").expect("an item"), expected);
            }
            kept(&items.bookmark())
        });
        let from = if taken < 2 {
            0
        } else if taken < 4 {
            1
        } else {
            2
        };
        let server = Server::start(pages().into_iter().skip(from));
        let rest = block_on(drain(list(&against(&server).0, &PAGES).stream().resume(&bookmark))).expect("whole");
        assert_eq!(rest, (taken + 1..=5).collect::<Vec<_>>());
        assert_eq!(server.targets()[0], asked_again, "{taken}");
    }
}

#[test]
fn a_walk_that_goes_on_still_compares_the_count() {
    let server = Server::start([page(&[1, 2], 5, 1, 2)]);
    let bookmark = block_on(async {
        let mut pages = list(&against(&server).0, &PAGES).pages();
        pages.next().await.expect("a page").expect("readable");
        kept(&pages.bookmark())
    });
    let server = Server::start([page(&[3, 4], 5, 2, 2)]);
    let (items, error) = block_on(drain(list(&against(&server).0, &PAGES).stream().resume(&bookmark))).expect_err("one is missing");
    assert_eq!(items, [3, 4]);
    assert!(error.to_string().contains("the server reports 5 items, but 4 were received"), "{error}");
}

#[test]
fn after_an_error_the_walk_goes_on_at_the_page_that_did_not_come() {
    let server = Server::start([page(&[1, 2], 4, 1, 2), json(404, ""), page(&[3, 4], 4, 2, 2)]);
    let (client, _) = against(&server);
    block_on(async {
        let mut items = list(&client, &PAGES).stream();
        for _ in 0..2 {
            items.next().await.expect("there is more").expect("an item");
        }
        items.next().await.expect("an error in its place").expect_err("no page");
        let bookmark = kept(&items.bookmark());
        assert!(items.next().await.is_none());
        assert_eq!(drain(list(&client, &PAGES).stream().resume(&bookmark)).await.expect("whole"), [3, 4]);
    });
}

#[test]
fn a_finished_walk_has_nothing_to_go_on_with() {
    let server = Server::start([page(&[1], 1, 1, 1)]);
    let (client, _) = against(&server);
    block_on(async {
        let mut items = list(&client, &PAGES).stream();
        while items.next().await.is_some() {}
        let bookmark = kept(&items.bookmark());
        assert!(list(&client, &PAGES).stream().resume(&bookmark).next().await.is_none());
    });
    assert_eq!(server.targets().len(), 1);
}

static LINKS: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: None }, next: Some("/next"), ..PAGES };

#[test]
fn addresses_and_cursors_are_kept_too_and_lead_to_no_other_host() {
    let linked = |items: &[i64], next: &str| json(200, &value!({ "data": items, "next": next }).to_string());
    let server = Server::start([linked(&[1], "?after=a:b%2F"), linked(&[2], ""), linked(&[2], "")]);
    let (client, _) = against(&server);
    block_on(async {
        let mut pages = list(&client, &LINKS).pages();
        pages.next().await.expect("a page").expect("readable");
        let bookmark = kept(&pages.bookmark());
        assert_eq!(drain(list(&client, &LINKS).stream().resume(&bookmark)).await.expect("whole"), [2]);
        let elsewhere = crate::api::client().build().expect("all is given");
        let error = list(&elsewhere, &LINKS).stream().resume(&bookmark).next().await.expect("an error").expect_err("another host");
        assert!(matches!(error, Error::Argument(_)), "{error}");
        let error = list(&client, &PAGES).stream().resume(&bookmark).next().await.expect("an error").expect_err("another style");
        assert_eq!(said(&error), "GET /things: the bookmark belongs to another list (nothing was sent)");
    });
    assert_eq!(server.targets(), ["/things", "/things?after=a:b%2F"]);
    let with = |from: &str, to: &str| "1:0:1:1:0::s:0:0:0:::i0,".replacen(from, to, 1);
    assert!(with("", "").parse::<Bookmark>().is_ok());
    for (from, to) in [
        ("1:", "2:"),
        (":0:", ":-1:"),
        (":s:", ":x:"),
        (":s:", ":n:"),
        (":s:", ":m%FF:"),
        (":s:", ":é:"),
        (":s:", ":s:s:"),
        ("::i0", ":1,2:i0"),
        ("::i0", ":1,2,x:i0"),
        ("::i0", ":x::i0"),
        ("i0,", "i0"),
        ("i0", "i"),
        ("i0", "x0"),
        ("i0", "i2"),
        ("i0", "i0é,"),
        ("i0,", "i0,AAAA"),
        ("i0", "é"),
    ] {
        assert!(with(from, to).parse::<Bookmark>().is_err(), "{}", with(from, to));
    }
    for text in ["", "1", ":::::::::::::"] {
        assert!(text.parse::<Bookmark>().is_err(), "{text}");
    }
}

#[test]
fn a_limit_ends_the_walk_and_fetches_nothing_more() {
    for (limit, pages) in [(0, 0), (1, 1), (2, 1), (3, 2), (9, 3)] {
        let server = Server::start([page(&[1, 2], 5, 1, 3), page(&[3, 4], 5, 2, 3), page(&[5], 5, 3, 3)]);
        let items = block_on(drain(list(&against(&server).0, &PAGES).stream().limit(limit))).expect("no error");
        assert_eq!(items, (1..=i64::try_from(limit.min(5)).expect("small")).collect::<Vec<_>>());
        assert_eq!(server.targets().len(), pages);
    }
}

/// Holds every page back until it is let go.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    asked: Vec<i64>,
    free: BTreeSet<i64>,
    last: i64,
    /// A page from which on the list is shorter, and its last page then.
    strays: Option<(i64, i64)>,
}

impl Gate {
    fn free(&self, pages: &[i64]) {
        self.0.lock().expect("not poisoned").free.extend(pages);
    }

    fn asked(&self) -> Vec<i64> {
        self.0.lock().expect("not poisoned").asked.clone()
    }
}

impl Transport for Gate {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let number = request.uri().query().map_or(1, |query| query.trim_start_matches("page=").parse().expect("a number"));
        let held = self.0.clone();
        held.lock().expect("not poisoned").asked.push(number);
        Box::pin(std::future::poll_fn(move |_| {
            let mut held = held.lock().expect("not poisoned");
            if !held.free.contains(&number) {
                return Poll::Pending;
            }
            if let Some((_, last)) = held.strays.filter(|(page, _)| *page == number) {
                held.last = last;
            }
            let meta = value!({ "pagination": { "current_page": number, "total_pages": held.last } });
            Poll::Ready(Ok(http::Response::new(value!({ "data": [number], "meta": meta }).to_string().into())))
        }))
    }
}

fn gated(last: i64) -> (Gate, Client) {
    let gate = Gate::default();
    gate.0.lock().expect("not poisoned").last = last;
    let client = client().clock(crate::support::clock::FakeClock::default()).transport(gate.clone()).build().expect("all is given");
    (gate, client)
}

/// Polls for the next item once.
fn poll(items: &mut Items<i64>) -> Poll<Option<i64>> {
    let next = pin!(items.next());
    next.poll(&mut Context::from_waker(Waker::noop())).map(|item| item.map(|item| item.expect("an item")))
}

#[test]
fn pages_are_read_ahead_in_bounds_and_come_in_order() {
    let (gate, client) = gated(7);
    let mut items = list(&client, &PAGES).stream().read_ahead(3);
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Pending, vec![1]));
    gate.free(&[1]);
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Ready(Some(1)), vec![1, 2, 3, 4]));
    gate.free(&[4, 3]);
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Pending, vec![1, 2, 3, 4]));
    gate.free(&[2]);
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Ready(Some(2)), vec![1, 2, 3, 4, 5]));
    gate.free(&[5, 6, 7]);
    let rest: Vec<_> = (0..6).map(|_| poll(&mut items)).collect();
    assert_eq!(rest, [Some(3), Some(4), Some(5), Some(6), Some(7), None].map(Poll::Ready));
    assert_eq!(gate.asked(), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_list_that_ends_sooner_than_it_said_drops_what_was_read_ahead() {
    let (gate, client) = gated(4);
    gate.0.lock().expect("not poisoned").strays = Some((2, 2));
    gate.free(&[1, 2, 3, 4]);
    let mut items = list(&client, &PAGES).stream().read_ahead(9);
    let all: Vec<_> = (0..3).map(|_| poll(&mut items)).collect();
    assert_eq!(all, [Some(1), Some(2), None].map(Poll::Ready));
}

#[test]
fn without_reading_ahead_a_page_is_asked_for_when_it_is_needed() {
    let (gate, client) = gated(3);
    gate.free(&[1, 2, 3]);
    let mut items = list(&client, &PAGES).stream();
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Ready(Some(1)), vec![1]));
    assert_eq!((poll(&mut items), gate.asked()), (Poll::Ready(Some(2)), vec![1, 2]));
}

static OFFSETS: Paging = Paging {
    style: PagingStyle::Offset { param: "offset" },
    size: Some("limit"),
    total: Some("/total"),
    current: None,
    last: None,
    next: None,
    ..PAGES
};

/// Answers with two of the numbers up to seven, from the offset on.
#[derive(Clone, Default)]
struct Rows(Arc<Mutex<Vec<i64>>>);

impl Transport for Rows {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let offset = request.uri().query().map_or(0, |query| query.trim_start_matches("offset=").parse().expect("a number"));
        self.0.lock().expect("not poisoned").push(offset);
        let items: Vec<i64> = (offset + 1..=7).take(2).collect();
        Box::pin(async move { Ok(http::Response::new(value!({ "data": items, "total": 7 }).to_string().into())) })
    }
}

#[test]
fn of_a_list_walked_by_offset_pages_are_read_ahead_as_far_as_the_count_goes() {
    for ahead in [1, 2, 9] {
        let rows = Rows::default();
        let client = client().transport(rows.clone()).build().expect("all is given");
        let mut items = list(&client, &OFFSETS).stream().read_ahead(ahead);
        block_on(async {
            assert_eq!(items.next().await.expect("there is more").expect("an item"), 1);
            assert_eq!(drain(items).await.expect("whole"), [2, 3, 4, 5, 6, 7]);
        });
        assert_eq!(*rows.0.lock().expect("not poisoned"), [0, 2, 4, 6], "{ahead}");
    }
}

#[test]
fn of_a_list_walked_by_address_the_next_page_is_read_ahead() {
    let linked = |items: &[i64], next: &str| json(200, &value!({ "data": items, "next": next }).to_string());
    let server = Server::start([linked(&[1], "?p=2"), linked(&[2], "?p=3"), linked(&[3], "")]);
    let items = block_on(drain(list(&against(&server).0, &LINKS).stream().read_ahead(5))).expect("whole");
    assert_eq!((items, server.targets().len()), (vec![1, 2, 3], 3));
}

#[test]
fn a_bookmark_does_not_show_what_is_in_the_query_of_a_link() {
    let shown = |position: &str| {
        let bookmark: Bookmark = format!("1:0:0:1:0::{position}:0:0:0:{position}::i0,").parse().expect("a bookmark");
        assert_eq!(kept(&bookmark), bookmark);
        format!("{bookmark:?}")
    };
    let link = shown("mhttps%3A%2F%2Fx.example%2Flist%3Fkey%3Ds3cret");
    assert!(link.contains("https://x.example/list?[redacted]") && !link.contains("s3cret"), "{link}");
    let cursor = shown("ms3cret");
    assert!(cursor.contains("[redacted]") && !cursor.contains("s3cret"), "{cursor}");
}
