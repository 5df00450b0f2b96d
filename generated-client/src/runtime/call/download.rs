//! Downloads: responses that are streamed.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::Call;
use super::file_name::file_name;
use super::writer::Writer;
use crate::runtime::error::{Error, ErrorResponse, transport_error};
use crate::runtime::json::Unreadable;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::policy::Sleep;
use crate::runtime::request::Request;
use crate::runtime::response::{Binary, RawResponse, drift_recorder};
use crate::runtime::send::{SendFuture, send};
use crate::runtime::text::header_text;
use crate::runtime::transport::{Body, Delivery, Progress, ProgressObserver, TransportError, TransportErrorKind};

/// Downloads that are awaited.
impl<O, H> Call<Binary, O, H> {
    /// Streams the bytes of the response, rather than returning all of them.
    ///
    /// Until the response begins, failed attempts are retried as in any other call. After that, the timeout of the call applies
    /// to each chunk, and the deadline to all of them.
    pub fn download(self) -> DownloadFuture {
        start(self.request)
    }
}

/// Options of downloads.
impl<O, H, M> Call<Binary, O, H, M> {
    /// Sets a callback for the progress of the download. Each attempt starts at zero.
    pub fn on_download(mut self, observer: impl Fn(Progress) + MaybeSend + MaybeSync + 'static) -> Self {
        self.request.state_mut().on_download = Some(ProgressObserver::new(observer));
        self
    }

    /// With the feature `gzip`: asks for the bytes in compressed form, and decompresses them as they come. Without it, they are
    /// passed on as the server stores them. Progress counts the compressed form, and the length of the other one is not known.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tallyfy::{Binary, Call, Error};
    ///
    /// /// Saves a long table, which travels in a tenth of its bytes.
    /// async fn save<O>(call: Call<Binary, O>) -> Result<u64, Error> {
    ///     call.compressed().download().await?.save("report.csv").await
    /// }
    /// ```
    #[cfg(feature = "gzip")]
    pub fn compressed(mut self) -> Self {
        self.request.state_mut().as_stored = false;
        self
    }
}

/// Starts a download.
pub(crate) fn start(mut request: Request) -> DownloadFuture {
    let state = request.state_mut();
    state.until = state.until();
    state.streams = true;
    DownloadFuture(send(request))
}

/// The future of a download.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Binary, Call, Download, Error};
///
/// /// Begins a download; the bytes are still to come.
/// async fn begin<O>(call: Call<Binary, O>) -> Result<Download, Error> {
///     call.download().await
/// }
/// ```
#[must_use = "nothing is fetched until it is awaited"]
pub struct DownloadFuture(SendFuture);

impl Future for DownloadFuture {
    type Output = Result<Download, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context).map_ok(Download::new)
    }
}

impl fmt::Debug for DownloadFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadFuture")
    }
}

/// A stream of the bytes of a response. It yields an error if the connection breaks before the end of the response.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Binary, Call, Error};
///
/// /// Prints how much comes, piece by piece.
/// async fn count<O>(call: Call<Binary, O>) -> Result<(), Error> {
///     let mut download = call.download().await?;
///     println!("{:?}: {:?} bytes", download.file_name(), download.length());
///     while let Some(piece) = download.next().await {
///         println!("{} bytes", piece?.len());
///     }
///     Ok(())
/// }
///
/// /// Saves everything under a name, or nothing.
/// async fn save<O>(call: Call<Binary, O>) -> Result<u64, Error> {
///     call.download().await?.save("report.pdf").await
/// }
/// ```
#[must_use = "nothing more is fetched until it is asked for"]
pub struct Download {
    pub(super) response: RawResponse,
    body: Body,
    timer: Option<Sleep>,
    pub(super) done: u64,
    length: Option<u64>,
    ended: bool,
    /// What was received, and not read.
    #[cfg(feature = "blocking")]
    unread: Bytes,
}

impl Download {
    fn new(mut response: RawResponse) -> Self {
        let body = response.stream.take().unwrap_or_else(|| response.body.clone().into());
        let length = http_body::Body::size_hint(&body).exact();
        let secrets = response.request.state().secrets();
        secrets.mark(&mut response.headers);
        Self {
            response,
            body,
            timer: None,
            done: 0,
            length,
            ended: false,
            #[cfg(feature = "blocking")]
            unread: Bytes::new(),
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the number of all bytes, if the server reports it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the media type, if the server reports it: `image/png`.
    pub fn media_type(&self) -> Option<&str> {
        std::str::from_utf8(self.response.headers.get(CONTENT_TYPE)?.as_bytes()).ok()
    }

    /// Returns the file name of `Content-Disposition`. Whatever the server sends, it contains no path, no control characters,
    /// and nothing that changes the direction of text.
    pub fn file_name(&self) -> Option<String> {
        file_name(&header_text(self.response.headers.get(CONTENT_DISPOSITION)?.as_bytes()))
    }

    /// Returns the next chunk, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns all bytes, up to this many.
    ///
    /// # Errors
    ///
    /// Returns an error if there are more bytes, or if the download fails.
    pub async fn bytes(mut self, most: u64) -> Result<Bytes, Error> {
        let mut all = Vec::new();
        while self.done <= most {
            match self.next().await {
                Some(piece) => all.extend_from_slice(&piece?),
                None => return Ok(all.into()),
            }
        }
        let mut failure = self.response.request.state().failure(self.response.attempts);
        failure.problem = Some(format!("the response is larger than the limit of {most} bytes"));
        failure.delivery = Delivery::Done;
        failure.response = Some(self.begun());
        Err(Error::Decode(Box::new(failure)))
    }

    /// Writes all bytes to a writer. Returns their number.
    ///
    /// # Errors
    ///
    /// Returns an error if the download or the writer fails. The writer has a part of the bytes then.
    pub async fn write_to<W: Writer>(mut self, writer: &mut W) -> Result<u64, Error> {
        while let Some(piece) = self.next().await {
            let mut rest = piece?;
            while !rest.is_empty() {
                let written = poll_fn(|context| Pin::new(&mut *writer).poll_write(context, &rest)).await;
                match written.map_err(|error| self.not_kept(error))? {
                    0 => return Err(self.not_kept(io::ErrorKind::WriteZero.into())),
                    written => drop(rest.split_to(written.min(rest.len()))),
                }
            }
        }
        poll_fn(|context| Pin::new(&mut *writer).poll_flush(context)).await.map_err(|error| self.not_kept(error))?;
        Ok(self.done)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn request(&self) -> &Request {
        &self.response.request
    }

    /// Takes back what was received, and not read. Returns the number of bytes that were read.
    #[cfg(feature = "blocking")]
    pub(crate) fn take_back(&mut self, piece: Bytes) -> u64 {
        self.done -= piece.len() as u64;
        self.unread = piece;
        self.done
    }

    /// Reads something that was received, such as one of the items.
    pub(crate) fn read_part<T>(&mut self, read: impl FnOnce(&RawResponse) -> Result<T, Unreadable>) -> Result<T, Error> {
        let known = self.response.request.state().secrets.len();
        let value = self.response.read_part(read);
        // There may be no end of items.
        self.response.request.state_mut().secrets.truncate(known);
        self.response.findings = drift_recorder(self.response.request.state().client.core());
        value
    }

    /// Returns what is known of the response.
    fn begun(&self) -> ErrorResponse {
        let state = self.response.request.state();
        state.error_response(self.response.status, self.response.headers.clone(), Bytes::new())
    }

    fn failed(&self, error: &TransportError) -> Error {
        let state = self.response.request.state();
        transport_error(Box::new(state.failure(self.response.attempts)), &state.secrets(), error, Some(self.begun()))
    }

    pub(crate) fn not_kept(&self, error: io::Error) -> Error {
        self.stopped(format!("the download cannot be written: {error}"))
    }

    /// Returns the error for a download that ends for a reason of this side.
    fn stopped(&self, problem: String) -> Error {
        let mut failure = self.response.request.state().failure(self.response.attempts);
        failure.problem = Some(problem);
        failure.delivery = Delivery::Done;
        failure.response = Some(self.begun());
        Error::Transport(Box::new(failure))
    }

    /// Polls for a chunk, and for the timeout.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        if let Poll::Ready(piece) = self.body.poll_chunk(context) {
            self.timer = None;
            return Poll::Ready(piece);
        }
        let state = self.response.request.state();
        let limit = state.attempt_timeout(state.until);
        let timer = self.timer.get_or_insert_with(|| state.client.core().clock.timer(limit));
        ready!(timer.as_mut().poll(context));
        Poll::Ready(Err(TransportError::new(TransportErrorKind::TimedOut, format!("nothing was received within {limit:?}"))))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        #[cfg(feature = "blocking")]
        if !self.unread.is_empty() {
            self.done += self.unread.len() as u64;
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.unread))));
        }
        if self.ended {
            return Poll::Ready(None);
        }
        if let Err(problem) = self.response.request.state().client.core().check_runtime() {
            self.ended = true;
            return Poll::Ready(Some(Err(self.stopped(problem.to_owned()))));
        }
        let error = match ready!(self.poll_piece(context)) {
            Ok(Some(piece)) => {
                self.done += piece.len() as u64;
                self.response.watch.streamed(&piece);
                return Poll::Ready(Some(Ok(piece)));
            }
            Ok(None) => {
                self.ended = true;
                self.response.watch.end(None);
                self.response.watch.report(None);
                return Poll::Ready(None);
            }
            Err(error) => error.after_head(),
        };
        self.ended = true;
        // The connection, or the request of a browser, is not kept for as long as this is.
        self.body = Body::default();
        self.response.watch.end(Some(&error));
        self.response.watch.report(None);
        Poll::Ready(Some(Err(self.failed(&error))))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("status", &self.response.status).field("done", &self.done).field("length", &self.length).finish()
    }
}
