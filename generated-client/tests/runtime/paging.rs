//! Walks over lists: complete, or an error.

use serde_json::{Value, json as value};

use crate::api::{PAGES, against, said};
use crate::runtime::{Call, Client, Error, Method, Page, Paged, Paging, PagingStyle};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, json, reply};

fn list(client: &Client, paging: &'static Paging) -> Call<Paged<i64>> {
    client.call(Method::GET, "/things").paging(paging).into()
}

/// Walks the list that a server answers with, to its end or to an error.
fn walk(server: &Server, paging: &'static Paging) -> (Vec<i64>, Option<Error>) {
    let (client, _) = against(server);
    drain(list(&client, paging))
}

fn drain(call: Call<Paged<i64>>) -> (Vec<i64>, Option<Error>) {
    block_on(async {
        let (mut stream, mut items, mut error) = (call.stream(), Vec::new(), None);
        while let Some(item) = stream.next().await {
            assert!(error.is_none(), "an error is the last thing that comes");
            match item {
                Ok(item) => items.push(item),
                Err(problem) => error = Some(problem),
            }
        }
        assert!(stream.next().await.is_none(), "an end is an end");
        (items, error)
    })
}

fn page(items: &[i64], total: i64, current: i64, last: i64) -> Act {
    let meta = value!({ "pagination": { "total": total, "current_page": current, "total_pages": last, "links": [] } });
    json(200, &value!({ "data": items, "meta": meta }).to_string())
}

#[test]
fn one_page_comes_with_its_numbers_and_all_else_that_the_server_says() {
    let server = Server::start([json(
        200,
        r#"{"data": [1, 2], "meta": {"pagination": {"total": "7", "current_page": 2, "total_pages": 4, "links": {"next": "http://x/?page=3"}}, "overdue": 1}, "new": []}"#,
    )]);
    let (client, _) = against(&server);
    let page: Page<i64> = block_on(list(&client, &PAGES).into_future()).expect("a page");
    let mut items = Vec::new();
    for item in &page {
        items.push(*item);
    }
    assert_eq!(items, *page);
    assert_eq!((page.items.as_slice(), page.total, page.number, page.last), (&[1, 2][..], Some(7), Some(2), Some(4)));
    assert_eq!(page.next_page(), Some("http://x/?page=3"));
    assert_eq!(page.info().get("new"), Some(&value!([])));
    assert_eq!(page.info()["meta"]["overdue"], 1);
    assert_eq!((page.len(), page.iter().sum::<i64>(), page.into_iter().last()), (2, 3, Some(2)));
}

#[test]
fn every_page_is_fetched_and_an_empty_one_in_the_middle_is_no_end() {
    let server = Server::start([page(&[1, 2], 3, 1, 3), page(&[], 3, 2, 3), page(&[3], 3, 3, 3)]);
    let (items, error) = walk(&server, &PAGES);
    assert_eq!(items, [1, 2, 3]);
    assert!(error.is_none());
    assert_eq!(server.targets(), ["/things", "/things?page=2", "/things?page=3"]);
}

#[test]
fn a_walk_that_is_broken_off_fetches_nothing_more() {
    let server = Server::start([page(&[1, 2], 4, 1, 2)]);
    let (client, _) = against(&server);
    block_on(async {
        let mut stream = list(&client, &PAGES).stream();
        assert_eq!(stream.next().await.and_then(Result::ok), Some(1));
        assert_eq!(stream.next().await.and_then(Result::ok), Some(2));
    });
    assert_eq!(server.received().len(), 1);
}

#[test]
fn links_of_any_shape_say_what_they_say() {
    let links = |links: Value, data: &[i64]| json(200, &value!({ "data": data, "meta": { "pagination": { "links": links } } }).to_string());
    for nothing in [value!([]), value!({}), value!(null), value!({ "next": null }), value!({ "next": "" }), value!("x")] {
        let server = Server::start([links(value!({ "next": "http://x/?page=2" }), &[1]), links(nothing.clone(), &[2])]);
        let (items, error) = walk(&server, &PAGES);
        assert_eq!((items, error.is_none()), (vec![1, 2], true), "{nothing}");
    }
}

#[test]
fn without_any_counter_there_is_one_page() {
    for body in [r#"{"data": [1]}"#, "[1]", r#"{"data": {"0": 1}}"#, r#"{"data": [1], "meta": []}"#] {
        let server = Server::start([json(200, body)]);
        assert_eq!(walk(&server, &PAGES).0, [1], "{body}");
    }
    for body in ["", "[]", "{}", r#"{"data": []}"#, r#"{"data": null}"#] {
        let server = Server::start([json(200, body)]);
        let (items, error) = walk(&server, &PAGES);
        assert!(items.is_empty() && error.is_none(), "{body}: {error:?}");
    }
}

#[test]
fn a_list_whose_count_is_left_out_is_one_page_and_without_a_declared_one_ends_with_an_empty_page() {
    static NOTHING: Paging = Paging { total: None, current: None, last: None, next: None, ..PAGES };
    static TOTAL: Paging = Paging { total: Some("/total"), ..NOTHING };
    static CURRENT: Paging = Paging { current: Some("/current"), ..NOTHING };
    static LAST: Paging = Paging { last: Some("/last"), ..NOTHING };
    static NEXT: Paging = Paging { next: Some("/next"), ..NOTHING };
    for (paging, all) in [(&TOTAL, vec![1]), (&CURRENT, vec![1]), (&LAST, vec![1]), (&NEXT, vec![1]), (&NOTHING, vec![1, 2])] {
        let server = Server::start([r#"{"data": [1]}"#, r#"{"data": [2]}"#, r#"{"data": []}"#].map(|body| json(200, body)));
        let (items, error) = walk(&server, paging);
        assert!(error.is_none(), "{paging:?}: {error:?}");
        assert_eq!(items, all, "{paging:?}");
    }
}

#[test]
fn a_counter_that_lies_is_an_error_after_what_came() {
    for (acts, items, problem) in [
        // Fewer pages than the total needs.
        (vec![page(&[1, 2], 5, 1, 1)], vec![1, 2], "the server reports 5 items, but 2 were received"),
        // More than the total.
        (vec![page(&[1, 2], 2, 1, 2), page(&[3], 2, 2, 2)], vec![1, 2, 3], "the server reports 2 items, but 3 were received"),
        // A server that does not look at the page it is asked for.
        (vec![page(&[1, 2], 4, 1, 2), page(&[1, 2], 4, 1, 2)], vec![1, 2], "the server sent page 1 in place of page 2"),
    ] {
        let (came, error) = walk(&Server::start(acts), &PAGES);
        let error = error.expect(problem);
        assert!(matches!(error, Error::Incomplete(_)));
        assert_eq!((came, said(&error)), (items, format!("GET /things: {problem}")));
    }
}

#[test]
fn empty_pages_without_end_are_an_error() {
    let acts = (1..200).map(|number| page(&[], 1, number, number + 1));
    let server = Server::start(acts);
    let (items, error) = walk(&server, &PAGES);
    assert!(items.is_empty());
    assert_eq!(error.map(|error| said(&error)).as_deref(), Some("GET /things: 100 pages in a row without a new item"));
}

#[test]
fn a_page_that_cannot_be_read_is_an_error_at_its_place_not_an_end() {
    let server = Server::start([page(&[1], 2, 1, 2), json(200, r#"{"data": ["x"]}"#)]);
    let (items, error) = walk(&server, &PAGES);
    assert_eq!(items, [1]);
    assert_eq!(
        error.map(|error| said(&error)).as_deref(),
        Some("GET /things: 200 OK: expected an integer, found the string \"x\" at data[0]")
    );
    let server = Server::start([page(&[1], 2, 1, 2), json(200, r#"{"message": "no list"}"#)]);
    let (_, error) = walk(&server, &PAGES);
    assert_eq!(error.map(|error| said(&error)).as_deref(), Some("GET /things: 200 OK: missing field `data`"));
    let server = Server::start([page(&[1], 2, 1, 2), json(403, "{}")]);
    assert!(walk(&server, &PAGES).1.is_some_and(|error| error.is_forbidden()));
}

#[test]
fn a_walk_from_a_later_page_on_does_not_check_the_count() {
    let server = Server::start([page(&[3], 5, 2, 3), page(&[4], 5, 3, 3)]);
    let (client, _) = against(&server);
    let call: Call<Paged<i64>> = client.call(Method::GET, "/things").query("page", 2).query("per_page", 2).paging(&PAGES).into();
    let (items, error) = drain(call);
    assert_eq!((items, error.is_none()), (vec![3, 4], true));
    assert_eq!(server.targets(), ["/things?page=2&per_page=2", "/things?page=3&per_page=2"]);
}

#[test]
fn whole_pages_can_be_walked_too() {
    let server = Server::start([page(&[1, 2], 3, 1, 2), page(&[3], 3, 2, 2)]);
    let (client, _) = against(&server);
    let pages = block_on(async {
        let (mut pages, mut lengths) = (list(&client, &PAGES).pages(), Vec::new());
        while let Some(page) = pages.next().await {
            lengths.push(page.map(|page| page.len()).expect("a page"));
        }
        lengths
    });
    assert_eq!(pages, [2, 1]);
    let server = Server::start([page(&[1], 1, 1, 1)]);
    let (client, _) = against(&server);
    assert_eq!(block_on(list(&client, &PAGES).stream().collect()).expect("all of it"), [1]);
}

#[test]
fn a_deadline_holds_for_the_whole_walk() {
    let server = Server::start((1..9).map(|number| page(&[number], 9, number, 9)));
    let (client, clock) = against(&server);
    let mut stream = list(&client, &PAGES).deadline(std::time::Duration::from_secs(10)).stream();
    block_on(async {
        stream.next().await.expect("an item").expect("in time");
        clock.advance(std::time::Duration::from_secs(9));
        stream.next().await.expect("an item").expect("in time");
    });
    assert_eq!(clock.limits(), [10, 1].map(std::time::Duration::from_secs));
}

static OFFSET: Paging = Paging {
    style: PagingStyle::Offset { param: "offset" },
    size: Some("limit"),
    items: "/result/rows",
    total: Some("/result/count"),
    current: None,
    last: None,
    next: None,
};

#[test]
fn by_offset() {
    let rows = |rows: &[i64], count: i64| json(200, &value!({ "result": { "rows": rows, "count": count } }).to_string());
    let server = Server::start([rows(&[1, 2], 3), rows(&[3], 3)]);
    let (items, error) = walk(&server, &OFFSET);
    assert_eq!((items, error.is_none()), (vec![1, 2, 3], true));
    assert_eq!(server.targets(), ["/things", "/things?offset=2"]);
    let (items, error) = walk(&Server::start([rows(&[1, 2], 3), rows(&[], 3)]), &OFFSET);
    assert_eq!(items, [1, 2]);
    assert!(error.is_some_and(|error| error.to_string().ends_with("the server reports 3 items, but 2 were received")));
}

/// What leads to the next page is in the page.
const BY_NEXT: Paging = Paging {
    style: PagingStyle::NextLink { keep: &[], path: None },
    size: None,
    items: "/items",
    total: None,
    current: None,
    last: None,
    next: Some("/next"),
};

static CURSOR: Paging = Paging { style: PagingStyle::Cursor { param: "after" }, ..BY_NEXT };

#[test]
fn by_cursor() {
    let rows = |items: &[i64], next: Value| json(200, &value!({ "items": items, "next": next }).to_string());
    let server = Server::start([rows(&[1], value!("a b/c")), rows(&[], value!(17)), rows(&[2], value!(null))]);
    let (items, error) = walk(&server, &CURSOR);
    assert_eq!((items, error.is_none()), (vec![1, 2], true));
    assert_eq!(server.targets(), ["/things", "/things?after=a%20b%2Fc", "/things?after=17"]);
    let (items, error) = walk(&Server::start([rows(&[1], value!("x")), rows(&[2], value!("x"))]), &CURSOR);
    assert_eq!(items, [1, 2]);
    assert!(error.is_some_and(|error| error.to_string().ends_with("the server's next page is the current page")));
}

static LINK: Paging = Paging { style: PagingStyle::NextLink { keep: &[], path: None }, ..BY_NEXT };
static HEADER: Paging = Paging { style: PagingStyle::LinkHeader, items: "", next: None, ..BY_NEXT };

#[test]
fn by_address() {
    let rows = |items: &[i64], next: &str| json(200, &value!({ "items": items, "next": next }).to_string());
    let server = Server::start([rows(&[1], "/more?at=2"), rows(&[2], "?at=3"), rows(&[3], "")]);
    let (items, error) = walk(&server, &LINK);
    assert_eq!((items, error.is_none()), (vec![1, 2, 3], true));
    assert_eq!(server.targets(), ["/things", "/more?at=2", "/more?at=3"]);

    let elsewhere = Server::start([]);
    let (items, error) = walk(&Server::start([rows(&[1], &elsewhere.url())]), &LINK);
    assert!(items.is_empty() && elsewhere.received().is_empty());
    assert!(error.is_some_and(|error| error.to_string().contains("on another host")));
}

static FURTHER: Paging =
    Paging { style: PagingStyle::NextLink { keep: &["version"], path: Some(("/{owner}/more/{link}", "link")) }, ..BY_NEXT };

#[test]
fn by_what_is_put_into_another_path() {
    let rows = |next: &str| json(200, &value!({ "items": [1], "next": next }).to_string());
    let server = Server::start([rows("two?at=2"), rows("x/three?Version=7&at=3#end"), rows("")]);
    let (client, _) = against(&server);
    let call: Call<Paged<i64>> = client
        .call(Method::GET, "/{owner}/things")
        .path("owner", "a/b")
        .query("version", "1 2")
        .query("only", "first")
        .paging(&FURTHER)
        .into();
    assert_eq!(block_on(call.stream().collect()).expect("three pages"), [1, 1, 1]);
    assert_eq!(
        server.targets(),
        ["/a%2Fb/things?version=1%202&only=first", "/a%2Fb/more/two?at=2&version=1%202", "/a%2Fb/more/x/three?at=3&version=1%202",]
    );
}

#[test]
fn whole_addresses_need_no_path_and_stay_on_their_host() {
    let elsewhere = Server::start([]);
    let (items, error) = walk(&Server::start([json(200, &value!({ "items": [1], "next": elsewhere.url() }).to_string())]), &FURTHER);
    assert!(items.is_empty() && elsewhere.received().is_empty());
    assert!(error.is_some_and(|error| error.to_string().contains("on another host")));
}

#[test]
fn by_the_link_header() {
    let with = |link: &str, body: &str| Act::Reply(reply(200, &[("link", link)], body));
    let server = Server::start([
        with(r#"</things?p=1>; rel="first prev", </things?p=2>; title="a, b"; rel="next""#, "[1]"),
        with("</things?p=3>; rel=next", "[2]"),
        with(r#"</things?p=1>; rel="first""#, "[3]"),
    ]);
    let (items, error) = walk(&server, &HEADER);
    assert_eq!((items, error.is_none()), (vec![1, 2, 3], true));
    assert_eq!(server.targets(), ["/things", "/things?p=2", "/things?p=3"]);
}

#[test]
fn each_page_has_the_status_and_the_headers_of_its_response() {
    let page = |number: i64, status: u16| {
        let body = value!({ "data": [number], "meta": { "pagination": { "current_page": number, "total_pages": 2, "total": 2 } } });
        Act::Reply(reply(status, &[("x-request-id", &format!("r{number}"))], &body.to_string()))
    };
    let server = Server::start([page(1, 200), page(2, 206), page(1, 203)]);
    let (client, _) = against(&server);
    block_on(async {
        let mut pages = list(&client, &PAGES).pages();
        for (status, id) in [(200, "r1"), (206, "r2")] {
            let page = pages.next().await.expect("a page").expect("readable");
            assert_eq!((page.status().as_u16(), page.headers()["x-request-id"].to_str().expect("text")), (status, id));
            assert!(!format!("{page:?}").contains("x-request-id"), "headers may hold secrets: {page:?}");
        }
        assert!(pages.next().await.is_none());
        let page = list(&client, &PAGES).await.expect("a page");
        assert_eq!((page.status().as_u16(), page.headers()["x-request-id"].to_str().expect("text")), (203, "r1"));
    });
}
