//! The client without `async`: everywhere, and in asynchronous code above all.

mod calls;
#[path = "../definition/mod.rs"]
mod definition;
mod files;
mod inside;
mod lists;
mod operations;
#[path = "../support/mod.rs"]
mod support;

#[allow(dead_code)]
mod runtime {
    pub use tallyfy::{Body, Bytes, Clock, Sleep, Transport, TransportError, TransportFuture};
}

use std::time::Duration;

use tallyfy::{Blocking, ClientBuilder, blocking};

/// A client for the organization `acme` of a server.
fn builder(url: &str) -> ClientBuilder<Blocking> {
    let retry = tallyfy::Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
    blocking::Client::builder().base_url(url).token("secret").org_id("acme").timeout(Duration::from_secs(10)).retry(retry)
}

fn client(url: &str) -> blocking::Client {
    builder(url).build().expect("all is given")
}

/// A page of groups.
fn page(number: usize, of: usize, total: usize, ids: &[&str]) -> support::server::Act {
    let groups: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let counter = format!(r#"{{"total":{total},"count":{},"per_page":2,"current_page":{number},"total_pages":{of}}}"#, ids.len());
    support::server::json(200, &format!(r#"{{"data":[{}],"meta":{{"pagination":{counter}}}}}"#, groups.join(",")))
}

/// One group.
fn group(id: &str) -> support::server::Act {
    support::server::json(200, &format!(r#"{{"data":{{"id":"{id}"}}}}"#))
}

/// Bytes of a file, with the head of their response.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n", bytes.len());
    [head.as_bytes(), bytes].concat()
}
