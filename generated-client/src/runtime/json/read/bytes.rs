//! Bytes in JSON: strings in base64.

use serde::{Serialize, Serializer};

use super::deserialize::deserialize_by_reading;
use super::scalar::{Scalar, read_scalars};
use crate::runtime::json::input::JsonKind;
use crate::runtime::text::{Param, base64, base64_url, unbase64};

/// Defines a type for bytes that are sent as a string.
macro_rules! bytes_as_text {
    ($(#[$doc:meta])* $name:ident, $write:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub Vec<u8>);

        impl<T: Into<Vec<u8>>> From<T> for $name {
            #[inline]
            fn from(bytes: T) -> Self {
                Self(bytes.into())
            }
        }

        impl AsRef<[u8]> for $name {
            #[inline]
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl Scalar for $name {
            const EXPECTED: &'static str = "bytes as base64";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::String
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                unbase64(text).map(Self)
            }
        }

        read_scalars!($name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&$write(&self.0))
            }
        }

        deserialize_by_reading!($name);

        impl Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str(&$write(&self.0));
            }
        }
    };
}

bytes_as_text! {
    /// Bytes that are sent as a base64 string.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::Base64;
    ///
    /// let bytes: Base64 = serde_json::from_str(r#""aGk/""#)?;
    /// assert_eq!(bytes.as_ref(), b"hi?");
    /// assert_eq!(serde_json::to_string(&Base64::from(*b"hi?"))?, r#""aGk/""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Base64, base64
}

bytes_as_text! {
    /// Bytes that are sent as a base64url string, without padding.
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
