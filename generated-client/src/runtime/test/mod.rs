//! What tests of programs that use the crate need: a transport that answers in the process, typed by the operations.
//!
//! A test sets what a [`Mock`] answers, by the type of each operation; a client that is built with
//! [`ClientBuilder::mock`](crate::runtime::ClientBuilder::mock) sends its requests to it. No port is opened, and no time is waited: the
//! waits between attempts pass at once on the [`TestClock`].
//!
//! # Examples
//!
//! ```
//! use tallyfy::test::Mock;
//! use tallyfy::{Client, Method};
//!
//! let mock = Mock::new();
//! mock.on_request(Method::GET, "/version").responds(tallyfy::test::MockResponse::json(&"1.2"));
//! let client = Client::builder().mock(&mock).build()?;
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! assert_eq!(client.request(Method::GET, "/version").await?, "1.2");
//! # Ok::<(), tallyfy::Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Calls that nothing was said about fail with what was expected and what came, and so does the test when the mock is dropped.

mod difference;
mod example;
mod expected;
mod har;
mod har_recorder;
mod har_replay;
mod lists;
mod mock;
mod mock_response;
mod mock_state;
mod on;
mod received_call;
mod setters;
mod test_clock;
mod transport;
mod typed_call;

pub use self::example::Example;
pub(crate) use self::example::{check_example, example_values, read_example, read_example_headers};
pub use self::har_recorder::HarRecorder;
pub use self::har_replay::HarReplay;
pub use self::mock::Mock;
pub use self::mock_response::MockResponse;
pub use self::on::{Expectation, On};
pub use self::received_call::ReceivedCall;
pub(crate) use self::setters::test_setters;
pub use self::test_clock::TestClock;
pub use self::typed_call::TypedCall;
pub use crate::runtime::response::{MockInput, Mockable};
