//! Whether a request used a connection that had been used before.

/// Whether a request was sent over a new connection or over one that was kept.
///
/// The default transport puts it among the extensions of its responses, and into its errors with
/// [`TransportError::with_connection`](super::TransportError::with_connection). Another transport may do the same: hooks get it
/// with the outcome of an attempt.
///
/// # Examples
///
/// ```
/// use tallyfy::{Body, ConnectionUse, TransportFuture};
///
/// fn answer() -> TransportFuture {
///     Box::pin(async {
///         let mut response = http::Response::new(Body::from("{}"));
///         response.extensions_mut().insert(ConnectionUse::New);
///         Ok(response)
///     })
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionUse {
    /// The connection was opened for the request.
    New,
    /// An earlier request had used the connection.
    Reused,
}
