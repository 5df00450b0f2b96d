//! Walks that stop, and are resumed at a bookmark after the list has changed.

use super::changing_server::{ChangingServer, FORMS, Form, Rows, STYLES};
use crate::api::{PAGES, client};
use crate::runtime::{Body, Bookmark, Call, Error, Method, Paged, Transport, TransportFuture, Value};
use crate::support::memory::block_on;

/// What happens to the list while nobody walks it.
type Change = fn(&mut Rows);

const CHANGES: [(&str, Change); 6] = [
    ("nothing", |_| {}),
    ("the first is deleted", |rows| rows.delete(0)),
    ("three are deleted", |rows| (0..3).for_each(|_| rows.delete(1))),
    ("one is inserted at the beginning", |rows| rows.insert(0)),
    ("a page is inserted at the beginning", |rows| (0..4).for_each(|_| rows.insert(0))),
    ("the last are deleted", |rows| (0..3).for_each(|_| rows.delete(rows.alive().len() - 1))),
];

#[test]
fn a_bookmark_finds_its_place_in_a_list_that_has_changed() {
    let (mut cells, mut incomplete) = (0, 0);
    for style in STYLES.into_iter().filter(|style| style.has_total()) {
        for form in FORMS {
            for (name, change) in CHANGES {
                for taken in 0..=14 {
                    let context = format!("{style:?}, {form:?}, {name}, after {taken} items");
                    let server = ChangingServer::new(style, form, Rows::new(14, 4), |_| {});
                    let mut walk = server.list().stream();
                    let mut came: Vec<u64> = Vec::new();
                    for _ in 0..taken {
                        let item = block_on(walk.next()).expect("an item").expect("no error");
                        came.push(form.number(&item));
                    }
                    let bookmark = walk.bookmark().to_string();
                    assert!(bookmark.len() < 250, "{context}: {bookmark}");
                    change(&mut server.rows.lock().expect("no panic"));
                    let from: Bookmark = bookmark.parse().expect("a bookmark");
                    let resumed = server.list().stream().resume(&from);
                    assert_eq!(resumed.bookmark(), from, "{context}: nothing has been fetched");
                    let (rest, error) = server.walk(resumed);
                    came.extend(rest);
                    for item in &came {
                        assert_eq!(came.iter().filter(|other| *other == item).count(), 1, "{context}: {came:?}");
                    }
                    let left = server.rows.lock().expect("no panic").alive();
                    let missing: Vec<_> = left.iter().filter(|item| **item < 1000 && !came.contains(item)).collect();
                    match error {
                        None => assert!(missing.is_empty(), "{context}: {missing:?} did not come"),
                        Some(Error::Incomplete(_)) if name != "nothing" => incomplete += 1,
                        Some(error) => panic!("{context}: {error}"),
                    }
                    cells += 1;
                }
            }
        }
    }
    println!("resumed: {cells} cells, {incomplete} of them incomplete");
    assert_eq!(cells, 2880);
    assert!(incomplete * 4 < cells, "{incomplete}");
}

#[test]
fn a_bookmark_holds_no_more_than_a_page_of_hashes() {
    for size in [1, 8, 50, 100] {
        let server = ChangingServer::new(STYLES[0], Form::StringIds, Rows::new(350, size), |_| {});
        let mut walk = server.list().stream();
        let mut longest = 0;
        while let Some(item) = block_on(walk.next()) {
            item.expect("no error");
            longest = longest.max(walk.bookmark().to_string().len());
        }
        // Eleven characters each, and what else there is.
        assert!(longest <= 11 * size.max(8) + 80, "{size}: {longest}");
    }
}

#[test]
fn a_walk_that_ended_short_ends_short_again_when_it_is_resumed() {
    #[derive(Clone)]
    struct Short;
    impl Transport for Short {
        fn send(&self, _: http::Request<Body>) -> TransportFuture {
            let body = r#"{"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":3,"current_page":1,"total_pages":1}}}"#;
            Box::pin(async move { Ok(http::Response::new(Body::from(body))) })
        }
    }
    let client = client().transport(Short).build().expect("all is given");
    let list = || Call::<Paged<Value>>::from(client.call(Method::GET, "/things").paging(&PAGES)).stream();
    block_on(async {
        let mut walk = list();
        for _ in 0..2 {
            walk.next().await.expect("an item").expect("no error");
        }
        for when in ["before the error", "after it"] {
            let mut resumed = list().resume(&walk.bookmark());
            let error = resumed.next().await.expect("an error").expect_err("short");
            assert!(matches!(error, Error::Incomplete(_)), "{when}: {error}");
            if let Some(error) = walk.next().await {
                error.expect_err("short");
            }
        }
    });
}
