//! The default transport against peers that are scripted byte by byte. `tests/connection.md` lists what each test is for.

mod framing;
mod http1;
#[cfg(feature = "http2")]
mod http2;
mod pool;
mod settings;
mod timeouts;
mod uploads;

use std::time::Duration;

use serde_json::{Value, json as value};
use tokio::runtime::Runtime;

use crate::api::API;
use crate::runtime::{Call, Client, ClientBuilder, Error, HttpTransport, HttpTransportBuilder, Json, Method, Retry};
use crate::support::peer::Peer;
use crate::support::server::reply;

/// A runtime of one thread, on which the tests run.
fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

/// A runtime as programs have it.
fn many_threads() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime can be made")
}

/// A client of a peer, over a transport with these settings. It waits a moment before it repeats anything.
fn with(peer: &Peer, configure: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder, retry: Retry) -> Client {
    let transport = configure(HttpTransport::builder().no_proxy()).build().expect("the settings are valid");
    let builder = ClientBuilder::new(&API).base_url(peer.url()).token("token").timeout(Duration::from_secs(10));
    builder.retry(retry.backoff(Duration::from_millis(10), Duration::from_millis(20))).transport(transport).build().expect("all is given")
}

fn client(peer: &Peer) -> Client {
    with(peer, |builder| builder, Retry::default())
}

async fn get(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::GET, "/things")).await
}

async fn post(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::from(client.call(Method::POST, "/things").json(&value!({ "name": "x" }))).await
}

/// A response with JSON.
fn json(body: &str) -> Vec<u8> {
    reply(200, &[("content-type", "application/json")], body)
}

/// A response with JSON, and more headers.
fn json_with(headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    reply(200, &all, body)
}
