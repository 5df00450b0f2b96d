//! The headers of a reply that a definition declares, read as what it says they are.

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method, StatusCode};

use crate::runtime::json::read::Scalar;
use crate::runtime::text::ListStyle;

/// The declared headers of an operation's reply: `()` where none are declared.
///
/// A header that the server left out, or wrote in a way that its type has no value for, is `None`: its text is among
/// the reply's `headers`. `with_response()` gives them as `declared`; of a download or an error, `of` reads them out of
/// all its headers.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::{Call, DeclaredHeaders, Error, Reply};
///
/// /// Returns the declared headers of any call.
/// async fn declared<K: Reply, O, H: DeclaredHeaders>(call: Call<K, O, H>) -> Result<H, Error> {
///     Ok(call.with_response().await?.declared)
/// }
/// ```
pub trait DeclaredHeaders: Sized + 'static {
    /// Reads them.
    fn of(headers: &HeaderMap) -> Self;
}

impl DeclaredHeaders for () {
    fn of(_: &HeaderMap) -> Self {}
}

/// Returns how long a body has to be, where its reply says so. Not every transport sees to it that all of it comes.
pub(crate) fn whole_length(method: &Method, status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let bodiless = *method == Method::HEAD || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let length = headers.get(CONTENT_LENGTH).filter(|_| !bodiless)?;
    length.to_str().ok()?.trim().parse().ok()
}

/// Returns the first header of a name.
pub(crate) fn header<T: Scalar>(headers: &HeaderMap, name: &str) -> Option<T> {
    T::of_text(text(headers.get(name)?)?)
}

/// Returns the items in all headers of a name: a list may be spread over several of them. One that cannot be read makes
/// all of the list unreadable, since a shorter list would be another one.
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
    items.into_iter().map(T::of_text).collect()
}

/// Not every server keeps to ASCII.
fn text(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Makes a struct of optional fields readable from headers.
///
/// ```text
/// headers! {
///     RateLimitHeaders;
///     "x-rate-limit" => rate_limit;
///     "x-scopes" => scopes by Pipes;
/// }
/// ```
macro_rules! headers {
    ($name:ident; $($wire:literal => $field:ident $(by $style:ident)?;)*) => {
        impl $crate::runtime::DeclaredHeaders for $name {
            fn of(headers: &$crate::runtime::HeaderMap) -> Self {
                Self { $($field: $crate::runtime::headers!(@read headers $wire $($style)?),)* }
            }
        }
    };
    (@read $headers:ident $wire:literal) => {
        $crate::runtime::header($headers, $wire)
    };
    (@read $headers:ident $wire:literal $style:ident) => {
        $crate::runtime::header_list($headers, $wire, $crate::runtime::ListStyle::$style)
    };
}
pub(crate) use headers;
