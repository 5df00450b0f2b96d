//! The headers of all requests.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use crate::runtime::api::Api;
use crate::runtime::error::Error;
use crate::runtime::secret::Places;

/// Returns the headers that the API and the application send with every request.
pub(super) fn default_headers(api: &Api, own: &[(String, String)], places: &Places) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    headers.insert(USER_AGENT, HeaderValue::from_static(agent));
    let fixed = api.headers.iter().copied();
    for (name, value) in fixed.chain(own.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
        let key: HeaderName = name.parse().map_err(|_| Error::argument(format!("`{name}` is not a valid header name")))?;
        let mut value = HeaderValue::from_maybe_shared(Bytes::copy_from_slice(value.as_bytes()))
            .map_err(|_| Error::argument(format!("the value of the header `{name}` contains characters that are not allowed")))?;
        value.set_sensitive(places.is_header(name));
        headers.insert(key, value);
    }
    Ok(headers)
}
