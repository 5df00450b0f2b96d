//! Files and pages from and to a server that misbehaves in every way that it knows.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use http_body::Frame;
use serde_json::json as value;

use crate::api::{PAGES, against, call};
use crate::runtime::{
    Binary, Body, Bytes, Call, Client, Delivery, Download, Error, File, Items, Method, Paged, Paging, PagingStyle, Transport,
    TransportError, TransportErrorKind, TransportFuture,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, json, reply};

fn ok(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

/// Sends a part of a response, and nothing more until the client's patience has ended.
fn stalling(part: Vec<u8>, clock: &FakeClock) -> Act {
    let clock = clock.clone();
    Act::Stall(part, Box::new(move || clock.time_out()))
}

fn on(server: &Server, clock: &FakeClock) -> Client {
    crate::api::client().base_url(server.url()).clock(clock.clone()).build().expect("all is given")
}

fn file(client: &Client) -> Call<Binary> {
    client.call(Method::GET, "/files/1").into()
}

async fn all(mut download: Download) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = download.next().await {
        bytes.extend_from_slice(&piece?);
    }
    Ok(bytes)
}

#[test]
fn a_download_that_trickles_in_is_whole() {
    let content = "0123456789".repeat(50);
    let chunked = ok("transfer-encoding: chunked", b"3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
    let server = Server::start([Act::Trickle(reply(200, &[], &content)), Act::Trickle(chunked)]);
    let (client, _) = against(&server);
    block_on(async {
        assert_eq!(all(file(&client).download().await.expect("begun")).await.expect("whole"), content.as_bytes());
        assert_eq!(all(file(&client).download().await.expect("begun")).await.expect("whole"), b"abcd");
    });
}

/// A body that breaks off, and notes that it is dropped.
struct Breaking(#[allow(dead_code, reason = "it is counted")] Arc<()>);

impl http_body::Body for Breaking {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "it breaks off"))))
    }
}

struct Breaks(Arc<()>);

impl Transport for Breaks {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let body = Body::stream(Breaking(self.0.clone()));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[test]
fn a_download_that_has_failed_keeps_no_connection() {
    let connection = Arc::new(());
    let client = crate::api::client().transport(Breaks(connection.clone())).build().expect("all is given");
    block_on(async {
        let mut download = file(&client).download().await.expect("begun");
        assert_eq!(Arc::strong_count(&connection), 3);
        assert!(download.next().await.is_some_and(|piece| piece.is_err()));
        assert_eq!(Arc::strong_count(&connection), 2);
        assert!(download.next().await.is_none());
    });
}

#[test]
fn a_download_before_its_first_byte_is_asked_for_again() {
    let clock = FakeClock::default();
    let server = Server::start([
        Act::Cut,
        Act::Reset(Vec::new()),
        Act::Reply(reply(503, &[], "")),
        stalling(Vec::new(), &clock),
        Act::Reply(reply(200, &[], "whole")),
    ]);
    let client = on(&server, &clock);
    let whole = block_on(async { all(file(&client).retries(4).download().await.expect("begun")).await });
    assert_eq!((whole.expect("whole"), server.received().len()), (b"whole".to_vec(), 5));
}

#[test]
fn what_comes_beyond_the_length_is_no_part_of_a_download() {
    let server = Server::start([Act::ReplyAndClose(ok("content-length: 4", b"whole and more"))]);
    let (client, _) = against(&server);
    assert_eq!(block_on(async { all(file(&client).download().await.expect("begun")).await }).expect("whole"), b"whol");
}

#[test]
fn an_encoding_of_a_download_that_nobody_asked_for_is_left_as_it_is() {
    // What a file is, only its owner knows: a compressed one is not unpacked behind his back.
    let zipped = b"\x1f\x8b\x08\x00\x00";
    let server = Server::start([
        Act::Reply(ok("content-length: 5\r\ncontent-encoding: gzip", zipped)),
        Act::Reply(ok("content-length: 5\r\ncontent-encoding: gzip", zipped)),
    ]);
    let (client, _) = against(&server);
    let download = block_on(file(&client).download()).expect("begun");
    assert_eq!(download.headers().get("content-encoding").map(|value| value.as_bytes()), Some(&b"gzip"[..]));
    assert_eq!(block_on(all(download)).expect("whole"), zipped);
    assert_eq!(&block_on(file(&client).into_future()).expect("whole")[..], zipped);
    assert!(server.received().iter().all(|request| request.header("accept-encoding").is_none()));
}

#[test]
fn of_repeated_headers_a_download_takes_the_first() {
    let headers = [
        ("content-type", "image/png"),
        ("content-type", "text/html"),
        ("content-disposition", "attachment; filename=a.png"),
        ("content-disposition", "attachment; filename=b.png"),
    ];
    let server = Server::start([Act::Reply(reply(200, &headers, "x"))]);
    let download = block_on(file(&against(&server).0).download()).expect("begun");
    assert_eq!((download.media_type(), download.file_name().as_deref()), (Some("image/png"), Some("a.png")));
    assert_eq!(download.headers().get_all("content-type").iter().count(), 2);
}

/// A file that comes in pieces.
struct Pieces(usize);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from(vec![b'x'; 64 * 1024]))))
    }
}

fn upload(client: &Client, pieces: usize) -> Result<serde_json::Value, Error> {
    call(client.call(Method::PUT, "/files").part("file", File::from_stream("a", None, Pieces(pieces))))
}

#[test]
fn an_upload_that_the_server_leaves_half_way_is_not_sent_again() {
    let server = Server::start([Act::CutBeforeBody, json(200, "{}")]);
    let error = upload(&against(&server).0, 256).expect_err("cut");
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!((error.attempts(), error.delivery(), server.received().len()), (1, Delivery::Unknown, 1));
}

#[test]
fn an_upload_into_a_server_that_misbehaves_afterwards_may_have_arrived() {
    let clock = FakeClock::default();
    let acts: [(Act, Delivery); 4] = [
        (Act::Cut, Delivery::Unknown),
        (Act::Reset(Vec::new()), Delivery::Unknown),
        (stalling(Vec::new(), &clock), Delivery::Unknown),
        (Act::ReplyAndClose(ok("content-length: 9", b"{")), Delivery::Done),
    ];
    for (act, delivery) in acts {
        let server = Server::start([act, json(200, "{}")]);
        let error = upload(&on(&server, &clock), 2).expect_err("no answer");
        assert_eq!((error.attempts(), error.delivery(), server.received().len()), (1, delivery, 1), "{error}");
        assert!(server.received()[0].body.len() > 2 * 64 * 1024);
    }
    let server = Server::start([Act::Trickle(reply(200, &[], "{}"))]);
    upload(&on(&server, &clock), 2).expect("the answer trickles in");
}

fn list(client: &Client, paging: &'static Paging) -> Items<i64> {
    let call: Call<Paged<i64>> = client.call(Method::GET, "/things").paging(paging).into();
    call.stream()
}

async fn drain(mut items: Items<i64>) -> (Vec<i64>, Option<Error>) {
    let mut whole = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => whole.push(item),
            Err(error) => return (whole, Some(error)),
        }
    }
    (whole, None)
}

fn page(number: i64) -> String {
    let meta = value!({ "pagination": { "total": 3, "current_page": number, "total_pages": 3 } });
    value!({ "data": [number], "meta": meta }).to_string()
}

#[test]
fn a_page_that_does_not_come_whole_is_asked_for_again_and_none_is_lost() {
    let clock = FakeClock::default();
    let whole = |number| Act::Reply(reply(200, &[], &page(number)));
    let half = || ok("content-length: 500", page(2).as_bytes());
    let chunk = || ok("transfer-encoding: chunked", b"ff\r\n{\"data\":[");
    let troubles = [
        Act::Cut,
        Act::Reset(half()),
        Act::ReplyAndClose(half()),
        Act::ReplyAndClose(chunk()),
        Act::Reset(chunk()),
        stalling(half(), &clock),
        Act::Reply(reply(502, &[], "<html>")),
    ];
    for trouble in troubles {
        let server = Server::start([whole(1), trouble, Act::Trickle(reply(200, &[], &page(2))), whole(3)]);
        let (items, error) = block_on(drain(list(&on(&server, &clock), &PAGES)));
        assert!(error.is_none(), "{error:?}");
        assert_eq!((items, server.targets().len()), (vec![1, 2, 3], 4));
        assert_eq!(server.targets()[1], server.targets()[2]);
    }
}

#[test]
fn a_page_that_never_comes_whole_is_an_error_at_its_place() {
    for trouble in [ok("content-length: 500", b"{"), ok("transfer-encoding: chunked", b"ff\r\n{")] {
        let acts = (0..4).map(|_| Act::ReplyAndClose(trouble.clone()));
        let server = Server::start([Act::Reply(reply(200, &[], &page(1)))].into_iter().chain(acts));
        let (items, error) = block_on(drain(list(&against(&server).0, &PAGES)));
        let error = error.expect("not the end of the list");
        assert_eq!((items, error.attempts(), error.is_safe_to_retry()), (vec![1], 4, true));
    }
    let encoded = Act::Reply(ok("content-length: 4\r\ncontent-encoding: br", b"\x0b\x00\x80\x61"));
    let server = Server::start([Act::Reply(reply(200, &[], &page(1))), encoded]);
    let (items, error) = block_on(drain(list(&against(&server).0, &PAGES)));
    assert_eq!(items, [1]);
    assert!(error.expect("not the end of the list").to_string().contains("the content encoding br"));
}

static LINKED: Paging = Paging { style: PagingStyle::LinkHeader, items: "", total: None, current: None, last: None, next: None, ..PAGES };

#[test]
fn a_link_to_the_next_page_may_stand_in_any_of_repeated_headers() {
    let links = [("link", r#"</things?p=9>; rel="last""#), ("link", r#"</things?p=2>; rel="next""#)];
    let server = Server::start([Act::Reply(reply(200, &links, "[1]")), Act::Reply(reply(200, &[], "[2]"))]);
    let (items, error) = block_on(drain(list(&against(&server).0, &LINKED)));
    assert_eq!((items, error.is_none(), server.targets()), (vec![1, 2], true, vec!["/things".to_owned(), "/things?p=2".to_owned()]));
}
