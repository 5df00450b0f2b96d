//! Bodies of successes as a server would write them, and bodies of requests as a server would read them: for tests.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::Serialize;
use serde_json::{Map, Value};

use super::kinds::{Binary, Empty, Json, ResponseBody, Text};
use super::operation::Operation;
use crate::runtime::json::decode;
use crate::runtime::json::read::FromJson;
use crate::runtime::maybe_send::{MaybeSend, MaybeSync};
use crate::runtime::request::RequestFacts;

/// A kind of response that a mock can give.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Operation;
/// use tallyfy::test::{Mock, Mockable};
///
/// /// Answers every call of an operation with the same value.
/// fn always<O: Operation>(mock: &Mock, value: <O::Response as Mockable>::Given)
/// where
///     O::Response: Mockable,
/// {
///     mock.on::<O>().replies(value);
/// }
/// ```
pub trait Mockable: ResponseBody {
    /// What the test gives: the value that the call returns; for a list, its items.
    type Given: MaybeSend + MaybeSync + 'static;

    /// Writes the response to a request.
    #[doc(hidden)]
    fn write(given: &Self::Given, facts: &RequestFacts) -> WrittenResponse;
}

/// What the body of a request can be read back as: the [`Input`](Operation::Input) of an operation.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::Operation;
/// use tallyfy::test::{Mock, MockInput};
///
/// fn last<O: Operation>(mock: &Mock) -> Option<O::Input>
/// where
///     O::Input: MockInput,
/// {
///     mock.received::<O>().last().map(|call| call.input())
/// }
/// ```
pub trait MockInput: Sized {
    /// Reads the body, or says why it cannot be read.
    #[doc(hidden)]
    fn read_body(body: &Bytes, headers: &HeaderMap, facts: &RequestFacts) -> Result<Self, String>;
}

/// A response, as a mock writes it.
#[derive(Debug)]
pub struct WrittenResponse {
    pub(crate) status: u16,
    pub(crate) media: Option<&'static str>,
    pub(crate) body: Bytes,
}

impl WrittenResponse {
    /// Creates a response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, media: None, body: Bytes::new() }
    }

    /// Creates a response of JSON, in the envelope and the format of the operation.
    ///
    /// # Panics
    ///
    /// The value has no form in that format, such as XML.
    #[track_caller]
    pub(crate) fn json(status: u16, value: Value, facts: &RequestFacts) -> Self {
        let json = enveloped(value, facts.envelope).to_string();
        match facts.format.map(|format| format.from_json(&json)) {
            None => Self { status, media: Some("application/json"), body: json.into() },
            Some(Ok(body)) => Self { status, media: Some("application/xml"), body: body.into() },
            Some(Err(problem)) => panic!("the value has no form in the operation's media type: {problem}"),
        }
    }
}

impl Mockable for Empty {
    type Given = ();

    fn write((): &(), facts: &RequestFacts) -> WrittenResponse {
        // Where a redirect is the only success, it is one.
        WrittenResponse::empty(facts.redirects.first().copied().unwrap_or(204))
    }
}

impl<T: FromJson + Serialize + MaybeSend + MaybeSync + 'static> Mockable for Json<T> {
    type Given = T;

    fn write(value: &T, facts: &RequestFacts) -> WrittenResponse {
        WrittenResponse::json(200, as_json(value), facts)
    }
}

impl Mockable for Text {
    type Given = String;

    fn write(text: &String, _: &RequestFacts) -> WrittenResponse {
        WrittenResponse { status: 200, media: Some("text/plain; charset=utf-8"), body: text.clone().into() }
    }
}

impl Mockable for Binary {
    type Given = Bytes;

    fn write(bytes: &Bytes, _: &RequestFacts) -> WrittenResponse {
        WrittenResponse { status: 200, media: Some("application/octet-stream"), body: bytes.clone() }
    }
}

#[doc(hidden)]
impl<T: FromJson> MockInput for T {
    fn read_body(body: &Bytes, headers: &HeaderMap, facts: &RequestFacts) -> Result<Self, String> {
        let text = String::from_utf8_lossy(body);
        let is_text = headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"text/plain"));
        let text = match &facts.json {
            Some(json) => json.clone(),
            // Text is a string of JSON without the quotes.
            None if is_text => Value::from(text).to_string(),
            None => text.into_owned(),
        };
        decode(&text, None, None).map_err(|unreadable| format!("the body cannot be read: {}", unreadable.problem()))
    }
}

impl MockInput for () {
    fn read_body(_: &Bytes, _: &HeaderMap, _: &RequestFacts) -> Result<Self, String> {
        Ok(())
    }
}

impl MockInput for Bytes {
    fn read_body(body: &Bytes, _: &HeaderMap, _: &RequestFacts) -> Result<Self, String> {
        Ok(body.clone())
    }
}

impl MockInput for Option<Bytes> {
    fn read_body(body: &Bytes, _: &HeaderMap, _: &RequestFacts) -> Result<Self, String> {
        Ok(Some(body.clone()).filter(|body| !body.is_empty()))
    }
}

/// A value in the envelope of an operation, if it has one.
pub(crate) fn enveloped(value: Value, envelope: Option<&str>) -> Value {
    match envelope {
        Some(payload) => Value::Object(Map::from_iter([(payload.to_owned(), value)])),
        None => value,
    }
}

/// A value as JSON.
///
/// # Panics
///
/// It cannot be written as JSON.
#[track_caller]
pub(crate) fn as_json(value: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("the value cannot be written as JSON: {error}"))
}

/// Whether a mock can answer all calls of an operation, and read their bodies: only one for which that is so compiles.
pub(crate) fn is_mockable<O: Operation>()
where
    O::Input: MockInput,
    O::Response: Mockable,
{
}
