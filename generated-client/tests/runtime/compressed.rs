//! Compressed responses: the client asks for them and undoes them itself, whatever the transport is.

use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Frame;

use crate::api::client;
use crate::runtime::{
    Binary, Body, Bytes, Call, Client, Delivery, Empty, Error, Json, Method, Text, Transport, TransportError, TransportFuture, Value,
};
use crate::support::clock::FakeClock;
use crate::support::memory::block_on;

/// Answers every request in the same way, and keeps the headers of the last one.
#[derive(Clone)]
struct Stored {
    status: u16,
    headers: Vec<(&'static str, String)>,
    /// The pieces in which the body comes.
    pieces: Vec<Bytes>,
    asked: Arc<Mutex<HeaderMap>>,
    /// How many pieces were taken.
    taken: Arc<Mutex<usize>>,
}

impl Stored {
    fn new(coding: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-encoding", coding.to_owned())];
        Self { status: 200, headers, pieces: vec![body.into()], asked: Arc::default(), taken: Arc::default() }
    }

    fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn in_pieces_of(mut self, size: usize) -> Self {
        let whole = self.pieces.concat();
        self.pieces = whole.chunks(size).map(Bytes::copy_from_slice).collect();
        self
    }

    fn client(&self) -> Client {
        client().transport(self.clone()).clock(FakeClock::default()).build().expect("all is given")
    }

    fn asked(&self) -> Option<String> {
        let asked = self.asked.lock().expect("no panic");
        asked.get(ACCEPT_ENCODING).map(|value| value.to_str().expect("ASCII").to_owned())
    }

    fn get(&self) -> Result<Value, Error> {
        block_on(Call::<Json<Value>>::from(self.client().call(Method::GET, "/x")).into_future())
    }
}

impl Transport for Stored {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        *self.asked.lock().expect("no panic") = request.headers().clone();
        let body = match &*self.pieces {
            [whole] => Body::from(whole.clone()),
            pieces => Body::stream(Pieces { left: pieces.iter().rev().cloned().collect(), taken: self.taken.clone() }),
        };
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).expect("a status");
        for (name, value) in &self.headers {
            response.headers_mut().append(*name, HeaderValue::from_str(value).expect("a header"));
        }
        Box::pin(async { Ok(response) })
    }
}

struct Pieces {
    left: Vec<Bytes>,
    taken: Arc<Mutex<usize>>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        *self.taken.lock().expect("no panic") += 1;
        Poll::Ready(self.left.pop().map(|piece| Ok(Frame::data(piece))))
    }
}

fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn raw_deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

const JSON: &str = r#"{"name": "Ada"}"#;

/// About 2 kB that do not compress to nothing.
fn two_kilobytes() -> String {
    let items: Vec<String> = (0..500_u64).map(|number| (number * number % 1009).to_string()).collect();
    format!("[{}]", items.join(","))
}

#[test]
fn codings_are_undone_from_the_last_to_the_first() {
    let twice = gzip(gzip(JSON));
    let rows = [
        ("gzip", gzip(JSON)),
        ("GZIP", gzip(JSON)),
        ("x-gzip", gzip(JSON)),
        ("gzip, identity", gzip(JSON)),
        (", ,gzip,", gzip(JSON)),
        ("identity", JSON.into()),
        ("", JSON.into()),
        ("gzip, gzip", twice),
        ("deflate, gzip", gzip(zlib(JSON.as_bytes()))),
        ("gzip, deflate", zlib(&gzip(JSON))),
    ];
    for (coding, body) in rows {
        for size in [1, 3, 10_000] {
            let value = Stored::new(coding, body.clone()).in_pieces_of(size).get();
            assert_eq!(value.unwrap_or_else(|error| panic!("{coding}: {error}"))["name"], "Ada");
        }
    }
    let value = Stored::new("deflate", gzip(zlib(JSON.as_bytes()))).header("content-encoding", "gzip").get();
    assert_eq!(value.expect("two headers are one list")["name"], "Ada");
}

#[test]
fn more_than_five_codings_are_an_error() {
    let nested = |times: usize| Stored::new(&vec!["gzip"; times].join(","), (0..times).fold(JSON.into(), |body, _| gzip(body)));
    assert_eq!(nested(5).get().expect("five are undone")["name"], "Ada");
    let error = nested(6).get().expect_err("too many");
    assert!(error.to_string().contains("more than 5 content encodings"), "{error}");
}

#[test]
fn other_codings_are_named_and_the_bytes_can_be_had() {
    for coding in ["br", "zstd", "gzip, br"] {
        let stored = Stored::new(coding, &b"\x0b\x00\x80a"[..]);
        let error = stored.get().expect_err("nobody asked for it");
        let shown = error.to_string();
        assert!(shown.contains(coding) && shown.contains("`gzip`"), "{shown}");
        assert_eq!((error.status(), error.delivery()), (Some(StatusCode::OK), Delivery::Done));
        assert_eq!(error.body().map(|body| &**body), Some(&b"\x0b\x00\x80a"[..]), "{shown}");
        let text = block_on(Call::<Text>::from(stored.client().call(Method::GET, "/x")).into_future());
        assert!(text.expect_err("no text").to_string().contains(coding));
        // Where the body is not read, its coding does not matter.
        block_on(Call::<Empty>::from(stored.client().call(Method::GET, "/x")).into_future()).expect("a success");
    }
    // Not a coding, but servers write it.
    assert_eq!(Stored::new("utf-8", JSON).get().expect("JSON")["name"], "Ada");
}

#[test]
fn what_is_not_compressed_is_not_taken_for_it() {
    let stored = Stored::new("gzip", JSON);
    let call = stored.client().call(Method::POST, "/x").json(&1);
    let error = block_on(Call::<Json<Value>>::from(call).into_future()).expect_err("plain");
    assert!(error.to_string().contains("the body is not gzip"), "{error}");
    assert_eq!((error.status(), error.delivery(), error.attempts()), (Some(StatusCode::OK), Delivery::Done, 1));
    // A read would fail in the same way again.
    assert_eq!(stored.get().expect_err("plain").attempts(), 1);
    // Of raw deflate, nearly everything can be a beginning.
    Stored::new("deflate", JSON).get().expect_err("plain");
}

#[test]
fn what_is_cut_off_is_never_a_success() {
    let content = two_kilobytes();
    for (coding, whole) in [("gzip", gzip(&content)), ("deflate", zlib(content.as_bytes())), ("deflate", raw_deflate(content.as_bytes()))] {
        for end in 1..whole.len() {
            let error = Stored::new(coding, whole[..end].to_vec()).get().expect_err("cut off");
            assert!(error.to_string().contains(&format!("the {coding} body was cut short")), "{coding} at {end}: {error}");
            assert_eq!(error.delivery(), Delivery::Done);
        }
        assert!(Stored::new(coding, whole).get().is_ok());
    }
    let mut wrong = gzip(&content);
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    let error = Stored::new("gzip", wrong).get().expect_err("the checksum is another one");
    assert!(error.to_string().contains("is damaged gzip"), "{error}");
}

#[test]
fn every_member_is_decoded() {
    let (first, second) = JSON.split_at(7);
    let body = [gzip(first), gzip(""), gzip(second)].concat();
    for size in [1, 5, 1000] {
        assert_eq!(Stored::new("gzip", body.clone()).in_pieces_of(size).get().expect("all members")["name"], "Ada");
    }
    let error = Stored::new("gzip", [gzip(JSON), b"no other member".to_vec()].concat()).get().expect_err("what follows is no member");
    assert!(error.to_string().contains("damaged gzip"), "{error}");
    let error = Stored::new("deflate", [zlib(JSON.as_bytes()), b"more".to_vec()].concat()).get().expect_err("bytes after the end");
    assert!(error.to_string().contains("after the end"), "{error}");
}

#[test]
fn deflate_has_two_forms() {
    for body in [zlib(JSON.as_bytes()), raw_deflate(JSON.as_bytes())] {
        for size in [1, 1000] {
            assert_eq!(Stored::new("deflate", body.clone()).in_pieces_of(size).get().expect("both are read")["name"], "Ada");
        }
    }
}

#[test]
fn a_bomb_meets_the_limit_of_the_decoded_body() {
    let bomb = gzip(vec![b' '; 10_000_000]);
    assert!(bomb.len() < 11_000);
    let tests = [("gzip", bomb), ("gzip, gzip", gzip(gzip(vec![b' '; 10_000_000])))];
    for (coding, body) in tests {
        let stored = Stored::new(coding, body).in_pieces_of(10);
        let client = client().transport(stored.clone()).max_response_bytes(100_000).build().expect("all is given");
        let error = block_on(Call::<Json<Value>>::from(client.call(Method::GET, "/x")).into_future()).expect_err("too large");
        assert!(error.to_string().contains("larger than the limit of 100000 bytes"), "{error}");
        assert_eq!(error.attempts(), 1);
        let (taken, all) = (*stored.taken.lock().expect("no panic"), stored.pieces.len());
        assert!(taken < all / 2 || all < 20, "the rest is not taken: {taken} of {all}");
    }
    // The large form is one between.
    let inner = gzip(gzip(vec![b' '; 10_000_000]));
    let stored = Stored::new("deflate, gzip, gzip", inner);
    let client = client().transport(stored).max_response_bytes(100_000).build().expect("all is given");
    block_on(Call::<Json<Value>>::from(client.call(Method::GET, "/x")).into_future()).expect_err("not deflate, or too large");
}

#[test]
fn where_there_is_no_body_nothing_is_decoded() {
    for (status, method) in [(200, Method::GET), (204, Method::GET), (200, Method::HEAD)] {
        let mut stored = Stored::new("gzip", "").status(status);
        let call = |stored: &Stored| block_on(Call::<Empty>::from(stored.client().call(method.clone(), "/x")).into_future());
        call(&stored).expect("an empty success");
        // A stream that turns out to be empty is empty as well.
        stored.pieces = Vec::new();
        call(&stored).expect("an empty success");
    }
}

#[test]
fn headers_are_those_of_the_decoded_body() {
    let body = gzip(JSON);
    let stored = Stored::new("gzip", body.clone()).header("content-length", &body.len().to_string()).header("etag", "\"a-gzip\"");
    let call = Call::<Json<Value>>::from(stored.client().call(Method::GET, "/x"));
    let response = block_on(call.with_response().into_future()).expect("decoded");
    assert!(!response.headers.contains_key(CONTENT_ENCODING) && !response.headers.contains_key(CONTENT_LENGTH));
    assert_eq!(response.headers[ETAG], "\"a-gzip\"");
    assert_eq!(response.body, JSON);
}

#[test]
fn a_refusal_is_read_whatever_its_coding() {
    let error = Stored::new("gzip", gzip(r#"{"message": "No such group."}"#)).status(404).get().expect_err("not found");
    assert!(error.to_string().contains("No such group."), "{error}");
    let error = Stored::new("gzip", "plain").status(404).get().expect_err("not found");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND), "{error}");
}

#[test]
fn compressed_responses_are_asked_for_where_they_are_decoded() {
    let stored = Stored::new("gzip", gzip(JSON));
    stored.get().expect("decoded");
    assert_eq!(stored.asked().as_deref(), Some("gzip, deflate"));
    // What the caller accepts stays.
    let call = stored.client().call(Method::GET, "/x").header("accept-encoding", "gzip;q=0.5");
    block_on(Call::<Json<Value>>::from(call).into_future()).expect("decoded");
    assert_eq!(stored.asked().as_deref(), Some("gzip;q=0.5"));
}

#[test]
fn a_part_is_never_decoded() {
    let stored = Stored::new("gzip", gzip(JSON)[..10].to_vec()).status(206);
    let call = || stored.client().call(Method::GET, "/x").header(RANGE.as_str(), "bytes=0-9");
    let error = block_on(Call::<Json<Value>>::from(call()).into_future()).expect_err("a part of it");
    assert!(error.to_string().contains("content encoding gzip"), "{error}");
    assert_eq!(stored.asked().as_deref(), Some("identity"));
    let bytes = block_on(Call::<Binary>::from(call()).compressed().into_future()).expect("bytes");
    assert_eq!((bytes.len(), stored.asked().as_deref()), (10, Some("identity")));
}

#[test]
fn files_stay_as_they_are_stored() {
    let stored = Stored::new("gzip", gzip(JSON));
    let file = || Call::<Binary>::from(stored.client().call(Method::GET, "/a.gz"));
    let bytes = block_on(file().into_future()).expect("the bytes");
    assert_eq!((&bytes[..], stored.asked()), (&gzip(JSON)[..], None));
    let (headers, bytes) = block_on(async {
        let download = file().download().await?;
        Ok::<_, Error>((download.headers().clone(), download.bytes(1000).await?))
    })
    .expect("the bytes");
    assert_eq!((&bytes[..], &headers[CONTENT_ENCODING], stored.asked()), (&gzip(JSON)[..], &HeaderValue::from_static("gzip"), None));
}

#[test]
fn files_are_decoded_if_that_is_asked_for() {
    let content = two_kilobytes().repeat(1000);
    let stored = Stored::new("gzip", gzip(&content)).in_pieces_of(1000);
    let file = || Call::<Binary>::from(stored.client().call(Method::GET, "/a.csv")).compressed();
    assert_eq!(block_on(file().into_future()).expect("decoded"), content);
    let bytes = block_on(async { file().download().await?.bytes(content.len() as u64).await });
    assert_eq!(bytes.expect("decoded"), content);
    assert_eq!(stored.asked().as_deref(), Some("gzip, deflate"));
    let half = gzip(&content);
    let stored = Stored::new("gzip", half[..half.len() / 2].to_vec());
    let call = Call::<Binary>::from(stored.client().call(Method::GET, "/a.csv")).compressed();
    let error = block_on(async { call.download().await?.bytes(u64::MAX).await }).expect_err("cut off");
    assert!(error.to_string().contains("cut short"), "{error}");
}
