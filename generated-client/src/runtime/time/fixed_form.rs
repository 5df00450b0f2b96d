//! Timestamps that are sent in one form.

use std::ops::Deref;
use std::time::SystemTime;

use serde_json::{Number, Value};

use super::TimeForm;
use super::timestamp::Timestamp;
use super::wire::as_its_field;
use crate::runtime::json::input::JsonKind;
use crate::runtime::json::read::{Maybe, Scalar};

/// Defines a timestamp that is sent in one form. A received value is kept as it is.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident, $form:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Timestamp);

        impl From<Timestamp> for $name {
            #[inline]
            fn from(moment: Timestamp) -> Self {
                Self(moment.in_form($form))
            }
        }

        impl From<$name> for Timestamp {
            #[inline]
            fn from(moment: $name) -> Self {
                moment.0
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Timestamp::from(text).into()
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Timestamp::from(text).into()
            }
        }

        impl From<SystemTime> for $name {
            #[inline]
            fn from(time: SystemTime) -> Self {
                Timestamp::from(time).into()
            }
        }

        impl From<&str> for Maybe<$name> {
            #[inline]
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }

        impl Deref for $name {
            type Target = Timestamp;

            #[inline]
            fn deref(&self) -> &Timestamp {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Scalar for $name {
            const EXPECTED: &'static str = Timestamp::EXPECTED;

            #[inline]
            fn is_own(kind: JsonKind) -> bool {
                <Timestamp as Scalar>::is_own(kind) || kind == JsonKind::Integer && $form == TimeForm::UnixSeconds
            }

            #[inline]
            fn has_meaning(&self) -> bool {
                self.0.unix_nanos().is_some()
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                Timestamp::from_json_str(text).map(Self)
            }

            #[inline]
            fn from_json_number(value: &Number) -> Option<Self> {
                Timestamp::from_json_number(value).map(Self)
            }

            #[inline]
            fn from_json_value(value: &Value) -> Option<Self> {
                Timestamp::from_json_value(value).map(Self)
            }
        }

        as_its_field!($name);
    };
}

spelled! {
    /// A timestamp that is sent as an HTTP date: `Sat, 03 Jan 2026 10:30:00 GMT`.
    ///
    /// It can be created from every form of a [`Timestamp`], and dereferences to one.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{HttpDate, Timestamp};
    ///
    /// let date = HttpDate::from(Timestamp::from("2026-01-03T10:30:00Z"));
    /// assert_eq!(date.to_string(), "Sat, 03 Jan 2026 10:30:00 GMT");
    /// ```
    HttpDate, TimeForm::Rfc1123
}

spelled! {
    /// A timestamp that is sent as the number of seconds since 1970.
    ///
    /// It can be created from every form of a [`Timestamp`], and dereferences to one.
    ///
    /// # Examples
    ///
    /// ```
    /// use tallyfy::{Timestamp, UnixTime};
    ///
    /// let time = UnixTime::from(Timestamp::from("2026-01-03T10:30:00Z"));
    /// assert_eq!(serde_json::to_string(&time)?, "1767436200");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    UnixTime, TimeForm::UnixSeconds
}
