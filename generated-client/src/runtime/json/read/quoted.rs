//! Integers that JSON has as strings, since JavaScript would round them.

use std::fmt;
use std::num::ParseIntError;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Number;

use super::scalar::Scalar;
use super::{Maybe, deserialize_by_reading, read_scalars};
use crate::runtime::json::input::JsonKind;
use crate::runtime::text::Param;

macro_rules! quoted {
    ($(#[$doc:meta])* $name:ident $integer:ident) => {
        $(#[$doc])*
        ///
        /// It is made of the integer by `into()`, and is the integer behind `*`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub $integer);

        impl Deref for $name {
            type Target = $integer;

            #[inline]
            fn deref(&self) -> &$integer {
                &self.0
            }
        }

        impl From<$integer> for $name {
            #[inline]
            fn from(integer: $integer) -> Self {
                Self(integer)
            }
        }

        impl From<$integer> for Maybe<$name> {
            #[inline]
            fn from(integer: $integer) -> Self {
                Self::Value(integer.into())
            }
        }

        impl From<$name> for $integer {
            #[inline]
            fn from(quoted: $name) -> Self {
                quoted.0
            }
        }

        impl PartialEq<$integer> for $name {
            #[inline]
            fn eq(&self, integer: &$integer) -> bool {
                self.0 == *integer
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }

        impl Scalar for $name {
            const EXPECTED: &'static str = "an integer as a string";

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                kind == JsonKind::String
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }

            #[inline]
            fn from_json_number(value: &Number) -> Option<Self> {
                $integer::from_json_number(value).map(Self)
            }
        }

        read_scalars!($name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(&self.0)
            }
        }

        deserialize_by_reading!($name);

        impl Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                self.0.write(out);
            }
        }
    };
}

quoted!(
    /// An `i64` that JSON has as a string: `"9007199254740993"`.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::QuotedI64;
    ///
    /// let id: QuotedI64 = 9007199254740993.into();
    /// assert_eq!(*id + 1, 9007199254740994);
    /// ```
    QuotedI64 i64
);
quoted!(
    /// A `u64` that JSON has as a string: `"18446744073709551615"`.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::QuotedU64;
    ///
    /// let id: QuotedU64 = "18446744073709551615".parse()?;
    /// assert_eq!(id, u64::MAX);
    /// # Ok::<(), std::num::ParseIntError>(())
    /// ```
    QuotedU64 u64
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_and_written_and_numbers_are_understood() {
        for (json, value) in [(r#""9007199254740993""#, 9_007_199_254_740_993), (r#""-1""#, -1), ("12", 12)] {
            let read: QuotedI64 = serde_json::from_str(json).expect(json);
            assert_eq!((*read, read), (value, value.into()));
            assert_eq!(serde_json::to_string(&read).expect("JSON"), format!("\"{value}\""));
        }
        let most: QuotedU64 = serde_json::from_str(r#""18446744073709551615""#).expect("a string");
        assert_eq!(most, u64::MAX);
        for json in [r#""""#, r#""1.5""#, r#""9223372036854775808""#, "true", "[]"] {
            assert!(serde_json::from_str::<QuotedI64>(json).is_err(), "{json}");
        }
    }
}
