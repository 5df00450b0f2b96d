//! The transport of browsers and workers: `fetch`.

mod abort;
mod fetch_transport;
mod headers;
mod judge;
mod request;
mod response;

pub use self::fetch_transport::{FetchCredentials, FetchTransport};
