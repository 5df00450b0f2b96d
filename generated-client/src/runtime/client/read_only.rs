//! A client that changes nothing.

use super::{Client, ClientRef};
use crate::runtime::mode::{Async, ReadOnly};

/// A client whose resources have only those operations that change nothing: for dashboards, reports and agents. What changes
/// something does not compile.
///
/// Those are the operations that are sent with a method which is safe by HTTP (`GET`, `HEAD`, `OPTIONS`, `TRACE`), unless the
/// definition says that one has side effects; and others of which it says that they have none. Requests beside the definition are
/// not among them.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, ReadOnlyClient};
///
/// /// Can do no harm.
/// fn report(client: &ReadOnlyClient) {
///     // client.groups().list() is there, client.groups().delete("…") is not.
/// #   let _ = client;
/// }
///
/// let client = Client::builder().base_url("https://api.example.com").token("a token").build()?;
/// report(&client.read_only());
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

impl<'c> From<&'c ReadOnlyClient> for ClientRef<'c, Async, ReadOnly> {
    fn from(client: &'c ReadOnlyClient) -> Self {
        Self::new(&client.0)
    }
}
