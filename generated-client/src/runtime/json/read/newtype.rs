//! Strings and integers that have a type of their own.

/// Implements what a struct around a string or an integer needs to be read, written and sent. Its constraints come last, if it has any.
macro_rules! newtype {
    ($name:ident(String); $($constraints:tt)*) => {
        impl $name {
            /// Wraps a string.
            #[inline]
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// Returns the string.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        /// A copy, so that calls take what others gave as it is.
        impl From<&$name> for $name {
            #[inline]
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        $crate::runtime::newtype!(@value $name, String, $($constraints)*);
    };
    ($name:ident($integer:ident); $($constraints:tt)*) => {
        impl $name {
            /// Wraps an integer.
            #[inline]
            pub const fn new(value: $integer) -> Self {
                Self(value)
            }

            /// Returns the integer.
            #[inline]
            pub const fn get(self) -> $integer {
                self.0
            }
        }

        $crate::runtime::newtype!(@value $name, $integer, $($constraints)*);
    };
    (@value $name:ident, $base:ty, $($constraints:tt)*) => {
        #[cfg(feature = "constraints")]
        impl $crate::runtime::Constrained for $name {
            const OWN: $crate::runtime::Levels = $crate::runtime::constraints!(levels $($constraints)*);
        }

        impl From<$base> for $name {
            #[inline]
            fn from(value: $base) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $base {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = <$base as std::str::FromStr>::Err;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl $crate::runtime::Scalar for $name {
            const EXPECTED: &'static str = <$base as $crate::runtime::Scalar>::EXPECTED;

            #[inline]
            fn is_own(kind: $crate::runtime::JsonKind) -> bool {
                <$base as $crate::runtime::Scalar>::is_own(kind)
            }

            #[inline]
            fn from_json_str(text: &str) -> Option<Self> {
                <$base as $crate::runtime::Scalar>::from_json_str(text).map(Self)
            }

            #[inline]
            fn from_json_bool(value: bool) -> Option<Self> {
                <$base as $crate::runtime::Scalar>::from_json_bool(value).map(Self)
            }

            #[inline]
            fn from_json_number(value: &$crate::runtime::Number) -> Option<Self> {
                <$base as $crate::runtime::Scalar>::from_json_number(value).map(Self)
            }
        }

        $crate::runtime::read_scalars!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, to)
            }
        }

        $crate::runtime::deserialize_by_reading!($name);

        impl $crate::runtime::Param for $name {
            #[inline]
            fn write(&self, out: &mut String) {
                $crate::runtime::Param::write(&self.0, out);
            }
        }
    };
}
pub(crate) use newtype;
