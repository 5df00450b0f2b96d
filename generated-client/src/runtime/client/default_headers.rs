//! The headers of all requests.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, USER_AGENT};

use crate::runtime::api::Api;
use crate::runtime::error::Error;
use crate::runtime::secret::Places;

/// Returns the headers that the API and the application send with every request.
pub(super) fn default_headers(
    api: &Api,
    application: Option<&(String, String)>,
    own: &[(String, String)],
    places: &Places,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, user_agent(application)?);
    let fixed = api.headers.iter().copied();
    for (name, value) in fixed.chain(own.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
        let key: HeaderName = name.parse().map_err(|_| Error::argument(format!("`{name}` is not a valid header name")))?;
        if key == CONTENT_LENGTH || key == TRANSFER_ENCODING {
            return Err(Error::argument(format!("the header `{name}` is of one body, and cannot be that of all requests")));
        }
        let mut value = HeaderValue::from_maybe_shared(Bytes::copy_from_slice(value.as_bytes()))
            .map_err(|_| Error::argument(format!("the value of the header `{name}` contains characters that are not allowed")))?;
        value.set_sensitive(places.is_header(name));
        headers.insert(key, value);
    }
    Ok(headers)
}

/// Returns the products of this crate and of the application, which comes first because it says more (RFC 9110, section 10.1.5).
fn user_agent(application: Option<&(String, String)>) -> Result<HeaderValue, Error> {
    const OWN: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let Some((name, version)) = application else {
        return Ok(HeaderValue::from_static(OWN));
    };
    // Names of headers are tokens, too.
    let is_token = |text: &str| HeaderName::from_bytes(text.as_bytes()).is_ok();
    let invalid =
        || Error::argument("the name or the version of the `application` is empty, or has characters other than those of a token");
    let value = Some(format!("{name}/{version} {OWN}")).filter(|_| is_token(name) && is_token(version));
    value.and_then(|value| HeaderValue::try_from(value).ok()).ok_or_else(invalid)
}
