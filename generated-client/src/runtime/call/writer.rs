//! Writers for downloads.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An asynchronous writer.
///
/// It has the same methods as tokio's and futures' `AsyncWrite`, so it can be implemented by calling those. With the
/// feature `tokio-1`, `Tokio1` does so for all writers of tokio.
///
/// # Examples
///
/// ```no_run
/// use std::{io, pin::Pin, task::{Context, Poll}};
/// use tallyfy::{Binary, Call, Error, Writer};
///
/// /// Counts bytes and forgets them.
/// struct Counter(u64);
///
/// impl Writer for Counter {
///     fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
///         self.0 += bytes.len() as u64;
///         Poll::Ready(Ok(bytes.len()))
///     }
///
///     fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
///         Poll::Ready(Ok(()))
///     }
/// }
///
/// async fn size<O>(call: Call<Binary, O>) -> Result<u64, Error> {
///     let mut counter = Counter(0);
///     call.download().await?.write_to(&mut counter).await?;
///     Ok(counter.0)
/// }
/// ```
pub trait Writer: Unpin {
    /// Writes some of the bytes. Returns their number.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes cannot be written.
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>>;

    /// Flushes all bytes to their destination.
    ///
    /// # Errors
    ///
    /// Returns an error if they cannot be flushed.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

impl Writer for Vec<u8> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A [`Writer`] for any writer of tokio 1.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Binary, Call, Error, Tokio1};
///
/// async fn into<W: tokio::io::AsyncWrite + Unpin, O>(call: Call<Binary, O>, writer: W) -> Result<u64, Error> {
///     call.download().await?.write_to(&mut Tokio1(writer)).await
/// }
/// ```
#[cfg(all(feature = "tokio-1", not(all(target_family = "wasm", target_os = "unknown"))))]
#[derive(Debug)]
pub struct Tokio1<W>(pub W);

#[cfg(all(feature = "tokio-1", not(all(target_family = "wasm", target_os = "unknown"))))]
impl<W: tokio::io::AsyncWrite + Unpin> Writer for Tokio1<W> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }
}
