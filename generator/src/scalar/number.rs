//! Which numbers are integers.

use serde_json::Number;

/// Returns the integer that a number is, however it is written: `2.0` is 2.
///
/// A float beyond 2⁵³ is none: it may stand for several integers.
pub fn integer(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT)?;
        // Exact by the test before.
        Some(float as i64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact_however_they_are_written() {
        let cases = [
            ("2", Some(2)),
            ("2.0", Some(2)),
            ("-1e3", Some(-1000)),
            ("2.5", None),
            ("9007199254740992.0", Some(9_007_199_254_740_992)),
            ("-9007199254740992.0", Some(-9_007_199_254_740_992)),
            ("9007199254740994.0", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
        ];
        for (text, expected) in cases {
            assert_eq!(integer(&serde_json::from_str(text).unwrap()), expected, "{text}");
        }
    }
}
