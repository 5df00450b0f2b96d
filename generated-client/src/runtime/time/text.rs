//! The string that each type keeps.

use std::fmt;

use super::TimeForm;

/// A string as it was received; JSON text for a number or an object.
#[derive(Clone, Default)]
pub(super) struct ReceivedString {
    text: Box<str>,
    is_json: bool,
}

impl ReceivedString {
    /// Keeps a string.
    #[inline]
    pub fn string(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into(), is_json: false }
    }

    /// Keeps a number or an object, as JSON.
    #[inline]
    pub fn json(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into(), is_json: true }
    }

    /// Keeps a string of this form: seconds since 1970 are a JSON number, all others are strings.
    #[inline]
    pub fn of_form(text: String, form: TimeForm) -> Self {
        if form == TimeForm::UnixSeconds { Self::json(text) } else { Self::string(text) }
    }

    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the string is JSON rather than a string.
    #[inline]
    pub fn is_json(&self) -> bool {
        self.is_json
    }
}

impl fmt::Debug for ReceivedString {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_json { f.write_str(&self.text) } else { write!(f, "{:?}", self.text) }
    }
}

/// What values are compared by: the parsed value, or the string if it is not valid.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ComparisonKey<'a, T> {
    Parsed(T),
    Invalid(&'a str),
}

/// Implements the traits of a type that keeps its string as [`ReceivedString`]. Values are compared by what the method `meaning` returns.
macro_rules! kept_text {
    ($name:ident) => {
        impl $name {
            /// Returns the string as it was received, or compact JSON if it was received as a number or an object.
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            #[inline]
            fn key(&self) -> $crate::runtime::time::text::ComparisonKey<'_, impl Ord + std::hash::Hash + use<>> {
                use $crate::runtime::time::text::ComparisonKey;
                self.meaning().map_or(ComparisonKey::Invalid(self.as_str()), ComparisonKey::Parsed)
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self($crate::runtime::time::text::ReceivedString::string(text))
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self($crate::runtime::time::text::ReceivedString::string(text))
            }
        }

        impl From<&Self> for $name {
            #[inline]
            fn from(other: &Self) -> Self {
                other.clone()
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }
    };
}
pub(super) use kept_text;
