//! What the handles of resources keep of their client.

use std::fmt;
use std::marker::PhantomData;

use super::Client;
use crate::runtime::mode::Async;

/// A reference to a client, with the mode of its calls.
pub struct ClientRef<'c, M> {
    client: &'c Client,
    mode: PhantomData<fn() -> M>,
}

impl<'c, M> ClientRef<'c, M> {
    /// Refers to a client whose calls have this mode.
    #[inline]
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client, mode: PhantomData }
    }

    #[inline]
    pub(crate) fn client(&self) -> &'c Client {
        self.client
    }
}

impl<'c> From<&'c Client> for ClientRef<'c, Async> {
    #[inline]
    fn from(client: &'c Client) -> Self {
        Self::new(client)
    }
}

impl<M> Clone for ClientRef<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for ClientRef<'_, M> {}

impl<M> fmt::Debug for ClientRef<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
