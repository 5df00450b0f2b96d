//! What the scenarios share: each is a name of the server's and something that is to hold.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Mutex;
use std::task::Poll;

use serde_json::json;

/// What became of a scenario.
pub type Outcome = Result<(), Box<dyn Error>>;

/// The last panic's message: an assertion that did not hold.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// One run over all documents.
pub struct Run {
    base_url: String,
    filter: String,
    document: &'static str,
}

/// Makes a client of a document's crate: it asks the server of this run, and waits for nothing between attempts.
macro_rules! client {
    ($run:ident, $package:ident) => {
        client!($run, $package, |builder| builder)
    };
    ($run:ident, $package:ident, |$builder:ident| $more:expr) => {{
        let retry = $package::Retry::default().backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
        let $builder = $package::Client::builder().base_url($run.base_url()).retry(retry);
        $more.build().expect("a client")
    }};
}

/// Runs a scenario by its name on the server: an expression that is to hold, where `?` takes any error.
macro_rules! scenario {
    ($run:ident, $name:literal, $body:expr) => {
        $run.scenario($name, async {
            $body;
            Ok(())
        })
        .await
    };
}

impl Run {
    /// The port and the filter are the program's arguments.
    pub fn from_args() -> Self {
        std::panic::set_hook(Box::new(|info| {
            let message = info.payload_as_str().unwrap_or("panicked").to_owned();
            let at = info.location().map_or(String::new(), |at| format!(" (line {})", at.line()));
            *PANIC.lock().unwrap_or_else(|broken| broken.into_inner()) = message + &at;
        }));
        let mut args = std::env::args().skip(1);
        let port = args.next().expect("the server's port");
        Self { base_url: format!("http://localhost:{port}"), filter: args.next().unwrap_or_default(), document: "" }
    }

    /// Where the server is.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The port that the server listens on.
    pub fn port(&self) -> &str {
        self.base_url.rsplit(':').next().unwrap_or_default()
    }

    /// Says whose scenarios follow.
    pub fn document(&mut self, document: &'static str) {
        self.document = document;
    }

    /// Runs a scenario by its name on the server.
    pub async fn scenario(&mut self, name: &str, scenario: impl Future<Output = Outcome>) {
        if !name.contains(&self.filter) && !self.document.contains(&self.filter) {
            return;
        }
        let mut scenario = pin!(scenario);
        let outcome = poll_fn(|context| {
            // What a failed assertion leaves behind is not looked at again.
            let poll = catch_unwind(AssertUnwindSafe(|| scenario.as_mut().poll(context)));
            poll.unwrap_or_else(|_| Poll::Ready(Err(PANIC.lock().unwrap_or_else(|broken| broken.into_inner()).clone().into())))
        });
        let error = outcome.await.err().map(|error| error.to_string());
        println!("{}", json!({ "document": self.document, "name": name, "error": error }));
    }

    /// Names a scenario that cannot be said with the generated client yet, and why.
    pub fn missing(&mut self, name: &str, why: &str) {
        println!("{}", json!({ "document": self.document, "name": name, "missing": why }));
    }
}
