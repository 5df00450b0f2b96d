//! Enums of integers.

/// Implements reading and writing for an [`IntEnum`](super::IntEnum). With a table of its numbers, implements that trait
/// as well.
///
/// A `closed` enum has no variant for other numbers: reading one of them is an error.
macro_rules! int_enum {
    (closed $name:ident; $first:literal => $first_variant:ident; $($wire:literal => $variant:ident;)*) => {
        $crate::runtime::closed_enum! {
            $name;
            /// Returns the number that is sent.
            number: i64;
            $first => $first_variant; $($wire => $variant;)*
        }

        impl $name {
            const fn of_i64(number: i64) -> Option<Self> {
                match number {
                    $first => Some(Self::$first_variant),
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        $crate::runtime::int_enum! {
            @scalar $name, and_then(Self::of_i64);
            const EXPECTED: &'static str = concat!("one of `", $first, "`" $(, ", `", $wire, "`")*);
            const CLOSED: bool = true;
        }

        $crate::runtime::int_enum!(@value $name, Self::number);

        impl TryFrom<i64> for $name {
            type Error = $crate::runtime::UnknownValue;

            fn try_from(number: i64) -> Result<Self, $crate::runtime::UnknownValue> {
                Self::of_i64(number)
                    .ok_or_else(|| $crate::runtime::UnknownValue::new(number.to_string(), <Self as $crate::runtime::Scalar>::EXPECTED))
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
        $crate::runtime::int_enum! {
            @scalar $name, map(Self::from);
            const EXPECTED: &'static str = "an integer";

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::IntEnum::is_known(self)).then(|| $crate::runtime::IntEnum::number(self).to_string())
            }
        }

        $crate::runtime::int_enum!(@value $name, $crate::runtime::IntEnum::number);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::IntEnum::from_number(0)
            }
        }

        impl From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                $crate::runtime::IntEnum::from_number(number)
            }
        }
    };
    (@scalar $name:ident, $convert:ident($of:path); $($own:tt)*) => {
        impl $crate::runtime::Scalar for $name {
            $($own)*

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::Integer
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_str(text).$convert($of)
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                <i64 as $crate::runtime::Scalar>::from_json_number(value).$convert($of)
            }
        }
    };
    (@value $name:ident, $value:path) => {
        $crate::runtime::enum_value!($name; serialize_i64($value), |f: &mut std::fmt::Formatter<'_>, number: i64| {
            std::fmt::Display::fmt(&number, f)
        });
    };
}
pub(crate) use int_enum;
