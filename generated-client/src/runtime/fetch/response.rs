//! Responses of `fetch`, and their bodies, which are read as they come.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::Frame;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ResponseType};

use super::abort::AbortOnDrop;
use super::headers::received;
use super::judge::describe;
use crate::runtime::transport::{Body, Delivery, LedTo, TransportError, TransportErrorKind};

/// Returns the head of a response, and the body that is still to come.
pub(super) fn read(response: &web_sys::Response, abort: AbortOnDrop) -> Result<Response<Body>, TransportError> {
    if response.type_() == ResponseType::Opaqueredirect {
        let problem = "the server leads to another URL, which a browser does not tell, and follows only if no secret can get there";
        return Err(TransportError::new(TransportErrorKind::Protocol, problem).with_delivery(Delivery::Unknown).permanent());
    }
    let status = StatusCode::from_u16(response.status());
    let status = status.map_err(|_| TransportError::new(TransportErrorKind::Protocol, "the response has no status"))?;
    let body = match response.body() {
        Some(body) => {
            Body::stream(FetchedBody { reader: body.get_reader().unchecked_into(), chunk: None, has_ended: false, _abort: abort })
        }
        None => Body::default(),
    };
    let mut read = Response::new(body);
    *read.status_mut() = status;
    *read.headers_mut() = received(&response.headers());
    // The URL may be empty.
    if let Some(url) = response.url().parse().ok().filter(|_| response.redirected()) {
        read.extensions_mut().insert(LedTo(url));
    }
    Ok(read)
}

/// The body of a response.
struct FetchedBody {
    reader: ReadableStreamDefaultReader,
    /// What is being read.
    chunk: Option<JsFuture>,
    has_ended: bool,
    _abort: AbortOnDrop,
}

impl http_body::Body for FetchedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let mut chunk = self.chunk.take().unwrap_or_else(|| JsFuture::from(self.reader.read()));
        let Poll::Ready(read) = Pin::new(&mut chunk).poll(context) else {
            self.chunk = Some(chunk);
            return Poll::Pending;
        };
        let bytes = match read.and_then(|read| bytes(&read)) {
            Ok(Some(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Ok(None) => None,
            Err(error) => Some(Err(TransportError::new(TransportErrorKind::Broken, describe(&error)))),
        };
        self.has_ended = true;
        Poll::Ready(bytes)
    }

    fn is_end_stream(&self) -> bool {
        self.has_ended
    }
}

/// Returns the bytes that were read; `None` at the end.
fn bytes(read: &JsValue) -> Result<Option<Bytes>, JsValue> {
    if Reflect::get(read, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let chunk: Uint8Array = Reflect::get(read, &"value".into())?.dyn_into()?;
    Ok(Some(chunk.to_vec().into()))
}
