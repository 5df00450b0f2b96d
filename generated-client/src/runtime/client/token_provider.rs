//! Providers of tokens.

use std::future::Future;
use std::pin::Pin;

use super::Client;
use crate::runtime::error::Error;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send};
use crate::runtime::secret::Secret;

/// Provides the token of each attempt.
///
/// A closure that returns a future is a provider: it may read a file, or ask another service.
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
pub trait TokenProvider: MaybeSend + MaybeSync + 'static {
    /// Returns the token. `refused` is the token that the server has just refused (401). If another one is returned, the
    /// request is sent once more.
    ///
    /// The client can be used to call the API itself: its calls send no token of the provider. The future may be dropped at
    /// any time, as that of the call is, and has the timeout of an attempt: what must not be lost, a refresh token that is
    /// valid once, is fetched by a [`Renewing`](crate::runtime::Renewing) token.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no token: see [`Error::credentials`]. The call fails with it.
    fn token<'p>(&'p self, client: &'p Client, refused: Option<&'p Secret>) -> TokenFuture<'p, Secret>;
}

/// The future of a token.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Error, TokenFuture, Secret, TokenProvider};
///
/// /// One token that never changes.
/// struct Fixed(Secret);
///
/// impl TokenProvider for Fixed {
///     fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
///         Box::pin(async { Ok(self.0.clone()) })
///     }
/// }
///
/// let builder = Client::builder().token_provider(Fixed("a token".into()));
/// ```
pub type TokenFuture<'p, T> = Pin<Box<maybe_send!(dyn Future<Output = Result<T, Error>> + 'p)>>;

// Programs were written when it was called so.
#[doc(hidden)]
pub type Granting<'p, T> = TokenFuture<'p, T>;

impl<F, R> TokenProvider for F
where
    F: Fn() -> R + MaybeSend + MaybeSync + 'static,
    R: Future<Output = Result<Secret, Error>> + MaybeSend + 'static,
{
    fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(self())
    }
}
