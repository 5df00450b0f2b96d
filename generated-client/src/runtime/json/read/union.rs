//! Unions, always open: what none of the alternatives fits is kept and goes back unchanged.

use serde::de::Deserializer;
use serde::{Deserialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Read, read_piece, reread};
use crate::runtime::json::input::{DriftKind, Outcome, Source, lenient};

/// A generated choice between types.
pub trait Union: Sized {
    /// Returns the first alternative that the value fits; one that fits none is kept as it is.
    fn choose(value: &mut Candidate<'_>) -> Self;

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
    pub(crate) fn new(value: Value, text: Option<&'de str>, source: Source<'de>) -> Self {
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

    /// Takes the value out, which fits none.
    pub fn take(&mut self) -> Value {
        self.value.take()
    }
}

/// Reads a union: what the generated [`Read`] implementations call.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(union: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    let text = <&RawValue>::deserialize(from)?.get();
    let value = unescaped(text).map_or_else(|| lenient(text), Value::from);
    *union = T::choose(&mut Candidate::new(value, Some(text), source));
    if source.is_watched() && !union.is_known() {
        source.note_unknown(DriftKind::UnknownAlternative, text);
    }
    Ok(Ok(()))
}

/// Returns what a JSON text says that has no escapes, as nearly all have none: it need not be parsed again.
fn unescaped(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
}

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
            fn choose(value: &mut $crate::runtime::Candidate<'_>) -> Self {
                $(if let Some(known) = value.fits() {
                    return Self::$variant(known);
                })*
                Self::Other(value.take())
            }

            $crate::runtime::union!(@rest $($variant)*);
        }

        $crate::runtime::union!($name);
    };
    ($name:ident by $tag:literal; $($($wire:literal)|+ => $variant:ident;)* $(_ => $rest:ident;)?) => {
        impl $crate::runtime::Union for $name {
            #[inline]
            fn choose(value: &mut $crate::runtime::Candidate<'_>) -> Self {
                let known = match value.tag($tag) {
                    $(Some($($wire)|+) => value.named().map(Self::$variant),)*
                    _ => None $(.or_else(|| value.named().map(Self::$rest)))?,
                };
                known.unwrap_or_else(|| Self::Other(value.take()))
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

        $crate::runtime::deserialize_by_reading!($name);

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::runtime::Union::other($crate::runtime::Value::Null)
            }
        }
    };
}
pub(crate) use union;
