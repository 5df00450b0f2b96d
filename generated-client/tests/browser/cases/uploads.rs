//! Uploads. A body that streams is collected first.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tallyfy::{Delivery, FetchTransport, File, Method};
use wasm_bindgen_test::wasm_bindgen_test;

use super::Server;

/// The size of a chunk.
const CHUNK: usize = 64 * 1024;

/// So many chunks.
struct Chunks(usize);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let more = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        Poll::Ready(more.then(|| Ok(vec![b'x'; CHUNK].into())))
    }
}

#[wasm_bindgen_test]
async fn a_file_in_a_form() {
    let server = Server::new("plain");
    let picture = File::new("logo é.png", vec![0x89, b'P', b'N', b'G', 0xff]).media_type("image/png");
    server.client().groups().upload_logo("g1", picture).await.expect("a group");
    let received = server.received().await;
    let (media, body) = (received[0]["headers"]["content-type"].as_str(), received[0]["body"].as_str().expect("a body"));
    let boundary = media.and_then(|media| media.strip_prefix("multipart/form-data; boundary=")).expect("a form");
    assert!(body.contains(boundary) && body.contains("Content-Type: image/png"), "{body}");
}

async fn arrives(chunks: usize, length: Option<u64>) {
    let server = Server::new("plain");
    let file = File::from_stream("large.bin", length, Chunks(chunks));
    server.client().request(Method::PUT, "/file").body_from("application/octet-stream", file).await.expect("it arrives");
    assert_eq!(server.received().await[0]["length"], chunks * CHUNK);
}

#[wasm_bindgen_test]
async fn a_stream_of_64_kilobytes() {
    arrives(1, Some(CHUNK as u64)).await;
    arrives(1, None).await;
}

#[wasm_bindgen_test]
async fn a_stream_of_64_megabytes() {
    arrives(1024, None).await;
}

#[wasm_bindgen_test]
async fn a_stream_above_the_limit_is_refused_before_anything_is_sent() {
    for length in [None, Some(3 * CHUNK as u64)] {
        let server = Server::new("plain");
        let transport = FetchTransport::new().max_upload_bytes(2 * CHUNK as u64);
        let client = server.builder().transport(transport).build().expect("a client");
        let file = File::from_stream("large.bin", length, Chunks(3));
        let error = client.request(Method::PUT, "/file").body_from("application/octet-stream", file).await.expect_err("it is too large");
        assert!(error.to_string().contains("max_upload_bytes") && error.delivery() == Delivery::NeverSent, "{error}");
        assert_eq!(server.received().await.len(), 0);
    }
}
