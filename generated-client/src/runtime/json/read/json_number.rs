//! Numbers that keep their digits.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{FromJson, Maybe, RawScalar, ReadValue, Slot, TypeInfo, deserialize_by_reading, own_slot};
use crate::runtime::json::input::{JsonKind, Mismatch, Outcome, Source};
use crate::runtime::text::Param;

/// A JSON number with exactly the digits that it is written with: an integer of any size, or a decimal that must not be
/// rounded.
///
/// Two are equal if they are written alike: `0.10` is not `0.1`. Types that calculate are made of the text
/// ([`JsonNumber::as_str`]), and their text is parsed to make one.
///
/// # Examples
///
/// ```
/// use tallyfy::JsonNumber;
///
/// let price: JsonNumber = "0.10".parse()?;
/// assert_eq!(price.as_str(), "0.10");
/// assert_eq!(price.to_f64(), 0.1);
/// assert_eq!(JsonNumber::from(12345678901234567890123_i128).as_str(), "12345678901234567890123");
/// assert!("0,10".parse::<JsonNumber>().is_err());
/// # Ok::<(), tallyfy::InvalidNumber>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct JsonNumber(Box<str>);

impl JsonNumber {
    /// Returns the number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest `f64`; infinity beyond its range.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    fn of(text: &str) -> Option<Self> {
        is_number(text).then(|| Self(text.into()))
    }
}

/// Whether a string is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    [whole, fraction, exponent].into_iter().all(are_digits) && (whole == "0" || !whole.starts_with('0'))
}

impl Default for JsonNumber {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Debug for JsonNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for JsonNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A string is not a JSON number.
///
/// # Examples
///
/// ```
/// let error = "1,5".parse::<tallyfy::JsonNumber>().unwrap_err();
/// assert_eq!(error.to_string(), "not a number as JSON writes it, such as `-12`, `0.10` or `1e9`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidNumber(());

impl fmt::Display for InvalidNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number as JSON writes it, such as `-12`, `0.10` or `1e9`")
    }
}

impl std::error::Error for InvalidNumber {}

impl FromStr for JsonNumber {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        Self::of(text).ok_or(InvalidNumber(()))
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(impl From<$integer> for JsonNumber {
            fn from(integer: $integer) -> Self {
                Self(integer.to_string().into())
            }
        }

        impl From<$integer> for Maybe<JsonNumber> {
            fn from(integer: $integer) -> Self {
                Self::Value(integer.into())
            }
        })*
    };
}

from_integers!(i32 i64 i128 u32 u64 u128);

impl FromJson for JsonNumber {
    // A parsed number has lost digits.
    const TYPE: &'static TypeInfo = &TypeInfo::of_text("a number");

    #[inline]
    fn vacant() -> Option<Self> {
        Some(Self::default())
    }

    #[inline]
    fn slot(&mut self) -> &mut dyn Slot {
        self
    }

    #[inline]
    fn matches_strings() -> bool {
        false
    }

    #[inline]
    fn matches_type(value: &Value) -> bool {
        value.is_number()
    }
}

own_slot!(JsonNumber);

impl ReadValue for JsonNumber {
    fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
        let read = match &*found {
            RawScalar::Text(text) => Self::of(text),
            RawScalar::Number(number) => Self::of(&number.to_string()),
            RawScalar::Bool(_) | RawScalar::Other(_) => None,
        };
        *self = read.ok_or_else(|| found.mismatch(Self::TYPE.expected))?;
        Ok(())
    }

    fn text<'de>(&mut self, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
        if let Some(number) = Self::of(json) {
            *self = number;
            return Ok(Ok(()));
        }
        // Some servers write a number as a string.
        let value: Value = serde_json::from_str(json)?;
        let Some(number) = value.as_str().and_then(Self::of) else {
            return Ok(Err(Mismatch::new(Self::TYPE.expected, &value)));
        };
        source.watch(|recorder| recorder.note_kind(Self::TYPE.expected, JsonKind::String));
        *self = number;
        Ok(Ok(()))
    }
}

impl Serialize for JsonNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Other formats cannot be given the text of a number: they get the nearest number that they have.
        if ["serde_json::", "::constraints::"].iter().any(|of| std::any::type_name::<S>().contains(of)) {
            let text = RawValue::from_string(self.0.clone().into_string()).map_err(serde::ser::Error::custom)?;
            return text.serialize(to);
        }
        match (self.0.parse::<i64>(), self.0.parse::<u64>()) {
            (Ok(integer), _) => to.serialize_i64(integer),
            (_, Ok(integer)) => to.serialize_u64(integer),
            _ => to.serialize_f64(self.to_f64()),
        }
    }
}

deserialize_by_reading!(JsonNumber);

impl Param for JsonNumber {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_were_read() {
        for text in ["0", "-0", "0.10", "12345678901234567890123", "1E400", "-1.50e-7", "0.1000000000000000055511151231257827"] {
            let read: JsonNumber = serde_json::from_str(text).expect(text);
            assert_eq!(read.as_str(), text);
            assert_eq!(serde_json::to_string(&[Some(read)]).expect("JSON"), format!("[{text}]"));
        }
        let quoted: JsonNumber = serde_json::from_str("\"0.10\"").expect("a string");
        assert_eq!(serde_json::to_string(&quoted).expect("JSON"), "0.10");
        let none: Option<JsonNumber> = serde_json::from_str("null").expect("null");
        assert_eq!(none, None);
    }

    #[test]
    fn nothing_else_is_a_number() {
        for text in ["", "-", "01", "1.", ".5", "+1", "1e", "1e+", "1 ", "0x10", "NaN", "1,5", "--1", "1.5.5"] {
            assert!(text.parse::<JsonNumber>().is_err(), "{text}");
        }
        for json in ["null", "true", "[]", "{}", "\"a\"", "\"\""] {
            assert!(serde_json::from_str::<JsonNumber>(json).is_err(), "{json}");
        }
    }
}
