//! Items that are deleted, inserted and divided into other pages while a list is walked.

use serde_json::{Value, json as value};

use super::changing_server::{ChangingServer, FORMS, Form, Rows, STYLES, Style};
use crate::api::{PAGES, client};
use crate::runtime::{Body, Call, Error, Method, Paged, Transport, TransportFuture, Value as Json};
use crate::support::memory::block_on;

#[test]
fn what_is_walked_can_be_deleted_as_it_comes() {
    let mut cells = 0;
    for style in STYLES.into_iter().filter(|style| style.has_total()) {
        for form in FORMS {
            // Every item, or all but one of two, three, twenty.
            for keep in [u64::MAX, 2, 3, 20] {
                for size in [1, 5, 30] {
                    let context = format!("{style:?}, {form:?}, one of {keep} is kept, pages of {size}");
                    let server = ChangingServer::new(style, form, Rows::new(30, size), |_| {});
                    let (came, error) = server.walk_and(server.list().stream(), |rows, item| {
                        if (item + 1) % keep != 0 {
                            rows.delete_item(item);
                        }
                    });
                    assert!(error.is_none(), "{context}: {error:?}");
                    assert_eq!(came, (0..30).collect::<Vec<_>>(), "{context}");
                    let left = server.rows.lock().expect("no panic").alive();
                    assert!(left.iter().all(|item| (item + 1) % keep == 0), "{context}: {left:?}");
                    cells += 1;
                }
            }
        }
    }
    println!("deleted as they come: {cells} cells");
    assert_eq!(cells, 384);
}

/// What another caller does before a request is answered.
type Change = fn(&mut Rows);

const CHANGES: [(&str, Change); 10] = [
    ("five of the first page are deleted", |rows| (0..5).for_each(|_| rows.delete(0))),
    ("the first item is deleted", |rows| rows.delete(0)),
    ("the last item that came is deleted", |rows| rows.delete(9)),
    ("a page that came is deleted", |rows| (0..5).for_each(|_| rows.delete(5))),
    ("items behind the place are deleted", |rows| (0..7).for_each(|_| rows.delete(12))),
    ("items on both sides are deleted", |rows| [3, 3, 20].into_iter().for_each(|at| rows.delete(at))),
    ("one is inserted at the beginning", |rows| rows.insert(0)),
    ("a page and a half are inserted at the beginning", |rows| (0..7).for_each(|_| rows.insert(0))),
    ("items are inserted at the end", |rows| (0..7).for_each(|_| rows.insert(rows.alive().len()))),
    ("all but the last are deleted", |rows| (0..29).for_each(|_| rows.delete(0))),
];

#[test]
fn what_others_change_makes_nothing_vanish() {
    let (mut cells, mut incomplete) = (0, Vec::new());
    for style in STYLES.into_iter().filter(|style| style.has_total()) {
        for form in FORMS {
            for (name, change) in CHANGES {
                for at in [2, 3] {
                    for ahead in [0, 3] {
                        let context = format!("{style:?}, {form:?}, before request {at}, {ahead} pages ahead: {name}");
                        let server = ChangingServer::new(style, form, Rows::new(30, 5), move |rows| {
                            if rows.requests == at {
                                change(rows);
                            }
                        });
                        let (came, error) = server.walk(server.list().stream().read_ahead(ahead));
                        let left = server.rows.lock().expect("no panic").alive();
                        for item in &came {
                            assert_eq!(came.iter().filter(|other| *other == item).count(), 1, "{context}: {came:?}");
                        }
                        match error {
                            None => {
                                let missing: Vec<_> = left.iter().filter(|item| **item < 1000 && !came.contains(item)).collect();
                                assert!(missing.is_empty(), "{context}: {missing:?} did not come");
                            }
                            Some(Error::Incomplete(_)) => incomplete.push(context),
                            Some(error) => panic!("{context}: {error}"),
                        }
                        cells += 1;
                    }
                }
            }
        }
    }
    println!("changed by others: {cells} cells, {} of them incomplete", incomplete.len());
    incomplete.iter().for_each(|context| println!("    {context}"));
    assert_eq!(cells, 1280);
    assert!(incomplete.len() * 4 < cells, "{}", incomplete.len());
}

#[test]
fn pages_of_another_size_make_nothing_vanish() {
    for (before, after) in [(5, 3), (3, 5), (5, 10), (10, 1)] {
        for form in [Form::NumberIds, Form::StringIds] {
            let server = ChangingServer::new(Style::Page, form, Rows::new(40, before), move |rows| {
                if rows.requests == 3 {
                    rows.size = after;
                }
            });
            let (came, error) = server.walk(server.list().stream());
            assert!(error.is_none(), "{before} to {after}: {error:?}");
            assert_eq!(came, (0..40).collect::<Vec<_>>(), "{before} to {after}");
        }
    }
}

/// Answers page by page with these items and totals; the last answer is given to all further requests for its page.
#[derive(Clone)]
struct Pages(Vec<(Value, i64)>);

impl Transport for Pages {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let number: usize = request.uri().query().map_or(1, |query| query.trim_start_matches("page=").parse().expect("a number"));
        let (items, total) = self.0.get(number - 1).cloned().unwrap_or((value!([]), 0));
        let meta = value!({ "pagination": { "total": total, "current_page": number, "total_pages": self.0.len() } });
        let body = value!({ "data": items, "meta": meta }).to_string();
        Box::pin(async move { Ok(http::Response::new(Body::from(body))) })
    }
}

fn walk(pages: &[(Value, i64)]) -> (Vec<Json>, Option<Error>) {
    let client = client().transport(Pages(pages.to_vec())).build().expect("all is given");
    let list: Call<Paged<Json>> = client.call(Method::GET, "/things").paging(&PAGES).into();
    block_on(async {
        let (mut items, mut all) = (list.stream(), Vec::new());
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => all.push(item),
                Err(error) => return (all, Some(error)),
            }
        }
        (all, None)
    })
}

#[test]
fn equal_items_that_the_server_holds_come_as_often_as_they_are_there() {
    for (first, second) in [
        (value!([1, 1, 1]), value!([1, 1, 2])),
        (value!([{ "a": 1 }, { "a": 1 }]), value!([{ "a": 1 }, { "a": 2 }])),
        (value!([{ "id": null }, { "id": null }]), value!([{ "id": null }, {}])),
        // The id of something else, which is there twice: on one page, across pages, or at the edge of two pages.
        (value!([{ "id": 1, "a": 1 }, { "id": 1, "a": 2 }]), value!([{ "id": 1, "a": 3 }, { "id": 2 }])),
        (value!([{ "id": 1, "a": 1 }, { "id": 2 }]), value!([{ "id": 3 }, { "id": 1, "a": 2 }])),
        (value!([{ "id": 1 }, { "id": 2, "a": 1 }]), value!([{ "id": 2, "a": 2 }, { "id": 3 }])),
    ] {
        let count = |items: &Value| items.as_array().expect("an array").len();
        let total = i64::try_from(count(&first) + count(&second)).expect("small");
        let (came, error) = walk(&[(first.clone(), total), (second.clone(), total)]);
        assert!(error.is_none(), "{first}, {second}: {error:?}");
        let expected: Vec<Value> = [first, second].iter().flat_map(|page| page.as_array().expect("an array").clone()).collect();
        assert_eq!(value!(came), value!(expected));
    }
}

#[test]
fn a_total_that_is_wrong_from_the_beginning_is_an_error() {
    for total in [0, 1, 3, 5, 1_000_000, i64::MAX] {
        let (came, error) = walk(&[(value!([{ "id": 1 }, { "id": 2 }]), total), (value!([{ "id": 3 }, { "id": 4 }]), total)]);
        assert_eq!(came.len(), 4, "{total}");
        assert!(matches!(error, Some(Error::Incomplete(_))), "{total}: {error:?}");
    }
}

#[test]
fn totals_that_never_agree_end() {
    // Each page says something else about the list, which does not change.
    for totals in [[9, 2, 7, 1], [1, 2, 3, 4], [4, 3, 2, 1], [i64::MAX, 0, i64::MAX, 0]] {
        let pages: Vec<_> = totals.into_iter().enumerate().map(|(at, total)| (value!([{ "id": at }]), total)).collect();
        let (came, error) = walk(&pages);
        let ids: Vec<_> = came.iter().map(|item| item["id"].clone()).collect();
        assert!(ids.iter().enumerate().all(|(at, id)| *id == value!(at)), "{totals:?}: {ids:?}");
        assert!(error.is_none_or(|error| matches!(error, Error::Incomplete(_))), "{totals:?}");
    }
}
