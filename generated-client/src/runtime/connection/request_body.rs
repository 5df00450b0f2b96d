//! The body of a request, on its way.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::stream::Activity;
#[cfg(feature = "http2")]
use crate::runtime::transport::last_cause;
use crate::runtime::transport::{Body, TransportError, TransportErrorKind};

/// The body of a request. What it gives is as long as it announced, or it ends with an error: a server must not take the rest
/// for another request, and must not wait for what does not come.
pub(super) struct RequestBody {
    body: Body,
    /// The bytes that are still to come, if the length is known.
    remaining: Option<u64>,
    /// The last bytes, if the length is known.
    last: Option<Bytes>,
    /// The connection that it is sent through.
    activity: Option<Arc<Activity>>,
}

impl RequestBody {
    /// Takes a body, and the length that its request announces in any case.
    pub(super) fn new(body: Body, announced: Option<u64>) -> Self {
        let remaining = body.size_hint().exact().or(announced);
        Self { body, remaining, last: None, activity: None }
    }

    /// Sets the connection that it is sent through.
    pub(super) fn begin(&mut self, activity: &Arc<Activity>) {
        activity.set_uploading(!self.is_end_stream());
        self.activity = Some(activity.clone());
    }

    /// Polls the source. It is code of the application, and a panic of it goes up where the call is made.
    fn poll_source(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        catch_unwind(AssertUnwindSafe(|| Pin::new(&mut self.body).poll_frame(context))).unwrap_or_else(|panic| {
            self.body = Body::default();
            if let Some(activity) = &self.activity {
                activity.set_panic(panic);
            }
            Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "the source of the body panicked"))))
        })
    }

    /// Returns the next frame. The last bytes of a known length are kept until the source has ended: once they are sent, the
    /// server has a whole request, and it would be too late to say that there is more.
    fn poll_checked(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, RequestBodyError>>> {
        loop {
            let Some(frame) = ready!(self.poll_source(context)) else {
                return Poll::Ready(self.at_end());
            };
            let frame = frame.map_err(RequestBodyError::Source)?;
            let Some(remaining) = self.remaining else {
                return Poll::Ready(Some(Ok(frame)));
            };
            let Ok(data) = frame.into_data() else { continue };
            let Some(remaining) = remaining.checked_sub(data.len() as u64) else {
                return Poll::Ready(Some(Err(RequestBodyError::TooLong)));
            };
            self.remaining = Some(remaining);
            if remaining > 0 {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if !data.is_empty() {
                self.last = Some(data);
            }
        }
    }

    /// Notes what a connection that is shared does not show: that the body goes on, that it has ended (hyper does not ask again
    /// after what says that it is the last), and why it broke off.
    #[cfg(feature = "http2")]
    fn note(&self, activity: &Activity, polled: &Poll<Option<Result<Frame<Bytes>, RequestBodyError>>>) {
        match polled {
            Poll::Ready(Some(Ok(_))) if self.is_end_stream() => activity.set_uploading(false),
            Poll::Ready(Some(Ok(_))) => activity.touch(),
            Poll::Ready(Some(Err(error))) => activity.set_write_error(std::io::Error::other(last_cause(error).to_string())),
            Poll::Ready(None) | Poll::Pending => {}
        }
    }

    fn at_end(&mut self) -> Option<Result<Frame<Bytes>, RequestBodyError>> {
        if let Some(missing @ 1..) = self.remaining {
            return Some(Err(RequestBodyError::TooShort(missing)));
        }
        if let Some(activity) = self.activity.take() {
            activity.set_uploading(false);
        }
        self.last.take().map(|data| Ok(Frame::data(data)))
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = RequestBodyError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, RequestBodyError>>> {
        let polled = self.poll_checked(context);
        if let Some(activity) = &self.activity {
            activity.set_starved(polled.is_pending());
            #[cfg(feature = "http2")]
            self.note(activity, &polled);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && !matches!(self.remaining, Some(1..)) && self.last.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let last = self.last.as_ref().map_or(0, |data| data.len() as u64);
        self.remaining.map_or_else(SizeHint::default, |remaining| SizeHint::with_exact(remaining.saturating_add(last)))
    }
}

/// Why the body of a request broke off.
#[derive(Debug)]
pub(super) enum RequestBodyError {
    /// The number of bytes that did not come.
    TooShort(u64),
    TooLong,
    Source(TransportError),
}

impl fmt::Display for RequestBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(missing) => write!(f, "the body of the request ended too early: expected {missing} more bytes"),
            Self::TooLong => f.write_str("the body of the request is longer than its announced length"),
            Self::Source(_) => f.write_str("the body of the request could not be read"),
        }
    }
}

impl std::error::Error for RequestBodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Source(error) => Some(error),
            _ => None,
        }
    }
}
