//! The response headers that a definition declares, with their types.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::HeaderValue;
use serde_json::Value;

use crate::runtime::json::decode;
use crate::runtime::json::read::{FromJson, Scalar};
use crate::runtime::text::ListStyle;

/// The declared headers of a response: `()` if none are declared.
///
/// A header that is missing, or whose value does not fit its type, is `None`; the original value is among the `headers` of
/// the response. [`with_response()`](crate::runtime::Call::with_response) returns this type as `declared`; for a download
/// or an error, `of` reads it from all headers.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, DeclaredHeaders, Error, ResponseBody};
///
/// /// Returns the declared headers of any call.
/// async fn declared<K: ResponseBody, O, H: DeclaredHeaders>(call: Call<K, O, H>) -> Result<H, Error> {
///     Ok(call.with_response().await?.declared)
/// }
/// ```
pub trait DeclaredHeaders: Sized + 'static {
    /// Reads the headers.
    fn of(headers: &HeaderMap) -> Self;
}

impl DeclaredHeaders for () {
    fn of(_: &HeaderMap) -> Self {}
}

/// Returns the value of the first header with this name.
pub(crate) fn header<T: Scalar>(headers: &HeaderMap, name: &str) -> Option<T> {
    T::from_json_str(text(headers.get(name)?)?)
}

/// Returns the items of all headers with this name. Returns `None` if an item does not fit, because a list without it would
/// be a different one.
pub(crate) fn header_list<T: Scalar>(headers: &HeaderMap, name: &str, style: ListStyle) -> Option<Vec<T>> {
    headers.contains_key(name).then_some(())?;
    let separator = style.separator().map(|(separator, _)| separator);
    let mut items = Vec::new();
    for value in headers.get_all(name) {
        let text = text(value)?;
        match separator {
            Some(_) if text.trim().is_empty() => {}
            Some(separator) => items.extend(text.split(separator).map(|item| item.trim_matches([' ', '\t']))),
            None => items.push(text),
        }
    }
    items.into_iter().map(T::from_json_str).collect()
}

/// Returns the object of the first header with this name: JSON, or names and values (`r=1,g=2`, or `r,1,g,2`).
pub(crate) fn header_object<T: FromJson>(headers: &HeaderMap, name: &str) -> Option<T> {
    let text = text(headers.get(name)?)?.trim();
    let json = match text.starts_with(['{', '[', '"']) || !text.contains([',', '=']) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(object(text)?.to_string()),
    };
    decode(&json, None, None).ok()
}

/// Returns the object of a header of the style `simple`, as strings.
fn object(text: &str) -> Option<Value> {
    let items: Vec<&str> = text.split(',').map(|item| item.trim_matches([' ', '\t'])).collect();
    let pairs: Vec<(&str, &str)> = match items.iter().all(|item| item.contains('=')) {
        true => items.iter().filter_map(|item| item.split_once('=')).collect(),
        false => items.chunks(2).map(|pair| pair.first().copied().zip(pair.get(1).copied())).collect::<Option<_>>()?,
    };
    Some(Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()))
}

/// Returns the value as a string: some servers send UTF-8.
fn text(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Implements [`DeclaredHeaders`] for a struct of optional fields.
///
/// ```text
/// headers! {
///     RateLimitHeaders;
///     "x-rate-limit" => rate_limit;
///     "x-scopes" => scopes by Pipes;
///     "x-window" => window as structured; // an object, or JSON
/// }
/// ```
macro_rules! headers {
    ($name:ident; $($wire:literal => $field:ident $(by $style:ident)? $(as $structured:ident)?;)*) => {
        impl $crate::runtime::DeclaredHeaders for $name {
            fn of(headers: &$crate::runtime::HeaderMap) -> Self {
                Self { $($field: $crate::runtime::headers!(@read headers $wire $(by $style)? $(as $structured)?),)* }
            }
        }
    };
    (@read $headers:ident $wire:literal) => {
        $crate::runtime::header($headers, $wire)
    };
    (@read $headers:ident $wire:literal as structured) => {
        $crate::runtime::header_object($headers, $wire)
    };
    (@read $headers:ident $wire:literal by $style:ident) => {
        $crate::runtime::header_list($headers, $wire, $crate::runtime::ListStyle::$style)
    };
}
pub(crate) use headers;
