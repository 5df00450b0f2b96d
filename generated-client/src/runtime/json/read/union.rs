//! Unions. They are open: a value that fits no variant is kept, and sent back unchanged.

use serde::Serializer;
use serde_json::{Number, Value};

use super::late::Late;
use super::reading::FromJson;
use super::value::{ReadInto, Slot};
#[cfg(feature = "constraints")]
use crate::runtime::constraints::{Levels, announce_variant, forget_announced};
use crate::runtime::json::input::{JsonKind, Outcome, Repaired, Source};

/// A generated union of types (OpenAPI's `oneOf` and `anyOf`).
pub trait Union: Sized {
    /// Returns the variant that the value fits best, the first of several; `Other` if it fits none.
    fn choose(value: &mut Candidate<'_>) -> Self;

    /// Returns the variant `Other`.
    fn other(value: Value) -> Self;

    /// Returns whether the value fits a variant of the definition.
    fn is_known(&self) -> bool;

    /// Returns the constraints of the variant.
    #[cfg(feature = "constraints")]
    fn constraints(&self) -> Levels {
        &[]
    }

    /// Writes the value.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// Writes the value of a union: what the generated `Serialize` implementations call.
pub fn write_union<T: Union, S: Serializer>(union: &T, to: S) -> Result<S::Ok, S::Error> {
    #[cfg(feature = "constraints")]
    announce_variant(union.constraints());
    let written = union.write(to);
    #[cfg(feature = "constraints")]
    forget_announced();
    written
}

/// A value whose variant in a union is to be found.
pub struct Candidate<'de> {
    value: CandidateValue<'de>,
    /// The JSON text of the value.
    text: Option<&'de str>,
    source: Source<'de>,
    /// How much did not fit of the best variant so far; none before there is one.
    mismatches: Option<usize>,
}

enum CandidateValue<'de> {
    /// A string, which is not copied for each variant that is tried.
    Text(&'de str),
    Parsed(Value),
}

impl<'de> Candidate<'de> {
    /// A value without its text.
    pub(crate) fn new(value: Value, source: Source<'de>) -> Self {
        Self { value: CandidateValue::Parsed(value), text: None, source, mismatches: None }
    }

    fn of_text(text: &'de str, source: Source<'de>) -> serde_json::Result<Self> {
        let value = match unescaped(text) {
            Some(text) => CandidateValue::Text(text),
            None => CandidateValue::Parsed(parsed(text)?),
        };
        Ok(Self { value, text: Some(text), source, mismatches: None })
    }

    /// Returns the discriminator: the text of the string, number or boolean in this field of an object. That of a number is
    /// written to `number` first.
    pub fn tag<'t>(&'t self, name: &str, number: &'t mut String) -> Option<&'t str> {
        let CandidateValue::Parsed(value) = &self.value else { return None };
        match value.get(name)? {
            Value::String(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Number(value) => {
                *number = number_text(value);
                Some(number)
            }
            _ => None,
        }
    }

    /// Reads the value as this type, unless another one fitted as well. Returns `None` if it has another type.
    ///
    /// This is stricter than reading a field: `12` is not a string here, though a string field accepts it, and an object
    /// without any known field is of another type.
    pub fn read_matching<T: FromJson>(&mut self) -> Option<T> {
        let matches = match &self.value {
            CandidateValue::Text(_) => T::matches_strings(),
            CandidateValue::Parsed(value) => T::matches_type(value),
        };
        if !matches || self.mismatches == Some(0) || !self.source.may_try(self.text.map_or(0, str::len)) {
            return None;
        }
        let source = self.source;
        source.attempt_again(|| {
            let (read, mismatches) = source.mismatches_of(|| self.read::<T>());
            let mut alternative = read?;
            if self.mismatches.is_some_and(|best| best <= mismatches) {
                return None;
            }
            let is_other = match &self.value {
                CandidateValue::Text(_) => false,
                CandidateValue::Parsed(value) => has_no_known_field(alternative.slot(), value, source),
            };
            if is_other {
                return None;
            }
            self.mismatches = Some(mismatches);
            Some(alternative)
        })
    }

    /// Reads the value as the type that the discriminator names, with the usual tolerance.
    pub fn read_tagged<T: FromJson>(&mut self) -> Option<T> {
        self.source.attempt(|| self.read())
    }

    fn read<T: FromJson>(&mut self) -> Option<T> {
        let mut alternative = Late::default();
        if self.read_into(alternative.read(self.source)) { alternative.value().ok() } else { None }
    }

    /// Returns whether the value could be read.
    fn read_into(&self, into: ReadInto<'_, 'de>) -> bool {
        let outcome = match (&self.value, self.text) {
            (CandidateValue::Text(text), _) if !into.of.from_text => Ok(into.string(text)),
            (CandidateValue::Parsed(value), Some(text)) if value.is_object() || value.is_array() => into.piece(text),
            (CandidateValue::Text(text), _) => Ok(into.reread(&Value::from(*text))),
            (CandidateValue::Parsed(value), _) => Ok(into.reread(value)),
        };
        let Ok(outcome) = outcome else {
            return false;
        };
        outcome.map_err(|mismatch| self.source.note_mismatch(&mismatch)).is_ok()
    }

    /// Returns the value, leaving null.
    pub fn take(&mut self) -> Value {
        match std::mem::replace(&mut self.value, CandidateValue::Parsed(Value::Null)) {
            CandidateValue::Text(text) => text.into(),
            CandidateValue::Parsed(value) => value,
        }
    }
}

/// Reads a union: what the generated [`ReadValue`](super::ReadValue) implementations call.
pub fn read_union<'de, T: Union>(union: &mut T, text: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
    read_union_by(union, text, source, |candidate| Some(T::choose(candidate)))
}

/// Reads a union whose variant a function chooses.
pub(crate) fn read_union_by<'de, T: Union>(
    union: &mut T,
    text: &'de str,
    source: Source<'de>,
    choose: impl FnOnce(&mut Candidate<'de>) -> Option<T>,
) -> serde_json::Result<Outcome> {
    let mut candidate = Candidate::of_text(text, source)?;
    // What is recorded of the variants stands for what is recorded of the value.
    let chosen = source.attempt(|| choose(&mut candidate));
    *union = chosen.unwrap_or_else(|| T::other(candidate.take()));
    if !union.is_known() {
        source.mismatch();
    }
    if source.is_watched() && !union.is_known() {
        source.watch(|recorder| recorder.note_unknown_variant(JsonKind::of_json(text)));
    }
    Ok(Ok(()))
}

/// Returns whether no field of the value, from which a struct was read, is known.
fn has_no_known_field(read: &mut dyn Slot, value: &Value, source: Source<'_>) -> bool {
    let extra = read.extra().map_or(0, |extra| source.count(extra));
    extra > 0 && value.as_object().is_some_and(|fields| fields.len() == extra)
}

/// Returns the text of a number: that of an integer without a fraction, however it is written.
fn number_text(number: &Number) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT);
    whole.map_or_else(|| number.to_string(), |float| format!("{float:.0}"))
}

/// Parses a value. One that is nested too deeply becomes a string of its text; for anything else that serde_json refuses, the
/// whole response is read once more, with that replaced.
fn parsed(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|refused| if Repaired::of_valid(text).is_some() { Err(refused) } else { Ok(text.into()) })
}

/// Returns the content of a JSON string without escapes, which does not need to be parsed again. Most have none.
fn unescaped(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))
}

/// Implements reading and writing for a [`Union`]. With a table of its variants, implements that trait as well: the
/// variant is found by trying in order, or by a discriminator.
///
/// ```text
/// union! {                            union! {
///     Progress;                           Animal by "kind";
///     Text;                               "cat" | "kitten" => Cat;
///     Steps;                              "dog" => Dog;
/// }                                       () => Bird;
///                                         _ => Cat;
///                                     }
/// ```
///
/// A row with `()` is for a variant that no discriminator chooses: it is only written. The last row is for objects with another discriminator or none. Without it, such objects are `Other`. Braces at the end have
/// the constraints of variants (`{ Text => [MinLength(1)]; }`).
macro_rules! union {
    ($name:ident; $($variant:ident;)* $({ $($constraints:tt)* })?) => {
        impl $crate::runtime::Union for $name {
            #[inline]
            fn choose(value: &mut $crate::runtime::Candidate<'_>) -> Self {
                let best = None;
                $(let best = value.read_matching().map(Self::$variant).or(best);)*
                best.unwrap_or_else(|| Self::Other(value.take()))
            }

            $crate::runtime::union!(@rest $($variant)*);
            $($crate::runtime::union!(@constraints $($constraints)*);)?
        }

        $crate::runtime::union!($name);
    };
    (
        $name:ident by $tag:literal;
        $($($wire:literal)|+ => $variant:ident;)*
        $(() => $written:ident;)*
        $(_ => $rest:ident;)?
        $({ $($constraints:tt)* })?
    ) => {
        impl $crate::runtime::Union for $name {
            #[inline]
            fn choose(value: &mut $crate::runtime::Candidate<'_>) -> Self {
                let mut number = String::new();
                let known = match value.tag($tag, &mut number) {
                    $(Some($($wire)|+) => value.read_tagged().map(Self::$variant),)*
                    _ => None $(.or_else(|| value.read_tagged().map(Self::$rest)))?,
                };
                known.unwrap_or_else(|| Self::Other(value.take()))
            }

            $crate::runtime::union!(@rest $($variant)* $($written)*);
            $($crate::runtime::union!(@constraints $($constraints)*);)?
        }

        $crate::runtime::union!($name);
    };
    (@constraints $($variant:ident => $([$($rule:expr),*])+;)*) => {
        #[cfg(feature = "constraints")]
        fn constraints(&self) -> $crate::runtime::Levels {
            match self {
                $(Self::$variant(_) => $crate::runtime::constraints!(levels $([$($rule),*])+),)*
                _ => &[],
            }
        }
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
        #[cfg(feature = "constraints")]
        impl $crate::runtime::Constrained for $name {}

        impl $crate::runtime::FromJson for $name {
            const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo::of_text("one of several types");

            #[inline]
            fn vacant() -> Option<Self> {
                Some(Self::default())
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }
        }

        impl $crate::runtime::ReadValue for $name {
            fn scalar(&mut self, found: &mut $crate::runtime::RawScalar<'_>, _: $crate::runtime::Source<'_>) -> $crate::runtime::Outcome {
                *self = $crate::runtime::Union::other(found.take());
                Ok(())
            }

            fn text<'de>(
                &mut self,
                text: &'de str,
                source: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<$crate::runtime::Outcome> {
                $crate::runtime::read_union(self, text, source)
            }
        }

        $crate::runtime::own_slot!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::write_union(self, to)
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

/// Writes the values of a union as parameters, where each alternative can be one.
///
/// ```text
/// text_union! { UserId; Integer; String; }
/// ```
macro_rules! text_union {
    ($name:ident; $($variant:ident;)*) => {
        impl $crate::runtime::Param for $name {
            fn write(&self, out: &mut String) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Param::write(value, out),)*
                    Self::Other(value) => $crate::runtime::Param::write(value, out),
                }
            }
        }
    };
}
pub(crate) use text_union;
