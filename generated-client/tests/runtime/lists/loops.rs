//! Cursors and links that lead round in a circle.

use serde_json::json as value;

use crate::api::client;
use crate::runtime::{Body, Bookmark, Call, Error, Method, Paged, Paging, PagingStyle, Transport, TransportFuture};
use crate::support::memory::block_on;

const BY_NEXT: Paging = Paging {
    style: PagingStyle::Cursor { param: "after" },
    size: None,
    items: "/data",
    total: None,
    current: None,
    last: None,
    next: Some("/next"),
};
static CURSOR: Paging = BY_NEXT;
static LINK: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: None }, ..BY_NEXT };
static HEADER: Paging = Paging { style: PagingStyle::LinkHeader, next: None, ..BY_NEXT };
static INTO_PATH: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: Some(("/things/{link}", "link")) }, ..BY_NEXT };

/// Leads from page 0 to page 1, and so on, and from the last one back to page `start`.
#[derive(Clone, Copy)]
struct Circle {
    start: usize,
    length: usize,
    /// Whether each item is another one, although the pages are the same.
    fresh: bool,
}

impl Transport for Circle {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let here: usize = request.uri().to_string().rsplit(['=', '/']).next().and_then(|number| number.parse().ok()).unwrap_or(0);
        let next = if here + 1 == self.start + self.length { self.start } else { here + 1 };
        let item = if self.fresh { value!(0) } else { value!({ "id": here }) };
        let mut response = http::Response::new(Body::from(value!({ "data": [item], "next": next }).to_string()));
        let link = format!("</things?at={next}>; rel=next").parse().expect("a header");
        response.headers_mut().insert(http::header::LINK, link);
        Box::pin(async { Ok(response) })
    }
}

fn list(circle: Circle, paging: &'static Paging) -> Call<Paged<crate::runtime::Value>> {
    let client = client().transport(circle).build().expect("all is given");
    client.call(Method::GET, "/things").paging(paging).into()
}

#[test]
fn a_circle_of_any_length_is_an_error() {
    let styles = [("cursor", &CURSOR), ("link", &LINK), ("link header", &HEADER), ("link in a path", &INTO_PATH)];
    let mut cells = 0;
    for (name, paging) in styles {
        for (start, length) in [(0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (0, 7), (5, 2), (3, 20), (40, 33), (0, 300)] {
            for fresh in [false, true] {
                let context = format!("{name}: {start} pages, then {length} in a circle; fresh: {fresh}");
                let (count, error) = block_on(async {
                    let (mut items, mut count) = (list(Circle { start, length, fresh }, paging).stream(), 0);
                    loop {
                        match items.next().await.expect("no end") {
                            Ok(_) => count += 1,
                            Err(error) => return (count, error),
                        }
                        assert!(count < 4 * (start + length) + 4, "{context}");
                    }
                });
                assert!(matches!(error, Error::Incomplete(_)), "{context}: {error}");
                assert!(count <= 3 * (start + length) + 2, "{context}: {count}");
                cells += 1;
            }
        }
    }
    println!("circles: {cells} cells");
    assert_eq!(cells, 80);
}

#[test]
fn a_walk_that_is_resumed_again_and_again_notices_a_circle_too() {
    let circle = Circle { start: 2, length: 5, fresh: false };
    let (mut kept, mut count): (Option<String>, usize) = (None, 0);
    let error = loop {
        let mut items = list(circle, &CURSOR).stream();
        if let Some(kept) = &kept {
            items = items.resume(&kept.parse::<Bookmark>().expect("a bookmark"));
        }
        match block_on(items.next()) {
            Some(Ok(_)) => count += 1,
            Some(Err(error)) => break error,
            None => panic!("it has no end: {kept:?}"),
        }
        assert!(count < 40);
        kept = Some(items.bookmark().to_string());
    };
    assert!(matches!(error, Error::Incomplete(_)), "{error}");
}

#[test]
fn a_long_list_is_no_circle() {
    #[derive(Clone, Copy)]
    struct Long;
    impl Transport for Long {
        fn send(&self, request: http::Request<Body>) -> TransportFuture {
            let here: u32 = request.uri().query().map_or(0, |query| query.trim_start_matches("after=").parse().expect("a number"));
            let next = (here < 5000).then_some(here + 1);
            let body = value!({ "data": [{ "id": here }], "next": next }).to_string();
            Box::pin(async move { Ok(http::Response::new(Body::from(body))) })
        }
    }
    let client = client().transport(Long).build().expect("all is given");
    let list: Call<Paged<crate::runtime::Value>> = client.call(Method::GET, "/things").paging(&CURSOR).into();
    assert_eq!(block_on(list.stream().collect()).expect("no error").len(), 5001);
}
