//! Signing in with OAuth 2 (feature `oauth`): a person with a browser or on another device, or the application itself.
//!
//! [`OAuthClient`] is where everything begins. A [`Session`] keeps its tokens valid, and stored.
//!
//! # Examples
//!
//! ```
//! use std::time::Duration;
//! use tallyfy::Client;
//! use tallyfy::oauth::{FileStore, LoopbackListener, OAuthClient, OAuthError, TokenStore};
//!
//! async fn sign_in(app: &OAuthClient, store: &FileStore) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     let client = Client::builder().base_url("https://api.example.com").build()?;
//!     let listener = LoopbackListener::bind(0).await?;
//!     let request = app.authorize(&client, listener.redirect_uri())?;
//!     println!("open {}", request.url());
//!     let code = listener.code(&request, Duration::from_secs(300)).await?;
//!     let tokens = request.exchange(code).await?;
//!     store.save(&tokens).await
//! }
//!
//! /// Now, and in every later run.
//! fn client(app: &OAuthClient, store: FileStore) -> Result<Client, tallyfy::Error> {
//!     Client::builder().base_url("https://api.example.com").token_provider(app.session().store(store)).build()
//! }
//! ```

mod async_mutex;
mod authorization;
mod device;
mod endpoints;
mod error;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod file_store;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod loopback;
mod oauth_client;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod page;
mod pkce;
mod revocation;
mod session;
mod session_source;
mod store;
mod stored;
mod token_request;

pub use self::authorization::{AuthorizationCode, AuthorizationRequest};
pub use self::device::DeviceAuthorization;
pub use self::error::{OAuthError, OAuthErrorCode, Refusal};
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use self::file_store::FileStore;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use self::loopback::LoopbackListener;
pub use self::oauth_client::{ClientAuthentication, OAuthClient};
pub use self::session::Session;
pub use self::store::{StoreError, StoreFuture, TokenStore};
