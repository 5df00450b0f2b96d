//! Enums of strings.

use serde_json::Number;

use super::enums::StringEnum;
use super::scalar::Scalar;
use crate::runtime::json::input::JsonKind;

impl<T: StringEnum> Scalar for T {
    const EXPECTED: &'static str = T::EXPECTED;
    const CLOSED: bool = T::CLOSED;
    const VALUES: &'static [&'static str] = T::VALUES;

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        kind == JsonKind::String
    }

    #[inline]
    fn unknown(&self) -> Option<String> {
        (!self.is_known()).then(|| self.as_str().to_owned())
    }

    #[inline]
    fn from_json_str(text: &str) -> Option<Self> {
        T::from_text(text)
    }

    #[inline]
    fn from_json_bool(value: bool) -> Option<Self> {
        T::from_text(if value { "true" } else { "false" })
    }

    #[inline]
    fn from_json_number(value: &Number) -> Option<Self> {
        T::from_text(&value.to_string())
    }
}

/// Makes an enum with this table of strings a [`StringEnum`](super::StringEnum), which is read and written.
///
/// A `closed` enum has no variant for other strings: reading one of them is an error.
macro_rules! string_enum {
    (closed $name:ident; $first:literal => $first_variant:ident; $($wire:literal => $variant:ident;)*) => {
        $crate::runtime::closed_enum! {
            $name;
            /// Returns the string that is sent.
            as_str: &'static str;
            $first => $first_variant; $($wire => $variant;)*
        }

        impl $crate::runtime::StringEnum for $name {
            const EXPECTED: &'static str = concat!("one of `", $first, "`" $(, ", `", $wire, "`")*);
            const CLOSED: bool = true;
            const VALUES: &'static [&'static str] = &[$first $(, $wire)*];

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                match text {
                    $first => Some(Self::$first_variant),
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }

            #[inline]
            fn as_str(&self) -> &str {
                Self::as_str(self)
            }
        }

        $crate::runtime::enum_value!($name; serialize_str(Self::as_str), std::fmt::Formatter::write_str);

        impl std::str::FromStr for $name {
            type Err = $crate::runtime::UnknownValue;

            fn from_str(text: &str) -> Result<Self, $crate::runtime::UnknownValue> {
                <Self as $crate::runtime::StringEnum>::from_text(text)
                    .ok_or_else(|| $crate::runtime::UnknownValue::new(text, <Self as $crate::runtime::StringEnum>::EXPECTED))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::runtime::UnknownValue;

            fn try_from(text: &str) -> Result<Self, $crate::runtime::UnknownValue> {
                text.parse()
            }
        }
    };
    ($name:ident; $($wire:literal => $variant:ident;)*) => {
        impl $crate::runtime::StringEnum for $name {
            const VALUES: &'static [&'static str] = &[$($wire),*];

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                Some(text.into())
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

        $crate::runtime::enum_value!($name; serialize_str($crate::runtime::StringEnum::as_str), std::fmt::Formatter::write_str);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }
    };
}
pub(crate) use string_enum;
