//! Headers that say how long a body is, from either side.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::{Value, json as value};

use super::{client, get, json, runtime, with};
use crate::runtime::{Binary, Bytes, Call, Client, Delivery, Error, File, Json, Method, Retry};
use crate::support::peer::Peer;

async fn post_with(client: &Client, header: (&str, &str)) -> Result<Value, Error> {
    let call = client.call(Method::POST, "/things").json(&value!({ "name": "abc" })).header(header.0, header.1);
    Call::<Json<Value>>::from(call).await
}

#[test]
fn a_length_that_is_not_that_of_the_body_is_never_sent() {
    let peer = Peer::start(|_, peer| peer.serve(json("{}")));
    let client = client(&peer);
    let wrong = [
        ("content-length", "3"),
        ("content-length", "100"),
        ("content-length", "-14"),
        ("content-length", "+14"),
        ("content-length", "14, 14"),
        ("transfer-encoding", "gzip, chunked"),
        ("transfer-encoding", "identity"),
    ];
    runtime().block_on(async {
        for (name, value) in wrong {
            let error = post_with(&client, (name, value)).await.expect_err(value);
            assert_eq!((error.delivery(), error.attempts()), (Delivery::NeverSent, 1), "{error}");
            assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        }
        assert_eq!(peer.requests(), 0);
        post_with(&client, ("content-length", "14")).await.expect("that is its length");
        post_with(&client, ("transfer-encoding", "Chunked")).await.expect("it can be sent in chunks");
        // A read has no body, and a server would wait for one.
        let call = client.call(Method::GET, "/things").header("content-length", "3");
        Call::<Json<Value>>::from(call).await.expect_err("there are no three bytes");
    });
    assert_eq!(peer.requests(), 2);
}

#[test]
fn one_header_says_how_long_a_body_is() {
    let peer = Peer::start(|_, peer| {
        let head = peer.head()?;
        let [length, coding] = ["content-length", "transfer-encoding"].map(|name| head.header(name));
        peer.write(json(&value!([length, coding]).to_string()))?;
        peer.wait()
    });
    let client = client(&peer);
    let sent = |body: Option<Value>, length: Option<&str>| {
        let call = client.call(Method::POST, "/things").header("transfer-encoding", "chunked");
        let call = body.iter().fold(call, |call, body| call.json(body));
        let call = length.iter().fold(call, |call, length| call.header("content-length", *length));
        runtime().block_on(Call::<Json<Value>>::from(call).into_future()).expect("answered")
    };
    assert_eq!(sent(Some(value!([1])), Some("3")), value!([null, "chunked"]));
    assert_eq!(sent(None, None), value!(["0", null]));
}

struct Pieces(&'static [&'static str]);

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let first = self.0.split_first().map(|(first, rest)| {
            self.0 = rest;
            Ok(Bytes::from_static(first.as_bytes()))
        });
        Poll::Ready(first)
    }
}

#[test]
fn the_length_of_a_stream_can_be_given_in_its_header() {
    let upload = |declared: &str, pieces| {
        let peer = Peer::start(|_, peer| peer.serve(json("{}")));
        let client = with(&peer, |builder| builder, Retry::never());
        let file = File::from_stream("pieces", None, Pieces(pieces));
        let call = client.call(Method::POST, "/file").file("text/plain", file).header("content-length", declared);
        runtime().block_on(Call::<Binary>::from(call).into_future()).map(|_| ())
    };
    upload("6", &["abc", "def"]).expect("as announced");
    for (declared, words) in [("100", "expected 94 more bytes"), ("5", "longer than its announced length")] {
        let error = upload(declared, &["abc", "def"]).expect_err(declared);
        assert!(error.to_string().contains(words) && error.delivery() == Delivery::Unknown, "{error}");
    }
}

#[test]
fn a_transfer_coding_that_was_not_asked_for_is_an_error() {
    let body = "2\r\n{}\r\n0\r\n\r\n";
    for (codings, is_read) in [("chunked", true), ("Chunked", true), ("gzip, chunked", false), ("deflate, chunked", false), ("br", false)] {
        let response = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: {codings}\r\n\r\n{body}");
        let peer = Peer::start(move |_, peer| {
            peer.request()?;
            peer.write(&response)?;
            peer.finish()
        });
        let result = runtime().block_on(get(&with(&peer, |builder| builder, Retry::never())));
        assert_eq!(result.is_ok(), is_read, "{codings}: {result:?}");
        assert!(result.err().is_none_or(|error| error.to_string().contains("transfer coding")), "{codings}");
    }
}

#[test]
fn what_is_for_a_proxy_reaches_no_server() {
    let peer = Peer::start(|_, peer| {
        let head = peer.head()?;
        peer.write(json(&head.header("proxy-authorization").is_some().to_string()))?;
        peer.wait()
    });
    let call = client(&peer).call(Method::GET, "/things").header("proxy-authorization", "Basic czNjcmV0");
    assert_eq!(runtime().block_on(Call::<Json<Value>>::from(call).into_future()).expect("answered"), false);
}
