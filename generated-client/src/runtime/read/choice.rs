//! Enumerations and unions, always open: what the definition does not know is kept and goes back unchanged.

use serde::de::Deserializer;
use serde::{Deserialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::leftovers::lenient;
use super::source::{read_piece, reread};
use super::{Outcome, Read, Source};
use crate::runtime::{DriftKind, JsonKind};

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

/// A generated choice between types.
pub trait Union: Sized {
    /// Returns the first alternative that the value fits; one that fits none is kept as it is.
    fn choose(value: Candidate<'_>) -> Self;

    /// Keeps a value as it is.
    fn other(value: Value) -> Self;

    /// Tells whether the value is one of the alternatives.
    fn is_known(&self) -> bool;

    /// Writes the alternative.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// A value that is about to become one of the alternatives of a union.
pub struct Candidate<'de> {
    value: Value,
    /// The text that it has been parsed from.
    text: Option<&'de str>,
    source: Source<'de>,
}

impl<'de> Candidate<'de> {
    pub(super) fn new(value: Value, text: Option<&'de str>, source: Source<'de>) -> Self {
        Self { value, text, source }
    }

    /// Returns the text of an object's member that tells its type.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.value.get(name)?.as_str()
    }

    /// Reads one alternative of a union, or returns `None` where the value is of another kind.
    ///
    /// It is stricter than reading a field: `12` is no text here, although a text field takes it, and an object none of
    /// whose members is known is another object.
    pub fn fits<T: Read>(&mut self) -> Option<T> {
        if !T::suits(&self.value) {
            return None;
        }
        let source = self.source;
        source.attempt(|| {
            let mut alternative = self.read::<T>()?;
            (!alternative.is_foreign(&self.value, source)).then_some(alternative)
        })
    }

    /// Reads the alternative that a tag names: the tag is taken at its word.
    pub fn named<T: Read>(&mut self) -> Option<T> {
        self.source.attempt(|| self.read())
    }

    fn read<T: Read>(&mut self) -> Option<T> {
        let mut alternative = T::default();
        let outcome = match self.text {
            Some(text) if self.value.is_object() || self.value.is_array() => read_piece(&mut alternative, text, self.source).ok()?,
            _ => reread(&mut alternative, &mut self.value, self.source),
        };
        outcome.ok()?;
        Some(alternative)
    }

    /// Returns the value, which fits none.
    pub fn into_value(self) -> Value {
        self.value
    }
}

/// Reads a union: what the generated [`Read`] implementations call.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(union: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    let text = <&RawValue>::deserialize(from)?.get();
    let value = unescaped(text).map_or_else(|| lenient(text), Value::from);
    *union = T::choose(Candidate::new(value, Some(text), source));
    if source.is_watched() && !union.is_known() {
        source.watch(|findings| findings.note(DriftKind::UnknownAlternative, None, Some(JsonKind::of_text(text)), None));
    }
    Ok(Ok(()))
}

/// Returns what a JSON text says that has no escapes, as nearly all have none: it need not be parsed again.
fn unescaped(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }

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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }

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

/// Makes a type that is a [`Union`] readable and writable. With a table of its variants, makes an enumeration a union
/// too: one that is told apart by trying in order, or by the text of one member.
///
/// ```text
/// union! {                            union! {
///     Progress;                           Animal by "kind";
///     Text;                               "cat" | "kitten" => Cat;
///     Steps;                              "dog" => Dog;
/// }                                       _ => Cat;
///                                     }
/// ```
///
/// The last row is for objects with another text or none, which are no alternative without it.
macro_rules! union {
    ($name:ident; $($variant:ident;)*) => {
        impl $crate::runtime::Union for $name {
            #[inline]
            #[allow(unused_mut)]
            fn choose(mut value: $crate::runtime::Candidate<'_>) -> Self {
                $(if let Some(known) = value.fits() {
                    return Self::$variant(known);
                })*
                Self::Other(value.into_value())
            }

            $crate::runtime::union!(@rest $($variant)*);
        }

        $crate::runtime::union!($name);
    };
    ($name:ident by $tag:literal; $($($wire:literal)|+ => $variant:ident;)* $(_ => $rest:ident;)?) => {
        impl $crate::runtime::Union for $name {
            #[inline]
            #[allow(unused_mut)]
            fn choose(mut value: $crate::runtime::Candidate<'_>) -> Self {
                let known = match value.tag($tag) {
                    $(Some($($wire)|+) => value.named().map(Self::$variant),)*
                    _ => None $(.or_else(|| value.named().map(Self::$rest)))?,
                };
                known.unwrap_or_else(|| Self::Other(value.into_value()))
            }

            $crate::runtime::union!(@rest $($variant)*);
        }

        $crate::runtime::union!($name);
    };
    (@rest $($variant:ident)*) => {
        #[inline]
        fn other(value: $crate::runtime::Value) -> Self {
            Self::Other(value)
        }

        #[inline]
        fn is_known(&self) -> bool {
            !matches!(self, Self::Other(_))
        }

        fn write<S: $crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match self {
                $(Self::$variant(value) => $crate::runtime::Serialize::serialize(value, to),)*
                Self::Other(value) => $crate::runtime::Serialize::serialize(value, to),
            }
        }
    };
    ($name:ident) => {
        impl $crate::runtime::Read for $name {
            const EXPECTED: &'static str = "one of several types";

            fn read<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
                source: $crate::runtime::Source<'de>,
            ) -> Result<$crate::runtime::Outcome, D::Error> {
                $crate::runtime::read_union(self, from, source)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::Union::write(self, to)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::runtime::deserialize(from)
            }
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::Union::other($crate::runtime::Value::Null)
            }
        }
    };
}
pub(crate) use union;
