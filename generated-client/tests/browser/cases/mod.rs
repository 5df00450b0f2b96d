//! What holds in a page and in a worker.

mod aborts;
mod bodies;
mod calls;
mod credentials;
mod encoding;
mod headers;
mod js;
mod memory;
mod network;
mod portable;
mod redirects;
mod timeouts;
mod tokens;
mod uploads;

use serde_json::Value;
use tallyfy::{Client, ClientBuilder, Method};

/// The server, and another one: `http://127.0.0.1:PORT`.
const SERVER: &str = env!("BROWSER_SERVER");
const OTHER_SERVER: &str = env!("BROWSER_OTHER_SERVER");

/// Where nothing listens.
const CLOSED: &str = env!("BROWSER_CLOSED");

/// A behaviour of the server, for one test.
struct Server {
    behaviour: &'static str,
    test: String,
}

impl Server {
    fn new(behaviour: &'static str) -> Self {
        Self { behaviour, test: js::unique() }
    }

    /// Returns its URL, at the other origin if it is that one.
    fn url(&self, origin: &str) -> String {
        format!("{origin}/{}/{}", self.behaviour, self.test)
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url(SERVER)).org_id("acme").token("s3cret")
    }

    fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// Returns the requests that it has received.
    async fn received(&self) -> Vec<Value> {
        let client = Client::builder().base_url(SERVER).token("any").build().expect("a client");
        let received = client.request(Method::GET, "/received/{test}").path("test", &self.test).await.expect("the server answers");
        received.as_array().cloned().expect("a list")
    }

    /// Waits until as many requests were aborted: the server sees it a little later.
    async fn wait_for_aborts(&self, number: usize) {
        for _ in 0..100 {
            if self.received().await.iter().filter(|request| request["aborted"] == true).count() == number {
                return;
            }
            js::sleep(50).await;
        }
        panic!("{number} aborted requests were expected: {:?}", self.received().await);
    }

    /// Waits until as many requests have arrived.
    async fn wait_for_requests(&self, number: usize) {
        for _ in 0..100 {
            if self.received().await.len() == number {
                return;
            }
            js::sleep(20).await;
        }
        panic!("{number} requests were expected: {:?}", self.received().await);
    }
}
