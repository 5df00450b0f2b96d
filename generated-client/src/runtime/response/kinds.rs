//! The bodies of successful responses.

use std::marker::PhantomData;

use bytes::Bytes;

use super::raw::RawResponse;
use crate::runtime::encoding::describe_encoded;
use crate::runtime::json::Unreadable;
use crate::runtime::json::read::FromJson;

/// The kind of body that a successful response has.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, Error, ResponseBody};
///
/// /// Whatever a call returns, twice.
/// async fn twice<K: ResponseBody, O>(one: Call<K, O>, other: Call<K, O>) -> Result<(K::Output, K::Output), Error> {
///     Ok((one.await?, other.await?))
/// }
/// ```
pub trait ResponseBody: 'static {
    /// The type that the caller receives.
    type Output: 'static;

    /// The `Accept` header, unless the operation sets another.
    const ACCEPT: &'static str;

    /// Whether the bytes are passed on as the server stores them, so that no content coding is undone.
    #[doc(hidden)]
    const AS_STORED: bool = false;

    /// Reads the body.
    #[doc(hidden)]
    fn read(response: &RawResponse) -> Result<Self::Output, Unreadable>;
}

/// No body.
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

impl ResponseBody for Empty {
    type Output = ();
    const ACCEPT: &'static str = "application/json";

    fn read(_: &RawResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

impl<T: FromJson + 'static> ResponseBody for Json<T> {
    type Output = T;
    const ACCEPT: &'static str = "application/json";

    fn read(response: &RawResponse) -> Result<T, Unreadable> {
        response.json()
    }
}

impl ResponseBody for Text {
    type Output = String;
    const ACCEPT: &'static str = "text/plain, */*;q=0.5";

    fn read(response: &RawResponse) -> Result<String, Unreadable> {
        match describe_encoded(&response.headers) {
            Some(found) => Err(Unreadable::Format(format!("expected text, {found}"))),
            None => Ok(response.plain_text().into_owned()),
        }
    }
}

impl ResponseBody for Binary {
    type Output = Bytes;
    const ACCEPT: &'static str = "*/*";
    const AS_STORED: bool = true;

    fn read(response: &RawResponse) -> Result<Bytes, Unreadable> {
        Ok(response.body.clone())
    }
}

/// Implements [`ResponseBody`] for an enum of the bodies of successes by status.
///
/// ```text
/// by_status! {
///     CreateResponse;
///     201 => Created(_);
///     204 => NoContent;
///     206 => PartialContent(bytes); // or (text): no JSON
///     299 if 200..=299 => Status2xx(_); // all others of the range
/// }
/// ```
macro_rules! by_status {
    ($name:ident; $($status:literal $(if $range:pat)? => $variant:ident $(($body:tt))?;)*) => {
        impl $crate::runtime::ResponseBody for $name {
            type Output = Self;
            const ACCEPT: &'static str = "application/json";

            fn read(response: &$crate::runtime::RawResponse) -> Result<Self, $crate::runtime::Unreadable> {
                match response.status.as_u16() {
                    $($crate::runtime::by_status!(@status $status $($range)?) => $crate::runtime::by_status!(@read response $variant $($body)?),)*
                    _ => response.json().map(Self::Other),
                }
            }
        }

        #[cfg(feature = "test-util")]
        impl $crate::runtime::Mockable for $name {
            type Given = Self;

            fn write(given: &Self, facts: &$crate::runtime::RequestFacts) -> $crate::runtime::WrittenResponse {
                match given {
                    $($crate::runtime::by_status!(@pattern value $variant $($body)?) =>
                        $crate::runtime::by_status!(@write facts $status $($body value)?),)*
                    Self::Other(value) => $crate::runtime::WrittenResponse::json(200, value.clone(), facts),
                }
            }
        }
    };
    (@status $status:literal) => {
        $status
    };
    (@status $status:literal $range:pat) => {
        $range
    };
    (@pattern $value:ident $variant:ident) => {
        Self::$variant
    };
    (@pattern $value:ident $variant:ident $body:tt) => {
        Self::$variant($value)
    };
    (@write $facts:ident $status:literal) => {
        $crate::runtime::WrittenResponse::empty($status)
    };
    (@write $facts:ident $status:literal bytes $value:ident) => {
        $crate::runtime::WrittenResponse {
            status: $status,
            ..<$crate::runtime::Binary as $crate::runtime::Mockable>::write($value, $facts)
        }
    };
    (@write $facts:ident $status:literal text $value:ident) => {
        $crate::runtime::WrittenResponse { status: $status, ..<$crate::runtime::Text as $crate::runtime::Mockable>::write($value, $facts) }
    };
    (@write $facts:ident $status:literal $body:tt $value:ident) => {
        $crate::runtime::WrittenResponse::json($status, $crate::runtime::as_json($value), $facts)
    };
    (@read $response:ident $variant:ident) => {
        Ok(Self::$variant)
    };
    (@read $response:ident $variant:ident bytes) => {
        <$crate::runtime::Binary as $crate::runtime::ResponseBody>::read($response).map(Self::$variant)
    };
    (@read $response:ident $variant:ident text) => {
        <$crate::runtime::Text as $crate::runtime::ResponseBody>::read($response).map(Self::$variant)
    };
    (@read $response:ident $variant:ident $body:tt) => {
        $response.json().map(Self::$variant)
    };
}
pub(crate) use by_status;
