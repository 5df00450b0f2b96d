//! The mock.

use std::fmt;
use std::sync::Arc;

use http::Method;

use super::expected::CallTarget;
use super::mock_state::MockState;
use super::on::On;
use super::received_call::ReceivedCall;
use super::test_clock::TestClock;
use super::transport::MockTransport;
use super::typed_call::TypedCall;
use crate::runtime::client::ClientBuilder;
use crate::runtime::response::{Operation, method_of};
use crate::runtime::transport::Transport;

/// A server in the process: a test sets what it answers, and it notes what it receives.
///
/// Clones are the same mock. When the last one is dropped, it panics if a call came that was not expected, or an expected one did
/// not; [`verify`](Self::verify) does so earlier.
///
/// # Examples
///
/// ```
/// use tallyfy::test::{Mock, MockResponse};
/// use tallyfy::{Client, Method};
///
/// let mock = Mock::new();
/// mock.on_request(Method::POST, "/things").once().responds(MockResponse::status(422).with_json(&"no"));
/// let client = Client::builder().mock(&mock).build()?;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let error = client.request(Method::POST, "/things").await.unwrap_err();
/// assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
/// # });
/// assert_eq!(mock.calls().len(), 1);
/// mock.verify();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Mock {
    shared: Arc<MockState>,
    owner: Arc<Owner>,
}

/// What the clones of a mock have in common, and its transport has not.
struct Owner(Arc<MockState>);

impl Mock {
    /// Creates a mock that expects nothing.
    pub fn new() -> Self {
        let shared = Arc::<MockState>::default();
        Self { owner: Arc::new(Owner(shared.clone())), shared }
    }

    /// Says what is answered to the calls of an operation, by its type.
    ///
    /// Of several that fit a call, the first one answers that has not been called as often as it may be.
    pub fn on<O: Operation>(&self) -> On<'_, O> {
        On::new(&self.shared, CallTarget::Operation { id: O::ID, method: method_of::<O>(), path: O::PATH })
    }

    /// Says what is answered to requests of [`Client::request`](crate::runtime::Client::request), by the path that they are given.
    pub fn on_request(&self, method: Method, path: impl Into<String>) -> On<'_, ()> {
        On::new(&self.shared, CallTarget::Request { method, path: path.into() })
    }

    /// Returns the calls of an operation so far, each attempt for itself.
    pub fn received<O: Operation>(&self) -> Vec<TypedCall<O>> {
        let target = CallTarget::Operation { id: O::ID, method: method_of::<O>(), path: O::PATH };
        let calls = self.calls().into_iter().filter(|call| target.is_of(call));
        calls.map(TypedCall::new).collect()
    }

    /// Returns all calls so far, in their order, each attempt for itself.
    pub fn calls(&self) -> Vec<Arc<ReceivedCall>> {
        self.shared.received()
    }

    /// Returns the clock of the clients that are built with the mock.
    pub fn clock(&self) -> TestClock {
        self.shared.clock.clone()
    }

    /// Returns the transport, for a client that is not built with [`ClientBuilder::mock`].
    pub fn transport(&self) -> impl Transport {
        MockTransport(self.shared.clone())
    }

    /// Checks that every call was expected, and that all came that had to.
    ///
    /// # Panics
    ///
    /// They were not: the message says what was expected, and what came.
    #[track_caller]
    pub fn verify(&self) {
        if let Some(report) = self.shared.report() {
            panic!("{report}");
        }
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if let Some(report) = self.0.report() {
            panic!("{report}");
        }
    }
}

impl<M> ClientBuilder<M> {
    /// Sends the requests to a mock, and runs on its clock.
    ///
    /// What the builder still lacks is made up, so that the client can be built: a base URL, credentials, and the parameters that it
    /// is bound to, which are their own names then.
    pub fn mock(self, mock: &Mock) -> Self {
        self.completed("https://mock.invalid", "mock").transport(mock.transport()).clock(mock.clock())
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(f)
    }
}
