//! Calls.

use std::future::Future;

use tokio::runtime::Handle;

use super::download::DownloadCall;
use super::list::{Items, Pages, SequenceItems};
use crate::runtime::call::{Call, Response, WithResponse, finish, finish_with_response};
use crate::runtime::error::Error;
use crate::runtime::json::read::FromJson;
use crate::runtime::mode::Blocking;
use crate::runtime::paging::{self, Paged};
use crate::runtime::request::Request;
use crate::runtime::response::{Binary, DeclaredHeaders, RawResponse, ResponseBody};
use crate::runtime::send::send;
use crate::runtime::sequence::{self, OrStream, Sequence};
use crate::runtime::worker::wait;

/// Returns the runtime that a request is sent in.
pub(super) fn runtime_of(request: &Request) -> Result<Handle, Error> {
    let state = request.state();
    state.client.core().worker.runtime().map_err(|problem| state.argument_error(&problem))
}

/// Starts work on a request, and waits for its end.
pub(super) fn complete<T, F>(request: Request, start: impl FnOnce(Request) -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let runtime = runtime_of(&request)?;
    wait(&runtime, start(request))
}

/// Sends a request. It does not depend on the type of the response, so that it is compiled once.
fn respond(request: Request) -> Result<RawResponse, Error> {
    complete(request, send)
}

/// Calls of a blocking client.
impl<K: ResponseBody, O, H> Call<K, O, H, Blocking> {
    /// With the feature `blocking`: makes the call, and returns when the response is there.
    ///
    /// # Errors
    ///
    /// Returns the same errors as the call of an asynchronous client.
    pub fn send(self) -> Result<K::Output, Error> {
        finish::<K>(respond(self.request)?)
    }
}

/// Calls of a blocking client.
impl<K: ResponseBody, H: DeclaredHeaders> WithResponse<K, H, Blocking> {
    /// With the feature `blocking`: makes the call, and returns when the response is there.
    ///
    /// # Errors
    ///
    /// Returns the same errors as the call of an asynchronous client.
    pub fn send(self) -> Result<Response<K::Output, H>, Error> {
        finish_with_response::<K, H>(respond(self.request)?)
    }
}

/// Lists of a blocking client.
impl<T: FromJson + 'static, O, H> Call<Paged<T>, O, H, Blocking> {
    /// With the feature `blocking`: returns an iterator over the items of all pages, which are fetched as they are needed.
    pub fn items(self) -> Items<T> {
        Items::new(paging::Items::new(paging::Pages::new(self.request)))
    }

    /// Returns an iterator over the pages, starting with this one.
    pub fn pages(self) -> Pages<T> {
        Pages::new(paging::Pages::new(self.request))
    }
}

/// Sequences of a blocking client.
impl<T: FromJson + 'static, O, H> Call<Sequence<T>, O, H, Blocking> {
    /// With the feature `blocking`: returns an iterator over the values, which are read as they come. The call is made when the
    /// first one is asked for.
    ///
    /// Until the response begins, failed attempts are retried as in any other call. After that, the timeout of the call is the
    /// longest wait for more bytes, and the deadline holds for all of them. Dropping the iterator ends the request.
    pub fn items(self) -> SequenceItems<T> {
        SequenceItems::new(sequence::SequenceItems::new(self.request))
    }
}

/// Operations of a blocking client that give one value, or a stream where it is asked for.
impl<K, T: FromJson + 'static, O, H> Call<OrStream<K, T>, O, H, Blocking> {
    /// With the feature `blocking`: asks for a stream in place of the one value, as [`stream`](Call::stream) does, and returns an
    /// iterator over its values.
    pub fn items(self) -> SequenceItems<T> {
        SequenceItems::new(sequence::SequenceItems::new(self.request.asking_for_stream()))
    }
}

/// Downloads of a blocking client.
impl<O, H> Call<Binary, O, H, Blocking> {
    /// Reads the bytes of the response as they come, rather than returning all of them.
    ///
    /// Until the response begins, failed attempts are retried as in any other call. After that, the timeout of the call applies
    /// to each chunk, and the deadline to all of them.
    pub fn download(self) -> DownloadCall {
        DownloadCall::new(self.request)
    }
}
