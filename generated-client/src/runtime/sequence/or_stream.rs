//! Operations that give one value, or a stream where it is asked for.

use std::marker::PhantomData;

use super::items::SequenceItems;
use crate::runtime::call::Call;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::FromJson;
use crate::runtime::response::{RawResponse, ResponseBody};

/// A body of the kind `K`, or a stream of values instead.
///
/// Awaiting the call gives the one value; `.stream()` asks for the stream.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Json, OrStream, Value};
///
/// async fn whole<O>(chat: Call<OrStream<Json<Value>, Value>, O>) -> Result<Value, Error> {
///     chat.await
/// }
///
/// async fn piece_by_piece<O>(chat: Call<OrStream<Json<Value>, Value>, O>) -> Result<(), Error> {
///     let mut pieces = chat.stream();
///     while let Some(piece) = pieces.next().await {
///         println!("{}", piece?);
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct OrStream<K, T>(PhantomData<(K, T)>);

impl<K: ResponseBody, T: FromJson + 'static> ResponseBody for OrStream<K, T> {
    type Output = K::Output;
    const ACCEPT: &'static str = K::ACCEPT;
    const AS_STORED: bool = K::AS_STORED;

    fn read(response: &RawResponse) -> Result<K::Output, Unreadable> {
        K::read(response)
    }
}

impl<K, T: FromJson + 'static, O, H> Call<OrStream<K, T>, O, H> {
    /// Asks for a stream in place of the one value: by its media type, and by the parameter or the field of the body that the
    /// definition has for that, which is set to `true`. The call is made when the first value is asked for.
    ///
    /// Until the response begins, failed attempts are retried as in any other call. After that, the timeout of the call is the
    /// longest wait for more bytes, and the deadline holds for all of them. Dropping the stream ends the request.
    pub fn stream(self) -> SequenceItems<T> {
        SequenceItems::new(self.request.asking_for_stream())
    }
}
