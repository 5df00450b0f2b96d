//! Enumerations, always open: what the definition does not know is kept and goes back unchanged.

/// A generated enumeration of texts.
pub trait TextEnum: Sized {
    /// Returns the value of a text; one that the definition lacks is kept as it is.
    fn from_text(text: &str) -> Self;

    /// Returns the text.
    fn as_str(&self) -> &str;

    /// Tells whether the definition has the value.
    fn is_known(&self) -> bool;
}

/// A generated enumeration of whole numbers.
pub trait IntEnum: Sized {
    /// Returns the value of a number; one that the definition lacks is kept as it is.
    fn from_number(number: i64) -> Self;

    /// Returns the number.
    fn number(&self) -> i64;

    /// Tells whether the definition has the value.
    fn is_known(&self) -> bool;
}

/// Implements what texts on the wire have in common. With a table of its texts, makes an enumeration a [`TextEnum`] too.
macro_rules! text_enum {
    ($name:ident; $($wire:literal => $variant:ident;)*) => {
        impl $crate::runtime::TextEnum for $name {
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

        $crate::runtime::text_enum!($name);
    };
    ($name:ident) => {
        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = "a text";

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::Text
            }

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::TextEnum::is_known(self)).then(|| $crate::runtime::TextEnum::as_str(self).to_owned())
            }

            #[inline]
            fn of_text(text: &str) -> Option<Self> {
                Some($crate::runtime::TextEnum::from_text(text))
            }

            #[inline]
            fn of_bool(value: bool) -> Option<Self> {
                Self::of_text(if value { "true" } else { "false" })
            }

            #[inline]
            fn of_number(value: &$crate::runtime::Number) -> Option<Self> {
                Self::of_text(&value.to_string())
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($crate::runtime::TextEnum::as_str(self))
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::TextEnum::from_text("")
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::runtime::TextEnum::as_str(self))
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::runtime::TextEnum::from_text(text)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                $crate::runtime::TextEnum::from_text(&text)
            }
        }

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str($crate::runtime::TextEnum::as_str(self));
            }
        }
    };
}
pub(crate) use text_enum;

/// Implements what numbers on the wire have in common. With a table of its numbers, makes an enumeration an [`IntEnum`] too.
macro_rules! int_enum {
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
            const EXPECTED: &'static str = "a whole number";

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::Integer
            }

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::IntEnum::is_known(self)).then(|| $crate::runtime::IntEnum::number(self).to_string())
            }

            #[inline]
            fn of_text(text: &str) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::of_text(text).map(Self::from)
            }

            #[inline]
            fn of_number(value: &$crate::runtime::Number) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::of_number(value).map(Self::from)
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
