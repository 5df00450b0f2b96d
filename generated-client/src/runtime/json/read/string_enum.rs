//! Enums of strings.

/// Implements reading and writing for a [`StringEnum`](super::StringEnum). With a table of its strings, implements that
/// trait as well.
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

        $crate::runtime::string_enum! {
            @scalar $name;
            const EXPECTED: &'static str = concat!("one of `", $first, "`" $(, ", `", $wire, "`")*);
            const CLOSED: bool = true;

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                match text {
                    $first => Some(Self::$first_variant),
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        $crate::runtime::enum_value!($name; serialize_str(Self::as_str), std::fmt::Formatter::write_str);

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
    };
    ($name:ident; $($wire:literal => $variant:ident;)*) => {
        impl $crate::runtime::StringEnum for $name {
            const VALUES: &'static [&'static str] = &[$($wire),*];

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
        $crate::runtime::string_enum! {
            @scalar $name;
            const EXPECTED: &'static str = "a string";
            const VALUES: &'static [&'static str] = <Self as $crate::runtime::StringEnum>::VALUES;

            #[inline]
            fn unknown(&self) -> Option<String> {
                (!$crate::runtime::StringEnum::is_known(self)).then(|| $crate::runtime::StringEnum::as_str(self).to_owned())
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                Some($crate::runtime::StringEnum::from_text(text))
            }
        }

        $crate::runtime::enum_value!($name; serialize_str($crate::runtime::StringEnum::as_str), std::fmt::Formatter::write_str);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::StringEnum::from_text("")
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
    };
    (@scalar $name:ident; $($own:tt)*) => {
        impl $crate::runtime::Scalar for $name {
            $($own)*

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                kind == $crate::runtime::JsonKind::String
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
    };
}
pub(crate) use string_enum;
