//! Secrets: strings that are shown nowhere, and sent only in requests.

mod collector;
mod escapes;
mod places;
mod redact;
mod scan;

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Number;
use zeroize::Zeroize;

use crate::runtime::json::input::JsonKind;
use crate::runtime::json::read::{Scalar, deserialize_by_reading, read_scalars};
use crate::runtime::text::Param;

pub(crate) use self::collector::SecretCollector;
pub(crate) use self::places::{Places, in_header};
pub(crate) use self::redact::{DebugFn, REDACTED, Secrets, is_replaced};
pub(crate) use self::scan::in_text;

/// A password, a token or a key: a string that is not shown unless it is asked for.
///
/// Its `Debug` form is `[redacted]`, it has no `Display`, and its memory is overwritten when it is dropped. A request
/// sends it as it is; previews and errors of that request have it replaced.
///
/// A definition asks for this type with `format: password`.
///
/// # Examples
///
/// ```
/// use tallyfy::Secret;
///
/// let secret = Secret::from("s3cret");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose_secret(), "s3cret");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret(String);

impl Secret {
    /// Returns the secret itself. Take care where it goes.
    #[must_use]
    #[inline]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    #[inline]
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Scalar for Secret {
    const EXPECTED: &'static str = String::EXPECTED;
    const IS_SECRET: bool = true;

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        String::is_own(kind)
    }

    #[inline]
    fn from_json_str(text: &str) -> Option<Self> {
        let secret = Self(text.to_owned());
        SecretCollector::report(&secret);
        Some(secret)
    }

    #[inline]
    fn from_json_number(value: &Number) -> Option<Self> {
        Self::from_json_str(&value.to_string())
    }
}

read_scalars!(Secret);

deserialize_by_reading!(Secret);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        SecretCollector::report(self);
        to.serialize_str(&self.0)
    }
}

impl Param for Secret {
    #[inline]
    fn write(&self, out: &mut String) {
        SecretCollector::report(self);
        out.push_str(&self.0);
    }
}
