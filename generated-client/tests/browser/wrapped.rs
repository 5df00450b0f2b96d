//! A transport and a provider of tokens, as an application writes them. `tests/face.rs` compiles the same file.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tallyfy::{Body, Client, Secret, TokenFuture, TokenProvider, Transport, TransportFuture};

/// Counts the requests of another transport.
pub struct Counting<T> {
    inner: Arc<T>,
    count: Arc<AtomicUsize>,
}

impl<T> Counting<T> {
    pub fn new(inner: T) -> Self {
        Self { inner: Arc::new(inner), count: Arc::default() }
    }

    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

impl<T> Clone for Counting<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), count: self.count.clone() }
    }
}

impl<T: Transport> Transport for Counting<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let this = self.clone();
        Box::pin(async move {
            this.count.fetch_add(1, Ordering::Relaxed);
            this.inner.send(request).await
        })
    }
}

/// A token that stays the same.
pub struct Fixed(Secret);

impl Fixed {
    pub fn new(token: &str) -> Self {
        Self(token.into())
    }
}

impl TokenProvider for Fixed {
    fn token<'p>(&'p self, _: &'p Client, _: Option<&'p Secret>) -> TokenFuture<'p, Secret> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}
