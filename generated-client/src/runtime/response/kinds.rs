//! What successes carry: the kinds of replies.

use std::marker::PhantomData;

use bytes::Bytes;

use super::raw::RawReply;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::Read;

/// What a success carries.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Reply};
///
/// /// Whatever a call returns, twice.
/// async fn twice<K: Reply, O>(one: Call<K, O>, other: Call<K, O>) -> Result<(K::Output, K::Output), Error> {
///     Ok((one.await?, other.await?))
/// }
/// ```
pub trait Reply: 'static {
    /// What the caller gets.
    type Output: 'static;

    /// The media types asked for, unless the operation says otherwise.
    const ACCEPT: &'static str;

    /// Makes it of a reply.
    fn read(reply: &RawReply) -> Result<Self::Output, Unreadable>;
}

/// Nothing.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Empty, Error};
///
/// async fn done<O>(call: Call<Empty, O>) -> Result<(), Error> {
///     call.await
/// }
/// ```
#[derive(Debug)]
pub enum Empty {}

/// One JSON value.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Json, Value};
///
/// async fn value<O>(call: Call<Json<Value>, O>) -> Result<Value, Error> {
///     call.await
/// }
/// ```
#[derive(Debug)]
pub struct Json<T>(PhantomData<T>);

/// Text.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, Text};
///
/// async fn text<O>(call: Call<Text, O>) -> Result<String, Error> {
///     call.await
/// }
/// ```
#[derive(Debug)]
pub enum Text {}

/// Bytes.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Binary, Bytes, Call, Error};
///
/// async fn bytes<O>(call: Call<Binary, O>) -> Result<Bytes, Error> {
///     call.await // or `.download()`, for large ones
/// }
/// ```
#[derive(Debug)]
pub enum Binary {}

impl Reply for Empty {
    type Output = ();
    const ACCEPT: &'static str = "application/json";

    fn read(_: &RawReply) -> Result<(), Unreadable> {
        Ok(())
    }
}

impl<T: Read + 'static> Reply for Json<T> {
    type Output = T;
    const ACCEPT: &'static str = "application/json";

    fn read(reply: &RawReply) -> Result<T, Unreadable> {
        reply.json()
    }
}

impl Reply for Text {
    type Output = String;
    const ACCEPT: &'static str = "text/plain, */*;q=0.5";

    fn read(reply: &RawReply) -> Result<String, Unreadable> {
        Ok(reply.text().into_owned())
    }
}

impl Reply for Binary {
    type Output = Bytes;
    const ACCEPT: &'static str = "*/*";

    fn read(reply: &RawReply) -> Result<Bytes, Unreadable> {
        Ok(reply.body.clone())
    }
}

/// Makes an enumeration of what successes carry readable by their status.
///
/// ```text
/// by_status! {
///     CreateReply;
///     201 => Created(_);
///     204 => NoContent;
/// }
/// ```
macro_rules! by_status {
    ($name:ident; $($status:literal => $variant:ident $(($body:tt))?;)*) => {
        impl $crate::runtime::Reply for $name {
            type Output = Self;
            const ACCEPT: &'static str = "application/json";

            fn read(reply: &$crate::runtime::RawReply) -> Result<Self, $crate::runtime::Unreadable> {
                match reply.status.as_u16() {
                    $($status => $crate::runtime::by_status!(@read reply $variant $($body)?),)*
                    _ => reply.json().map(Self::Other),
                }
            }
        }
    };
    (@read $reply:ident $variant:ident) => {
        Ok(Self::$variant)
    };
    (@read $reply:ident $variant:ident $body:tt) => {
        $reply.json().map(Self::$variant)
    };
}
pub(crate) use by_status;
