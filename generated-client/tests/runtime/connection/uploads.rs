//! Bodies of requests: their lengths, and what becomes of those that break off.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use http_body::{Frame, SizeHint};

use super::{json, many_threads, runtime};
use crate::runtime::{
    Body, Bytes, Call, Client, ClientBuilder, Empty, HttpTransport, Method, Transport, TransportError, TransportErrorKind,
};
use crate::support::peer::{Peer, eventually};

/// Sends a body through the default transport, without the rest of the client.
fn send(peer: &Peer, method: Method, body: Body) -> Result<http::Response<Body>, TransportError> {
    let transport = HttpTransport::builder().no_proxy().read_timeout(Duration::from_secs(5)).build().expect("valid");
    let mut request = http::Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = format!("{}/file", peer.url()).parse().expect("a URL");
    many_threads().block_on(async { transport.send(request).await })
}

/// A body that announces a length, and gives these pieces.
struct Announced {
    length: Option<u64>,
    pieces: Vec<Result<&'static str, &'static str>>,
}

impl http_body::Body for Announced {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.pieces.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.pieces.remove(0);
        Poll::Ready(Some(match piece {
            Ok(text) => Ok(Frame::data(Bytes::from_static(text.as_bytes()))),
            Err(text) => Err(TransportError::new(TransportErrorKind::Broken, text)),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A peer that keeps all bytes that come.
fn recorder() -> (Peer, Arc<Mutex<Vec<u8>>>) {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let kept = bytes.clone();
    let peer = Peer::start(move |_, peer| {
        let head = peer.head()?;
        kept.lock().ok()?.extend_from_slice(format!("{:?}", head.headers).as_bytes());
        if head.header("x-answer").is_some() {
            return peer.write(json("{}"));
        }
        loop {
            let some = peer.read(1);
            if some.is_empty() {
                return None;
            }
            kept.lock().ok()?.extend_from_slice(&some);
        }
    });
    (peer, bytes)
}

#[test]
fn lengths_are_told_where_they_are_known() {
    let client_of = |peer: &Peer| -> Client {
        let transport = HttpTransport::builder().no_proxy().build().expect("valid");
        ClientBuilder::new(&crate::api::API).base_url(peer.url()).token("token").transport(transport).build().expect("all is given")
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    let peer = Peer::start(move |_, peer| {
        loop {
            let request = peer.request()?;
            let header = |name: &str| request.header(name).map(str::to_owned);
            kept.lock().ok()?.push((request.method.clone(), header("content-length"), header("transfer-encoding"), request.body.len()));
            peer.write("HTTP/1.1 204 No Content\r\n\r\n")?;
        }
    });
    let client = client_of(&peer);
    let length = |text: &str| Some(text.to_owned());
    for (method, expected) in [
        (Method::POST, length("0")),
        (Method::PUT, length("0")),
        (Method::PATCH, length("0")),
        (Method::GET, None),
        (Method::HEAD, None),
        (Method::DELETE, None),
    ] {
        runtime().block_on(Call::<Empty>::from(client.call(method.clone(), "/things")).into_future()).expect("sent");
        assert_eq!(seen.lock().expect("no panic").pop(), Some((method.to_string(), expected, None, 0)));
    }
    let pieces = || vec![Ok("12345"), Ok("67890")];
    send(&peer, Method::POST, Body::from("1234567890")).expect("sent");
    send(&peer, Method::POST, Body::stream(Announced { length: Some(10), pieces: pieces() })).expect("sent");
    send(&peer, Method::POST, Body::stream(Announced { length: None, pieces: pieces() })).expect("sent");
    let seen = seen.lock().expect("no panic").clone();
    let post = "POST".to_owned();
    assert_eq!(
        seen,
        [(post.clone(), length("10"), None, 10), (post.clone(), length("10"), None, 10), (post, None, length("chunked"), 10),]
    );
}

#[test]
fn a_body_that_is_too_short_is_an_error_at_once() {
    let (peer, _) = recorder();
    let body = Body::stream(Announced { length: Some(100), pieces: vec![Ok("12345")] });
    let error = send(&peer, Method::POST, body).expect_err("95 bytes are missing");
    let text = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert!(text.contains("expected 95 more bytes"), "{text}");
    assert_eq!(error.delivery(), crate::runtime::Delivery::Unknown);
    eventually("the connection is closed", || peer.open() == 0);
}

#[test]
fn a_body_that_is_too_long_sends_nothing_beyond_its_length() {
    for pieces in [vec![Ok("12345"), Ok("GET /x HTTP/1.1\r\n\r\n")], vec![Ok("12345GET /x HTTP/1.1\r\n\r\n")], vec![Ok("123"), Ok("456")]] {
        let (peer, bytes) = recorder();
        let error = send(&peer, Method::POST, Body::stream(Announced { length: Some(5), pieces })).expect_err("too long");
        let text = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(text.contains("longer than its announced length"), "{text}");
        eventually("the connection is closed", || peer.open() == 0);
        let bytes = bytes.lock().expect("no panic");
        let sent = String::from_utf8_lossy(&bytes);
        assert!(!sent.contains("/x") && !sent.ends_with("12345"), "{sent}");
    }
}

#[test]
fn a_body_that_breaks_off_is_never_ended_as_if_it_were_whole() {
    for length in [None, Some(10)] {
        let (peer, bytes) = recorder();
        let body = Body::stream(Announced { length, pieces: vec![Ok("12345"), Err("the disk has gone")] });
        let error = send(&peer, Method::POST, body).expect_err("it breaks off");
        let text = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(text.contains("the disk has gone"), "{text}");
        eventually("the connection is closed", || peer.open() == 0);
        let bytes = bytes.lock().expect("no panic");
        assert!(!bytes.ends_with(b"0\r\n\r\n"), "{}", String::from_utf8_lossy(&bytes));
    }
}

/// A large body. It notes how far it is ahead of what the server has received.
struct Large {
    left: usize,
    chunk: Bytes,
    given: usize,
    received: Arc<AtomicUsize>,
    ahead: Arc<AtomicUsize>,
}

impl http_body::Body for Large {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= self.chunk.len();
        self.given += self.chunk.len();
        self.ahead.fetch_max(self.given.saturating_sub(self.received.load(Ordering::SeqCst)), Ordering::SeqCst);
        Poll::Ready(Some(Ok(Frame::data(self.chunk.clone()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left as u64)
    }
}

#[test]
fn a_large_body_is_read_no_faster_than_it_is_sent() {
    const SIZE: usize = 1 << 30;
    let received = Arc::new(AtomicUsize::new(0));
    let count = received.clone();
    let peer = Peer::start(move |_, peer| {
        peer.head()?;
        // The server takes nothing at first, so that all buffers between it and the source are full.
        thread::sleep(Duration::from_millis(300));
        while count.load(Ordering::SeqCst) < SIZE {
            let some = peer.read(1 << 20);
            if some.is_empty() {
                return None;
            }
            count.fetch_add(some.len(), Ordering::SeqCst);
        }
        peer.write("HTTP/1.1 204 No Content\r\n\r\n")
    });
    let ahead = Arc::new(AtomicUsize::new(0));
    let chunk = Bytes::from(vec![0; 64 << 10]);
    let body = Large { left: SIZE, chunk, given: 0, received: received.clone(), ahead: ahead.clone() };
    send(&peer, Method::PUT, Body::stream(body)).expect("all of it is taken");
    assert_eq!(received.load(Ordering::SeqCst), SIZE);
    // What the system keeps for the two sockets is most of it.
    assert!(ahead.load(Ordering::SeqCst) < 32 << 20, "{ahead:?} bytes had been read before they were received");
}

#[test]
fn a_server_that_wants_a_length_is_understood() {
    let peer = Peer::start(|_, peer| {
        let head = peer.head()?;
        let has_length = head.header("content-length").is_some();
        peer.write(if has_length { "HTTP/1.1 204 No Content\r\n\r\n" } else { "HTTP/1.1 411 Length Required\r\ncontent-length: 0\r\n\r\n" })
    });
    let transport = HttpTransport::builder().no_proxy().build().expect("valid");
    let client =
        ClientBuilder::new(&crate::api::API).base_url(peer.url()).token("token").transport(transport).build().expect("all is given");
    let upload = |length| {
        let file = crate::runtime::File::from_stream("report", length, Once(Some(Bytes::from_static(b"12345"))));
        runtime().block_on(Call::<Empty>::from(client.call(Method::POST, "/file").file("text/plain", file)).into_future())
    };
    let error = upload(None).expect_err("the length is not known");
    assert!(error.to_string().contains("the length of the body is unknown: give it to `File::from_stream`"), "{error}");
    upload(Some(5)).expect("the length is known");
}

/// A stream of one piece.
struct Once(Option<Bytes>);

impl futures_core::Stream for Once {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
