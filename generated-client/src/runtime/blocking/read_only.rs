//! A client that changes nothing.

use super::client::Client;
use crate::runtime::client::ClientRef;
use crate::runtime::mode::{Blocking, ReadOnly};

/// A client whose resources have only those operations that change nothing. See
/// [`ReadOnlyClient`](crate::runtime::ReadOnlyClient).
///
/// # Examples
///
/// ```
/// use tallyfy::blocking::{Client, ReadOnlyClient};
///
/// let client = Client::builder().base_url("https://api.example.com").build()?;
/// let reader: ReadOnlyClient = client.read_only();
/// # let _ = reader;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ReadOnlyClient(Client);

impl Client {
    /// Returns a client that has only those operations that change nothing. It shares connections, limits and settings with this one.
    pub fn read_only(&self) -> ReadOnlyClient {
        ReadOnlyClient(self.clone())
    }
}

impl<'c> From<&'c ReadOnlyClient> for ClientRef<'c, Blocking, ReadOnly> {
    fn from(client: &'c ReadOnlyClient) -> Self {
        Self::new(&client.0.0)
    }
}
