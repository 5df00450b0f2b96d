//! Shutting a client down: what runs ends, and nothing more begins.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::{Binary, Call, Client, ClientBuilder, Error, HttpTransport, Method, Retry};
use crate::support::peer::Peer;

/// A server whose responses are sent piece by piece, when the test says so.
fn gated() -> (Peer, Sender<&'static str>) {
    let (pieces, gate) = channel();
    let gate: Arc<Mutex<Receiver<&'static str>>> = Arc::new(Mutex::new(gate));
    let peer = Peer::start(move |_, peer| {
        peer.request()?;
        while let Ok(piece) = gate.lock().ok()?.recv() {
            peer.write(piece)?;
        }
        None
    });
    (peer, pieces)
}

fn client(peer: &Peer) -> Client {
    let transport = HttpTransport::builder().no_proxy().build().expect("valid");
    let builder = ClientBuilder::new(&crate::api::API).base_url(peer.url()).token("token").transport(transport);
    builder.retry(Retry::never()).build().expect("all is given")
}

fn call(client: &Client) -> Call<Binary> {
    Call::from(client.call(Method::GET, "/file"))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\n";
const SOON: Duration = Duration::from_millis(100);

#[test]
fn calls_that_run_end_first() {
    let (peer, pieces) = gated();
    let client = client(&peer);
    runtime().block_on(async {
        let running = tokio::spawn(call(&client).into_future());
        while peer.requests() == 0 {
            tokio::time::sleep(SOON / 10).await;
        }
        let clone = client.clone();
        let shutdown = tokio::spawn(async move { clone.shutdown().await });
        tokio::time::sleep(SOON).await;
        assert!(!shutdown.is_finished(), "a call is running");
        pieces.send(HEAD).expect("the server waits");
        pieces.send("done").expect("the server waits");
        assert_eq!(running.await.expect("no panic").expect("it is let end"), "done");
        tokio::time::timeout(SOON * 50, shutdown).await.expect("all calls have ended").expect("no panic");
    });
}

#[test]
fn downloads_are_waited_for_until_they_have_been_read_or_dropped() {
    for is_read in [true, false] {
        let (peer, pieces) = gated();
        let client = client(&peer);
        runtime().block_on(async {
            pieces.send(HEAD).expect("the server waits");
            let mut download = call(&client).download().await.expect("the head has come");
            let clone = client.clone();
            let shutdown = tokio::spawn(async move { clone.shutdown().await });
            tokio::time::sleep(SOON).await;
            assert!(!shutdown.is_finished(), "the download is running");
            if is_read {
                pieces.send("done").expect("the server waits");
                while let Some(piece) = download.next().await {
                    assert_eq!(piece.expect("it is let end"), "done");
                }
            } else {
                drop(download);
            }
            tokio::time::timeout(SOON * 50, shutdown).await.expect("all calls have ended").expect("no panic");
        });
    }
}

#[test]
fn a_call_that_is_dropped_is_not_waited_for() {
    let (peer, _pieces) = gated();
    let client = client(&peer);
    runtime().block_on(async {
        assert!(tokio::time::timeout(SOON, call(&client)).await.is_err(), "the server says nothing");
        tokio::time::timeout(SOON * 50, client.shutdown()).await.expect("no call is running");
    });
}

#[test]
fn nothing_begins_after_a_shutdown() {
    let (peer, _pieces) = gated();
    let client = client(&peer);
    let clones = [client.clone(), client.bind("org_id", "other")];
    runtime().block_on(async {
        client.shutdown().await;
        client.shutdown().await;
        for client in &clones {
            let error: Error = call(client).await.expect_err("it was shut down");
            assert!(error.to_string().contains("the client was shut down"), "{error}");
            assert!(call(client).download().await.is_err());
        }
    });
    assert_eq!(peer.requests(), 0);
}
