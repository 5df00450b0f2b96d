//! The kind of responses that are a sequence, and their calls.

use std::marker::PhantomData;

use bytes::BytesMut;

use super::divider::Divider;
use super::framing::Divide;
use super::item::{is_end_mark, read_item};
use super::items::SequenceItems;
use crate::runtime::call::Call;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::FromJson;
use crate::runtime::response::{RawResponse, ResponseBody};

/// One JSON value after another: lines of JSON, JSON text sequences, server-sent events, parts of a multipart body, or values with
/// nothing between them. How they are divided is a fact of the operation.
///
/// `.stream()` returns the values as they come. Awaiting the call waits for the end of the response, and returns all of them: a
/// response that does not end by itself is not for that.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Sequence, Value};
///
/// async fn follow<O>(watch: Call<Sequence<Value>, O>) -> Result<(), Error> {
///     let mut events = watch.stream();
///     while let Some(event) = events.next().await {
///         println!("{}", event?);
///     }
///     Ok(())
/// }
///
/// async fn all<O>(export: Call<Sequence<Value>, O>) -> Result<Vec<Value>, Error> {
///     export.await
/// }
/// ```
#[derive(Debug)]
pub struct Sequence<T>(PhantomData<T>);

impl<T: FromJson + 'static> ResponseBody for Sequence<T> {
    type Output = Vec<T>;
    const ACCEPT: &'static str = "application/json";

    fn read(response: &RawResponse) -> Result<Vec<T>, Unreadable> {
        let state = response.request.state();
        let (mut divider, mut buffer, mut items) = (Divider::new(state.framing), BytesMut::from(&*response.body), Vec::new());
        divider.begin(&response.headers).map_err(Unreadable::Format)?;
        while let Some(frame) = divider.decode_eof(&mut buffer).map_err(|_| Unreadable::unfinished(items.len()))? {
            if is_end_mark(state, &frame) {
                break;
            }
            items.push(read_item(response, items.len(), &frame)?);
        }
        Ok(items)
    }
}

impl<T: FromJson + 'static, O, H> Call<Sequence<T>, O, H> {
    /// Returns a stream of the values, which are read as they come. The call is made when the first one is asked for.
    ///
    /// Until the response begins, failed attempts are retried as in any other call. After that, the timeout of the call is the
    /// longest wait for more bytes, and the deadline holds for all of them. A watch that may be quiet for longer needs a longer
    /// timeout. Dropping the stream ends the request.
    pub fn stream(self) -> SequenceItems<T> {
        SequenceItems::new(self.request)
    }
}
