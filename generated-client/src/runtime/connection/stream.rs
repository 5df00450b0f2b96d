//! The bytes of a connection: TCP, a Unix socket, or TLS over one of them.

use std::any::Any;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::runtime::transport::TransportError;

/// What can be read and written.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// The bytes of a connection.
pub(super) enum Stream {
    Tcp(TcpStream),
    /// A Unix socket, TLS, or bytes that were read too early.
    Other(Box<dyn Duplex>),
    /// TLS in which HTTP/2 was agreed on.
    #[cfg(feature = "http2")]
    Http2(Box<dyn Duplex>),
}

impl Stream {
    /// Puts back what was read too early.
    pub(super) fn with_prefix(self, prefix: Bytes) -> Self {
        if prefix.is_empty() { self } else { Self::Other(Box::new(Prefixed { prefix, stream: self })) }
    }

    fn inner(&mut self) -> Pin<&mut dyn Duplex> {
        match self {
            Self::Tcp(stream) => Pin::new(stream),
            Self::Other(stream) => Pin::new(&mut **stream),
            #[cfg(feature = "http2")]
            Self::Http2(stream) => Pin::new(&mut **stream),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.inner().poll_write(context, bytes)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.inner().poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_write_vectored(),
            Self::Other(stream) => stream.is_write_vectored(),
            #[cfg(feature = "http2")]
            Self::Http2(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_shutdown(context)
    }
}

/// A stream, with bytes of it that were read before.
struct Prefixed {
    prefix: Bytes,
    stream: Stream,
}

impl AsyncRead for Prefixed {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.prefix.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let size = self.prefix.len().min(buffer.remaining());
        buffer.put_slice(self.prefix.get(..size).unwrap_or_default());
        self.prefix.advance(size);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Prefixed {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// What a connection and its requests know of each other.
pub(super) struct Activity {
    opened: Instant,
    /// When bytes were last written, in milliseconds since the connection was opened.
    written: AtomicU64,
    /// Whether the body of a request is being read from its source.
    uploading: AtomicBool,
    /// Whether there are bytes that the peer does not take at the moment.
    blocked: AtomicBool,
    /// Whether the connection waits for the source of the request's body.
    starved: AtomicBool,
    /// Why nothing can be written any more.
    write_error: Mutex<Option<io::Error>>,
    /// The error of TLS that ended the connection before it had a request.
    tls_error: Mutex<Option<TransportError>>,
    /// With what the source of the request's body has panicked.
    panic: Mutex<Option<Panic>>,
}

type Panic = Box<dyn Any + Send>;

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            opened: Instant::now(),
            written: AtomicU64::new(0),
            uploading: AtomicBool::new(false),
            blocked: AtomicBool::new(false),
            starved: AtomicBool::new(false),
            write_error: Mutex::new(None),
            tls_error: Mutex::new(None),
            panic: Mutex::new(None),
        }
    }

    fn now(&self) -> u64 {
        self.opened.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
    }

    /// Returns how long ago it began.
    pub(super) fn age(&self) -> Duration {
        self.opened.elapsed()
    }

    /// Notes that the sending of a request goes on.
    pub(super) fn touch(&self) {
        self.written.store(self.now(), Ordering::Relaxed);
    }

    /// Returns how long nothing has been written.
    pub(super) fn quiet(&self) -> Duration {
        Duration::from_millis(self.now().saturating_sub(self.written.load(Ordering::Relaxed)))
    }

    pub(super) fn set_uploading(&self, uploading: bool) {
        self.touch();
        self.uploading.store(uploading, Ordering::Release);
    }

    /// Returns whether the request has not been sent to its end.
    pub(super) fn is_uploading(&self) -> bool {
        self.uploading.load(Ordering::Acquire) || self.blocked.load(Ordering::Acquire)
    }

    /// Notes whether the peer took what was written.
    fn set_blocked<T>(&self, written: &Poll<T>) {
        self.blocked.store(written.is_pending(), Ordering::Release);
    }

    pub(super) fn set_starved(&self, starved: bool) {
        if self.starved.swap(starved, Ordering::AcqRel) && !starved {
            self.touch();
        }
    }

    pub(super) fn is_starved(&self) -> bool {
        self.starved.load(Ordering::Acquire)
    }

    pub(super) fn set_write_error(&self, error: io::Error) {
        *self.write_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Keeps the error of TLS that has ended the connection.
    pub(super) fn set_tls_error(&self, error: TransportError) {
        *self.tls_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Returns the error of TLS that has ended the connection, if that was before it had a request.
    pub(super) fn take_tls_error(&self) -> Option<TransportError> {
        self.tls_error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps a panic, which is not one of the connection's task.
    pub(super) fn set_panic(&self, panic: Panic) {
        *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
    }

    /// Returns with what the source of the body has panicked, if it has.
    pub(super) fn take_panic(&self) -> Option<Panic> {
        self.panic.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Returns why nothing could be written, if so.
    pub(super) fn write_error(&self) -> Option<io::Error> {
        self.write_error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What has come over a connection that several calls share.
#[cfg(feature = "http2")]
pub(super) struct ReadState {
    opened: Instant,
    /// When bytes last came, in milliseconds since the connection was opened.
    last: AtomicU64,
    /// Why nothing can be read any more.
    error: Mutex<Option<io::Error>>,
}

#[cfg(feature = "http2")]
impl ReadState {
    pub(super) fn new() -> Self {
        Self { opened: Instant::now(), last: AtomicU64::new(0), error: Mutex::new(None) }
    }

    fn now(&self) -> u64 {
        self.opened.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
    }

    /// Returns how long nothing has come.
    pub(super) fn silence(&self) -> Duration {
        Duration::from_millis(self.now().saturating_sub(self.last.load(Ordering::Relaxed)))
    }

    /// Looks at why nothing can be read any more, if so.
    pub(super) fn look_at_error<T>(&self, look: impl FnOnce(&io::Error) -> T) -> Option<T> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(look)
    }

    /// Notes what was read. Of an error, h2 keeps nothing but its words: it stays here, and they are passed on.
    fn note(&self, read: io::Result<()>) -> io::Result<()> {
        read.inspect(|()| self.last.store(self.now(), Ordering::Relaxed)).map_err(|error| {
            let words = io::Error::new(error.kind(), error.to_string());
            *self.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            words
        })
    }
}

/// A stream that is still read after nothing can be written any more: a server that refuses an upload answers, and then
/// closes. hyper gives up with the first error of a write, and the answer would be lost.
pub(super) struct Watched {
    stream: Stream,
    activity: Arc<Activity>,
    is_broken: bool,
    /// Set for a connection that several calls share.
    #[cfg(feature = "http2")]
    pub received: Option<Arc<ReadState>>,
}

impl Watched {
    pub(super) fn new(stream: Stream, activity: Arc<Activity>) -> Self {
        Self {
            stream,
            activity,
            is_broken: false,
            #[cfg(feature = "http2")]
            received: None,
        }
    }

    /// Notes what comes, for the calls that share the connection.
    #[cfg(feature = "http2")]
    pub(super) fn shared(mut self, received: Arc<ReadState>) -> Self {
        self.received = Some(received);
        self
    }

    fn written(&mut self, result: io::Result<usize>) -> Poll<io::Result<usize>> {
        match result {
            Ok(size) => {
                self.activity.touch();
                Poll::Ready(Ok(size))
            }
            Err(error) => {
                self.activity.set_write_error(error);
                self.is_broken = true;
                // Nothing wakes this: what comes next is read, or the end of the connection.
                Poll::Pending
            }
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        #[cfg(feature = "http2")]
        if let Some(received) = &self.received {
            return polled.map(|read| received.note(read));
        }
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_broken {
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.activity.set_blocked(&polled);
        self.written(ready!(polled))
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        if self.is_broken {
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.activity.set_blocked(&polled);
        self.written(ready!(polled))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_broken {
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.activity.set_blocked(&polled);
        match ready!(polled) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(error) => self.written(Err(error)).map_ok(|_| ()),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_broken {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
