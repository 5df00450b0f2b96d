//! A server that answers in ways that no server should.

use crate::api::{against, call, said};
use crate::runtime::{Call, Delivery, Empty, Error, Method};
use crate::support::memory::block_on;
use crate::support::server::{Act, Server, reply};

fn ok(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

#[test]
fn a_response_that_trickles_in_is_a_response() {
    let server = Server::start([
        Act::Trickle(reply(200, &[], r#"{"a":1}"#)),
        Act::Trickle(ok("transfer-encoding: chunked", b"3\r\n{\"a\r\n4\r\n\":2}\r\n0\r\n\r\n")),
    ]);
    let (client, _) = against(&server);
    assert_eq!(call(client.call(Method::GET, "/x")).expect("whole")["a"], 1);
    assert_eq!(call(client.call(Method::GET, "/x")).expect("whole")["a"], 2);
}

#[test]
fn half_a_response_is_none_in_whatever_way_it_ends() {
    let halves = [
        ok("content-length: 20", b"{\"a\":1}"),
        ok("transfer-encoding: chunked", b"10\r\n{\"a\":1}"),
        ok("transfer-encoding: chunked", b"7\r\n{\"a\":1}\r\n"),
        b"HTTP/1.1 200 OK\r\ncontent-le".to_vec(),
    ];
    for half in halves {
        for act in [Act::ReplyAndClose, Act::Reset] {
            let server = Server::start([act(half.clone()), Act::Reply(reply(200, &[], "{}"))]);
            let (client, clock) = against(&server);
            let error = call(client.call(Method::POST, "/x")).expect_err("half a reply");
            assert!(matches!(error, Error::Transport(_)) && !error.is_safe_to_retry(), "{error}");
            assert!(matches!(error.delivery(), Delivery::Unknown | Delivery::Done), "{error:?}");
            assert_eq!((server.received().len(), clock.waits().len()), (1, 0));
        }
        let server = Server::start([Act::ReplyAndClose(half), Act::Reply(reply(200, &[], "{}"))]);
        call(against(&server).0.call(Method::GET, "/x")).expect("a read is made again");
    }
}

#[test]
fn a_response_encoded_unasked_is_named() {
    let server = Server::start([Act::Reply(ok("content-length: 4\r\ncontent-encoding: br", b"\x0b\x00\x80\x61"))]);
    let error = call(against(&server).0.call(Method::GET, "/x")).expect_err("no JSON");
    assert_eq!(
        said(&error),
        "GET /x: 200 OK: expected JSON, found the content encoding br, which was not requested (the feature `gzip` reads gzip and deflate)"
    );
}

#[test]
fn headers_that_come_again_are_all_there() {
    let headers = [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("x-request-id", "first"), ("x-request-id", "second")];
    let server = Server::start([Act::Reply(reply(200, &headers, "")), Act::Reply(reply(404, &headers, ""))]);
    let (client, _) = against(&server);
    let empty = || -> Call<Empty> { client.call(Method::GET, "/x").into() };
    let whole = block_on(empty().with_response().into_future()).expect("a reply");
    assert_eq!(whole.headers.get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    let error = block_on(empty().into_future()).expect_err("not found");
    assert_eq!(error.request_id(), Some("first"));
    assert_eq!(error.headers().map(|headers| headers.get_all("set-cookie").iter().count()), Some(2));
}
