//! Enums. An open one keeps a value that the definition does not list, and sends it back unchanged; to a closed one such
//! a value is an error.

use std::fmt;

/// A value that a closed enum does not list.
///
/// # Examples
///
/// ```no_run
/// use tallyfy::UnknownValue;
///
/// /// Parses a value of any closed enum.
/// fn parse<E: std::str::FromStr<Err = UnknownValue>>(text: &str) -> Option<E> {
///     text.parse().map_err(|error| eprintln!("{error}")).ok() // what is expected, and what was found
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    value: String,
    expected: &'static str,
}

impl UnknownValue {
    /// Returns the error for a value that is not one of the expected ones.
    #[cold]
    #[doc(hidden)]
    pub fn new(value: impl Into<String>, expected: &'static str) -> Self {
        Self { value: value.into(), expected }
    }

    /// Returns the value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {:?}", self.expected, self.value)
    }
}

impl std::error::Error for UnknownValue {}

/// A generated enum of strings.
pub trait StringEnum: Default {
    /// The type in error messages.
    const EXPECTED: &'static str = "a string";

    /// Whether there is no variant for other strings.
    const CLOSED: bool = false;

    /// The strings that the definition names.
    const VALUES: &'static [&'static str];

    /// Returns the variant of a string, if there is one. That of a string that the definition does not name is `Other`.
    fn from_text(text: &str) -> Option<Self>;

    /// Returns the string.
    fn as_str(&self) -> &str;

    /// Returns whether the definition names the value.
    fn is_known(&self) -> bool {
        true
    }
}

/// A generated enum of integers.
pub trait IntEnum: Sized {
    /// Returns the variant of a number; `Other` if the definition does not name it.
    fn from_number(number: i64) -> Self;

    /// Returns the number.
    fn number(&self) -> i64;

    /// Returns whether the definition names the value.
    fn is_known(&self) -> bool;
}

/// Implements what all enums have in common: reading, and writing by the value that a function returns.
macro_rules! enum_value {
    ($name:ident; $serialize:ident($value:path), $display:expr) => {
        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.$serialize($value(self))
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $display(f, $value(self))
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                $crate::runtime::Param::write(&$value(self), out);
            }
        }
    };
}
pub(crate) use enum_value;

/// Implements the values of a closed enum, and the function that returns the one that is sent.
macro_rules! closed_enum {
    ($name:ident; $(#[$doc:meta])* $value:ident: $type:ty; $first:literal => $first_variant:ident; $($wire:literal => $variant:ident;)*) => {
        impl $name {
            /// All values, in the order of the definition.
            pub const ALL: &'static [Self] = &[Self::$first_variant, $(Self::$variant,)*];

            $(#[$doc])*
            #[inline]
            pub const fn $value(&self) -> $type {
                match self {
                    Self::$first_variant => $first,
                    $(Self::$variant => $wire,)*
                }
            }
        }

        impl Default for $name {
            /// Returns the first value of the definition.
            #[inline]
            fn default() -> Self {
                Self::$first_variant
            }
        }
    };
}
pub(crate) use closed_enum;
