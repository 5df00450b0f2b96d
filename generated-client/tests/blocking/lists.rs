//! Lists: iterators over items and pages, and their ends.

use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tallyfy::Error;

use crate::support::server::{Act, Server, json, read_head};
use crate::{client, page};

fn three() -> [Act; 2] {
    [page(1, 2, 3, &["1", "2"]), page(2, 2, 3, &["3"])]
}

#[test]
fn items_of_all_pages_come_as_they_are_needed() {
    let server = Server::start(three());
    let mut items = client(&server.url()).groups().list().per_page(2).items();
    assert_eq!(server.received().len(), 0, "nothing is asked before");
    let mut next = || items.next().map(|group| group.expect("a group").id);
    assert_eq!((next().as_deref(), next().as_deref()), (Some("1"), Some("2")));
    assert_eq!(server.received().len(), 1, "the second page is not needed yet");
    assert_eq!((next().as_deref(), next(), next()), (Some("3"), None, None));
    assert_eq!(server.targets(), ["/organizations/acme/groups?per_page=2", "/organizations/acme/groups?per_page=2&page=2"]);
}

#[test]
fn pages_come_one_by_one() {
    let server = Server::start(three());
    let pages: Result<Vec<_>, Error> = client(&server.url()).groups().list().pages().collect();
    let facts: Vec<_> = pages.expect("two pages").iter().map(|page| (page.len(), page.total, page.number)).collect();
    assert_eq!(facts, [(2, Some(3), Some(1)), (1, Some(3), Some(2))]);
}

#[test]
fn a_call_of_a_list_is_one_page() {
    let server = Server::start(three());
    let page = client(&server.url()).groups().list().send().expect("a page");
    assert_eq!((page.len(), page.total), (2, Some(3)));
    assert_eq!(server.received().len(), 1);
}

/// The row of the iterator that is stopped half-way.
#[test]
fn an_iterator_that_is_dropped_asks_no_further() {
    let server = Server::start([page(1, 9, 18, &["1", "2"]), page(2, 9, 18, &["3", "4"])]);
    let client = client(&server.url());
    for group in client.groups().list().items() {
        if group.expect("a group").id == "3" {
            break;
        }
    }
    assert_eq!(server.received().len(), 2);
    let server = Server::start([page(1, 9, 18, &["1", "2"])]);
    let two = crate::client(&server.url()).groups().list().items().limit(2).count();
    assert_eq!((two, server.received().len()), (2, 1));
}

/// A page that was asked for in advance, and is under way, is given up: the server sees that its connection is closed.
#[test]
fn pages_in_advance_are_given_up_with_the_iterator() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (seen, sees) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let seen = seen.clone();
            thread::spawn(move || answer_the_first_page_only(&stream, &seen));
        }
    });
    let client = client(&url);
    // Requests make progress while an item is waited for: on a busy machine the second one may not be on its way when the items of
    // the first page are there.
    for _ in 0..50 {
        let mut items = client.groups().list().items().read_ahead(1);
        items.next().expect("an item").expect("a group");
        items.next().expect("an item").expect("a group");
        let Ok(target) = sees.recv_timeout(Duration::from_millis(200)) else { continue };
        assert_eq!(target, "/organizations/acme/groups?page=2");
        drop(items);
        assert_eq!(sees.recv_timeout(Duration::from_secs(10)).expect("it is seen soon"), "closed");
        return;
    }
    panic!("no page was asked for in advance");
}

fn answer_the_first_page_only(mut stream: &TcpStream, seen: &mpsc::Sender<String>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_head(&mut reader) {
        if request.target.contains("page=") {
            let _ = seen.send(request.target);
            let closed = reader.read(&mut [0]).unwrap_or_default() == 0;
            let _ = seen.send(if closed { "closed" } else { "goes on" }.to_owned());
            return;
        }
        let Act::Reply(reply) = page(1, 9, 18, &["1", "2"]) else { return };
        let _ = stream.write_all(&reply);
    }
}

#[test]
fn an_error_comes_in_the_place_of_its_page_and_ends_the_iterator() {
    let server = Server::start([page(1, 2, 3, &["1", "2"]), json(403, r#"{"message":"not yours"}"#)]);
    let mut items = client(&server.url()).groups().list().items();
    let came: Vec<_> = items.by_ref().map(|group| group.map(|group| group.id).map_err(|error| error.status())).collect();
    assert_eq!(came, [Ok("1".to_owned()), Ok("2".to_owned()), Err(Some(tallyfy::StatusCode::FORBIDDEN))]);
    assert!(items.next().is_none());
}

#[test]
fn a_list_is_never_silently_short() {
    let server = Server::start([page(1, 2, 4, &["1", "2"]), page(2, 2, 4, &["3"])]);
    let all: Result<Vec<_>, Error> = client(&server.url()).groups().list().items().collect();
    assert!(all.is_err());
}

#[test]
fn a_bookmark_continues_with_either_client() {
    let server = Server::start(three().into_iter().chain([page(2, 2, 3, &["3"])]));
    let client = client(&server.url());
    let mut items = client.groups().list().items();
    assert_eq!(items.by_ref().take(2).count(), 2);
    let bookmark: tallyfy::Bookmark = items.bookmark().to_string().parse().expect("a bookmark");
    let rest = |items: tallyfy::blocking::Items<tallyfy::types::Group>| items.map(|group| group.expect("a group").id).collect::<Vec<_>>();
    assert_eq!(rest(client.groups().list().items().resume(&bookmark)), ["3"]);
    let pages = client.groups().list().pages().resume(&bookmark);
    assert_eq!(pages.map(|page| page.expect("a page").len()).sum::<usize>(), 1);
}

#[test]
fn pages_are_read_ahead_and_read_again() {
    let server = Server::start(three());
    let ahead = client(&server.url()).groups().list().items().read_ahead(3).count();
    let server = Server::start([page(1, 2, 3, &["1", "2"]), page(2, 2, 3, &["3"]), page(1, 2, 3, &["1", "2"]), page(2, 2, 3, &["3"])]);
    let checked = client(&server.url()).groups().list().items().checked();
    let checked: Vec<_> = checked.map(|group| group.expect("a group").id).collect();
    assert_eq!((ahead, checked.len()), (3, 3), "{checked:?}");
}
