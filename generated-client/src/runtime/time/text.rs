//! The text that every type here keeps, and what follows from keeping it.

use std::fmt;

/// A text as it came, a JSON text where it did not come as a string.
#[derive(Clone, Default)]
pub(super) struct Text {
    text: Box<str>,
    is_json: bool,
}

impl Text {
    /// Keeps a string.
    pub fn string(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into(), is_json: false }
    }

    /// Keeps a number or an object, as JSON.
    pub fn json(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into(), is_json: true }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Tells whether the text is JSON rather than a string.
    pub fn is_json(&self) -> bool {
        self.is_json
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_json { f.write_str(&self.text) } else { write!(f, "{:?}", self.text) }
    }
}

/// What a value is compared by: its meaning, or its text where that has none.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key<'a, T> {
    Meaning(T),
    Text(&'a str),
}

/// Implements for a type around a [`Text`] what keeping it means, and comparison by what its method `meaning` returns.
macro_rules! kept_text {
    ($name:ident) => {
        impl $name {
            /// Returns the text as it came; compact JSON where it came as a number or an object.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            fn key(&self) -> $crate::runtime::time::text::Key<'_, impl Ord + std::hash::Hash + use<>> {
                use $crate::runtime::time::text::Key;
                self.meaning().map_or(Key::Text(self.as_str()), Key::Meaning)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self($crate::runtime::time::text::Text::string(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self($crate::runtime::time::text::Text::string(text))
            }
        }

        impl From<&Self> for $name {
            fn from(other: &Self) -> Self {
                other.clone()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
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
