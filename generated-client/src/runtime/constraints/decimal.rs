//! Decimal numbers of any size, compared exactly.

use std::cmp::Ordering;

/// A decimal number: its digits, and the power of ten that they are multiplied by.
#[derive(Debug, Clone)]
pub(super) struct Decimal<'t> {
    is_negative: bool,
    /// The digits before the point and those after it, from the first to the last that is not zero; both empty for zero.
    digits: [&'t [u8]; 2],
    exponent: i64,
}

/// How many digits are shifted by at most. A shift that is longer is not calculated.
const MOST_SHIFTED: i64 = 5000;

impl<'t> Decimal<'t> {
    /// Reads a number as JSON writes it. Returns `None` for other text, and if its exponent is beyond all sense.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || (fraction.is_empty() && digits.contains('.')) {
            return None;
        }
        let exponent: i32 = exponent.parse().ok()?;
        let (mut whole, mut fraction) = (whole.as_bytes(), fraction.as_bytes());
        let mut exponent = i64::from(exponent) - i64::try_from(fraction.len()).ok()?;
        while let Some((b'0', rest)) = whole.split_first() {
            whole = rest;
        }
        while let (true, Some((b'0', rest))) = (whole.is_empty(), fraction.split_first()) {
            fraction = rest;
        }
        while let Some((b'0', rest)) = fraction.split_last() {
            (fraction, exponent) = (rest, exponent + 1);
        }
        while let (true, Some((b'0', rest))) = (fraction.is_empty(), whole.split_last()) {
            (whole, exponent) = (rest, exponent + 1);
        }
        Some(Self { is_negative, digits: [whole, fraction], exponent })
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.digits.iter().copied().flatten().map(|digit| digit - b'0')
    }

    fn is_zero(&self) -> bool {
        self.digits().next().is_none()
    }

    /// Returns the power of ten that it is below.
    fn magnitude(&self) -> i64 {
        // Text has fewer bytes than that.
        let count = i64::try_from(self.digits().count()).unwrap_or(i64::MAX / 2);
        self.exponent.saturating_add(count)
    }

    fn cmp_absolute(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // The first digits are not zero, and missing ones at the end are.
            (false, false) => self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits().cmp(other.digits())),
        }
    }

    /// Returns whether it is a multiple of another number. What cannot be calculated counts as one.
    pub(super) fn is_multiple_of(&self, of: &Self) -> bool {
        if self.is_zero() || of.is_zero() {
            return true;
        }
        // The last digit is not zero, so that it is no multiple of ten times anything.
        if self.exponent < of.exponent {
            return false;
        }
        let divisor = of.digits().try_fold(0_u128, |value, digit| value.checked_mul(10)?.checked_add(digit.into()));
        let shift = self.exponent - of.exponent;
        let Some(divisor) = divisor.filter(|divisor| *divisor < u128::MAX / 16 && shift <= MOST_SHIFTED) else {
            return true;
        };
        let rest = self.digits().fold(0, |rest, digit| (rest * 10 + u128::from(digit)) % divisor);
        (0..shift).fold(rest, |rest, _| rest * 10 % divisor) == 0
    }

    /// Returns the number in a form that equal numbers share.
    pub(super) fn normalized(&self) -> String {
        let digits: String = self.digits().map(|digit| char::from(b'0' + digit)).collect();
        match digits.as_str() {
            "" => "0".to_owned(),
            digits => format!("{}{digits}e{}", if self.is_negative { "-" } else { "" }, self.exponent),
        }
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(match (self.is_negative && !self.is_zero(), other.is_negative && !other.is_zero()) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_absolute(other),
            (true, true) => other.cmp_absolute(self),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal<'_> {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn numbers_are_ordered_whatever_their_form() {
        let ascending = [
            "-1e400",
            "-12345678901234567890123",
            "-2",
            "-1.5",
            "-0.001",
            "-1e-9",
            "0",
            "1e-400",
            "0.001",
            "0.0011",
            "0.1",
            "0.10000000001",
            "1",
            "1.5",
            "9",
            "10",
            "10.1",
            "100",
            "9007199254740992",
            "9007199254740993",
            "1e30",
            "1e400",
        ];
        for (index, low) in ascending.iter().enumerate() {
            for (other, high) in ascending.iter().enumerate() {
                assert_eq!(number(low).partial_cmp(&number(high)), Some(index.cmp(&other)), "{low} {high}");
            }
        }
        for [one, same] in [["0", "-0.0e7"], ["1", "1.000"], ["100", "1E+2"], ["0.5", "5e-1"], ["-10.50", "-105e-1"]] {
            assert_eq!(number(one), number(same), "{one} {same}");
            assert_eq!(number(one).normalized(), number(same).normalized());
        }
    }

    #[test]
    fn multiples_are_exact() {
        let cases = [
            ("0.3", "0.1", true),
            ("0.35", "0.1", false),
            ("19.99", "0.01", true),
            ("19.995", "0.01", false),
            ("7", "2", false),
            ("-8", "2", true),
            ("0", "3", true),
            ("5", "0", true),
            ("1e400", "3", false),
            ("3e400", "3", true),
            ("1e4000000", "3", true),
            ("9007199254740993", "2", false),
            ("1.5", "1e-3", true),
            ("1500", "1e3", false),
            ("2000", "1e3", true),
            ("10", "4", false),
            ("12", "0.75", true),
        ];
        for (value, of, expected) in cases {
            assert_eq!(number(value).is_multiple_of(&number(of)), expected, "{value} {of}");
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in ["", "-", "a", "1.", ".5", "+1", "1e", "0x10", "NaN", "1,5", "--1", "1e99999999999"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
