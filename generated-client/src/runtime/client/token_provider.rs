//! Who gives the token of an attempt.

use std::future::Future;
use std::pin::Pin;

use super::Client;
use crate::runtime::error::Error;
use crate::runtime::secret::Secret;

/// Gives the token that an attempt carries.
///
/// A closure that returns a future is one: it may read a file, or ask whoever keeps the token.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Error};
///
/// // A closure that returns a future is a provider.
/// let builder = Client::builder().token_provider(|| async {
///     std::fs::read_to_string("/run/secrets/token")
///         .map(|token| token.trim().into())
///         .map_err(|error| Error::credentials(format!("no token: {error}")))
/// });
/// ```
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
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Error, Granting, Secret, TokenProvider};
///
/// /// One token that never changes.
/// struct Fixed(Secret);
///
/// impl TokenProvider for Fixed {
///     fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> Granting<'p, Secret> {
///         Box::pin(async { Ok(self.0.clone()) })
///     }
/// }
///
/// let builder = Client::builder().token_provider(Fixed("a token".into()));
/// ```
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
