//! Where tokens are kept while a program does not run.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::runtime::client::Tokens;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync, maybe_send};

/// Keeps the tokens of one sign-in, so that they survive a restart: in a file, a keyring or a database.
///
/// A [`Session`](crate::runtime::oauth::Session) stores new tokens before it uses them, because a refresh token may be valid only once.
/// Several processes can share a store: the one whose refresh token is refused reads again what another has stored.
///
/// # Examples
///
/// ```
/// use std::sync::Mutex;
/// use tallyfy::Tokens;
/// use tallyfy::oauth::{OAuthClient, StoreFuture, TokenStore};
///
/// /// Keeps tokens as long as the program runs. A keyring would get `tokens.to_json()`.
/// #[derive(Default)]
/// struct Memory(Mutex<Option<Tokens>>);
///
/// impl TokenStore for Memory {
///     fn load(&self) -> StoreFuture<'_, Option<Tokens>> {
///         Box::pin(async { Ok(self.0.lock().unwrap().clone()) })
///     }
///
///     fn save<'s>(&'s self, tokens: &'s Tokens) -> StoreFuture<'s, ()> {
///         Box::pin(async {
///             *self.0.lock().unwrap() = Some(tokens.clone());
///             Ok(())
///         })
///     }
/// }
///
/// let session = OAuthClient::new("my application").session().store(Memory::default());
/// ```
pub trait TokenStore: MaybeSend + MaybeSync + 'static {
    /// Loads the tokens; `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns an error, which must not contain a token, if they cannot be read.
    fn load(&self) -> StoreFuture<'_, Option<Tokens>>;

    /// Saves the tokens in place of those before, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// Returns an error, which must not contain a token, if they cannot be saved.
    fn save<'s>(&'s self, tokens: &'s Tokens) -> StoreFuture<'s, ()>;
}

/// The future of a store.
///
/// # Examples
///
/// ```
/// use tallyfy::Tokens;
/// use tallyfy::oauth::StoreFuture;
///
/// fn nothing() -> StoreFuture<'static, Option<Tokens>> {
///     Box::pin(async { Ok(None) })
/// }
/// ```
pub type StoreFuture<'s, T> = Pin<Box<maybe_send!(dyn Future<Output = Result<T, StoreFailure>> + 's)>>;

/// Why a store failed.
pub(super) type StoreFailure = Box<dyn std::error::Error + Send + Sync>;

/// A failure of a store, as [`Session::on_store_error`](crate::runtime::oauth::Session::on_store_error) reports it.
///
/// # Examples
///
/// ```
/// use tallyfy::oauth::{FileStore, OAuthClient, StoreError};
///
/// let app = OAuthClient::new("my application");
/// let session = app.session().store(FileStore::new("tokens.json")).on_store_error(|error| match error {
///     StoreError::Save(error) => eprintln!("after a restart, somebody has to sign in again: {error}"),
///     other => eprintln!("{other}"),
/// });
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The tokens could not be loaded.
    Load(Box<dyn std::error::Error + Send + Sync>),
    /// The tokens could not be saved. They are used all the same, and saved later.
    Save(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => write!(f, "the tokens could not be loaded: {error}"),
            Self::Save(error) => write!(f, "the tokens could not be saved: {error}"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let (Self::Load(error) | Self::Save(error)) = self;
        error.source()
    }
}
