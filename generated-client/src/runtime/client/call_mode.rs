//! Which client a builder builds.

use super::Client;
use crate::runtime::mode::Async;

/// How the calls of a client are made: [`Async`], or, with the feature `blocking`, `Blocking`. No other type can be a mode.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use tallyfy::{ClientBuilder, CallMode};
///
/// /// Settings for both kinds of client.
/// fn patient<M: CallMode>(builder: ClientBuilder<M>) -> ClientBuilder<M> {
///     builder.timeout(Duration::from_secs(120)).user_agent("my-service/1.0")
/// }
///
/// let client = patient(tallyfy::Client::builder().base_url("https://api.example.com")).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait CallMode: sealed::Sealed {
    /// The client whose calls are made so.
    type Client;

    #[doc(hidden)]
    fn client(client: Client) -> Self::Client;
}

impl CallMode for Async {
    type Client = Client;

    fn client(client: Client) -> Client {
        client
    }
}

pub(crate) mod sealed {
    /// Implemented here only.
    pub trait Sealed {}

    impl Sealed for crate::runtime::mode::Async {}

    #[cfg(feature = "blocking")]
    impl Sealed for crate::runtime::mode::Blocking {}
}
