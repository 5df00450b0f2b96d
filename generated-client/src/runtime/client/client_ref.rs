//! What the handles of resources keep of their client.

use std::fmt;
use std::marker::PhantomData;

use super::Client;
use crate::runtime::mode::{Async, ReadWrite};

/// A reference to a client, with the mode of its calls, and which of them can be made.
pub struct ClientRef<'c, M, A = ReadWrite> {
    client: &'c Client,
    mode: PhantomData<fn() -> (M, A)>,
}

impl<'c, M, A> ClientRef<'c, M, A> {
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

impl<M, A> Clone for ClientRef<'_, M, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, A> Copy for ClientRef<'_, M, A> {}

impl<M, A> fmt::Debug for ClientRef<'_, M, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
