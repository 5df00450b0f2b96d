//! Who gives the token of an attempt.

use std::future::Future;
use std::pin::Pin;

use super::Client;
use crate::runtime::error::Error;
use crate::runtime::secret::Secret;

/// Gives the token that an attempt carries.
///
/// A closure that returns a future is one: it may read a file, or ask whoever keeps the token.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns the token. `refused` is one that the server has just refused (401): where another comes back, the
    /// request is sent once more. The client is there to ask its own API.
    ///
    /// # Errors
    ///
    /// There is none: [`Error::credentials`] says so. The call fails with it.
    fn token<'p>(&'p self, client: &'p Client, refused: Option<&'p Secret>) -> Granting<'p, Secret>;
}

/// A token that is being fetched.
pub type Granting<'p, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'p>>;

impl<F, R> TokenProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, Error>> + Send + 'static,
{
    fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> Granting<'p, Secret> {
        Box::pin(self())
    }
}
