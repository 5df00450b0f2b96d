//! Bytes in JSON: strings in base64. A string that is read is written as it came, also if it is not base64.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use super::deserialize::deserialize_by_reading;
use super::scalar::{Scalar, read_scalars};
use crate::runtime::json::input::JsonKind;
use crate::runtime::text::{Param, base64, base64_url, unbase64};

/// How the string was written that bytes were read from.
#[derive(Debug, Clone, Default)]
enum Base64Form {
    /// As these bytes are written.
    #[default]
    Usual,
    /// As base64 that is written in another way: without padding, or in the other alphabet.
    Other(Box<str>),
    /// As no base64. There are no bytes.
    NotBase64(Box<str>),
}

/// Defines a type for bytes that are sent as a string.
macro_rules! bytes_as_text {
    ($(#[$doc:meta])* $name:ident, $write:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $name {
            bytes: Vec<u8>,
            spelling: Base64Form,
        }

        impl $name {
            /// Returns the bytes.
            #[must_use]
            pub fn into_bytes(self) -> Vec<u8> {
                self.bytes
            }

            /// Returns the string as it was received, if it is not base64: there are no bytes then, and the string is sent back as
            /// it is.
            #[must_use]
            pub fn not_base64(&self) -> Option<&str> {
                match &self.spelling {
                    Base64Form::NotBase64(text) => Some(text),
                    Base64Form::Usual | Base64Form::Other(_) => None,
                }
            }

            fn text(&self) -> Cow<'_, str> {
                match &self.spelling {
                    Base64Form::Usual => Cow::Owned($write(&self.bytes)),
                    Base64Form::Other(text) | Base64Form::NotBase64(text) => Cow::Borrowed(text),
                }
            }

            /// What makes two of them equal: not how the same bytes are written.
            fn value(&self) -> (&[u8], Option<&str>) {
                (&self.bytes, self.not_base64())
            }
        }

        impl<T: Into<Vec<u8>>> From<T> for $name {
            #[inline]
            fn from(bytes: T) -> Self {
                Self { bytes: bytes.into(), spelling: Base64Form::Usual }
            }
        }

        impl AsRef<[u8]> for $name {
            #[inline]
            fn as_ref(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.value() == other.value()
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.value().hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.value().cmp(&other.value())
            }
        }

        impl Scalar for $name {
            const EXPECTED: &'static str = "bytes as base64";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::String
            }

            fn has_meaning(&self) -> bool {
                self.not_base64().is_none()
            }

            fn from_json_str(text: &str) -> Option<Self> {
                let Some(bytes) = unbase64(text) else {
                    return Some(Self { bytes: Vec::new(), spelling: Base64Form::NotBase64(text.into()) });
                };
                let spelling = if $write(&bytes) == text { Base64Form::Usual } else { Base64Form::Other(text.into()) };
                Some(Self { bytes, spelling })
            }
        }

        read_scalars!($name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.text())
            }
        }

        deserialize_by_reading!($name);

        impl Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str(&self.text());
            }
        }
    };
}

bytes_as_text! {
    /// Bytes that are sent as a base64 string. One that was received is sent back as it came.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Base64;
    ///
    /// let bytes: Base64 = serde_json::from_str(r#""aGk/""#)?;
    /// assert_eq!(bytes.as_ref(), b"hi?");
    /// assert_eq!(serde_json::to_string(&Base64::from(*b"hi?"))?, r#""aGk/""#);
    ///
    /// // What some servers promise as base64, and is not.
    /// let digest: Base64 = serde_json::from_str(r#""sha256:00ff""#)?;
    /// assert_eq!((digest.as_ref(), digest.not_base64()), (&[][..], Some("sha256:00ff")));
    /// assert_eq!(serde_json::to_string(&digest)?, r#""sha256:00ff""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Base64, base64
}

bytes_as_text! {
    /// Bytes that are sent as a base64url string, without padding. One that was received is sent back as it came.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Base64Url;
    ///
    /// assert_eq!(serde_json::to_string(&Base64Url::from(*b"hi?"))?, r#""aGk_""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Base64Url, base64_url
}
