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
pub trait StringEnum: Sized {
    /// Returns the variant of a string; `Other` if the definition does not name it.
    fn from_text(text: &str) -> Self;

    /// Returns the string.
    fn as_str(&self) -> &str;

    /// Returns whether the definition names the value.
    fn is_known(&self) -> bool;
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

/// Implements reading and writing for a [`StringEnum`]. With a table of its strings, implements that trait as well.
///
/// A `closed` enum has no variant for other strings: reading one of them is an error.
macro_rules! string_enum {
    (closed $name:ident; $first:literal => $first_variant:ident; $($wire:literal => $variant:ident;)*) => {
        impl $name {
            /// All values, in the order of the definition.
            pub const ALL: &'static [Self] = &[Self::$first_variant, $(Self::$variant,)*];

            /// Returns the string that is sent.
            #[inline]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    Self::$first_variant => $first,
                    $(Self::$variant => $wire,)*
                }
            }
        }

        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = concat!("one of `", $first, "`" $(, ", `", $wire, "`")*);
            const CLOSED: bool = true;

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::String
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                match text {
                    $first => Some(Self::$first_variant),
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }

            #[inline]
            fn from_json_bool(value: bool) -> Option<Self> {
                Self::from_json_str(if value { "true" } else { "false" })
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                Self::from_json_str(&value.to_string())
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            /// Returns the first value of the definition.
            #[inline]
            fn default() -> Self {
                Self::$first_variant
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::runtime::UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::runtime::Scalar>::from_json_str(text)
                    .ok_or_else(|| $crate::runtime::UnknownValue::new(text, <Self as $crate::runtime::Scalar>::EXPECTED))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::runtime::UnknownValue;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str(self.as_str());
            }
        }
    };
    ($name:ident; $($wire:literal => $variant:ident;)*) => {
        impl $crate::runtime::StringEnum for $name {
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Other(text) => text,
                }
            }

            #[inline]
            fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        $crate::runtime::string_enum!($name);
    };
    ($name:ident) => {
        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = "a string";

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::String
            }

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::StringEnum::is_known(self)).then(|| $crate::runtime::StringEnum::as_str(self).to_owned())
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                Some($crate::runtime::StringEnum::from_text(text))
            }

            #[inline]
            fn from_json_bool(value: bool) -> Option<Self> {
                Self::from_json_str(if value { "true" } else { "false" })
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                Self::from_json_str(&value.to_string())
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($crate::runtime::StringEnum::as_str(self))
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::StringEnum::from_text("")
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::runtime::StringEnum::as_str(self))
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::runtime::StringEnum::from_text(text)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                $crate::runtime::StringEnum::from_text(&text)
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str($crate::runtime::StringEnum::as_str(self));
            }
        }
    };
}
pub(crate) use string_enum;

/// Implements reading and writing for an [`IntEnum`]. With a table of its numbers, implements that trait as well.
///
/// A `closed` enum has no variant for other numbers: reading one of them is an error.
macro_rules! int_enum {
    (closed $name:ident; $first:literal => $first_variant:ident; $($wire:literal => $variant:ident;)*) => {
        impl $name {
            /// All values, in the order of the definition.
            pub const ALL: &'static [Self] = &[Self::$first_variant, $(Self::$variant,)*];

            /// Returns the number that is sent.
            #[inline]
            pub const fn number(&self) -> i64 {
                match self {
                    Self::$first_variant => $first,
                    $(Self::$variant => $wire,)*
                }
            }

            const fn of_i64(number: i64) -> Option<Self> {
                match number {
                    $first => Some(Self::$first_variant),
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = concat!("one of `", $first, "`" $(, ", `", $wire, "`")*);
            const CLOSED: bool = true;

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::Integer
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_str(text).and_then(Self::of_i64)
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_number(value).and_then(Self::of_i64)
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i64(self.number())
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            /// Returns the first value of the definition.
            #[inline]
            fn default() -> Self {
                Self::$first_variant
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.number().fmt(f)
            }
        }

        impl TryFrom<i64> for $name {
            type Error = $crate::runtime::UnknownValue;

            fn try_from(number: i64) -> Result<Self, Self::Error> {
                Self::of_i64(number)
                    .ok_or_else(|| $crate::runtime::UnknownValue::new(number.to_string(), <Self as $crate::runtime::Scalar>::EXPECTED))
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                $crate::runtime::Param::write(&self.number(), out);
            }
        }
    };
    ($name:ident; $($wire:literal => $variant:ident;)*) => {
        impl $crate::runtime::IntEnum for $name {
            #[inline]
            fn from_number(number: i64) -> Self {
                match number {
                    $($wire => Self::$variant,)*
                    other => Self::Other(other),
                }
            }

            #[inline]
            fn number(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Other(number) => *number,
                }
            }

            #[inline]
            fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        $crate::runtime::int_enum!($name);
    };
    ($name:ident) => {
        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = "an integer";

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::Integer
            }

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::IntEnum::is_known(self)).then(|| $crate::runtime::IntEnum::number(self).to_string())
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_str(text).map(Self::from)
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_number(value).map(Self::from)
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i64($crate::runtime::IntEnum::number(self))
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::IntEnum::from_number(0)
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::runtime::IntEnum::number(self).fmt(f)
            }
        }

        impl From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                $crate::runtime::IntEnum::from_number(number)
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                $crate::runtime::Param::write(&$crate::runtime::IntEnum::number(self), out);
            }
        }
    };
}
pub(crate) use int_enum;
