macro_rules! tests {
    ($jiff:ident, $zoned:ident) => {
        use ::$jiff::{SignedDuration, Span, Timestamp as JiffTimestamp, civil, $zoned as Zoned};

        use crate::runtime::time::tests::*;

        #[test]
        fn moments_go_both_ways() {
            for text in ["2026-01-03T10:30:00Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.25Z", "9999-12-30T22:00:00.999999999Z"] {
                let theirs = JiffTimestamp::try_from(moment(text)).expect("within reach");
                assert_eq!(theirs, text.parse().expect("jiff reads RFC 3339"));
                assert_eq!(Timestamp::from(theirs).as_str(), text);
            }
            for text in ["2026-01-03T10:30:00+02:00", "2026-01-03T10:30:00.5-03:30", "2026-01-03T10:30:00Z"] {
                let theirs = Zoned::try_from(&moment(text)).expect("within reach");
                assert_eq!(Timestamp::from(&theirs).as_str(), text);
                assert_eq!(Timestamp::from(theirs).offset_seconds(), moment(text).offset_seconds());
            }
            let error = JiffTimestamp::try_from(moment("9999-12-31T23:59:59Z")).expect_err("a day after the last one of jiff");
            assert_eq!(error.to_string(), r#""9999-12-31T23:59:59Z" cannot be converted to `jiff::Timestamp`"#);
            assert!(JiffTimestamp::try_from(moment("soon")).is_err());
            assert!(Zoned::try_from(moment("soon")).is_err());
            // What the years do not reach is kept as their text.
            assert_eq!(Timestamp::from(JiffTimestamp::MIN).as_str(), JiffTimestamp::MIN.to_string());
            assert_eq!(Timestamp::from(JiffTimestamp::MIN).unix_seconds(), None);
        }

        #[test]
        fn days_and_local_times_go_both_ways() {
            for text in ["2026-01-03", "0001-01-01", "9999-12-31", "2024-02-29"] {
                let theirs = civil::Date::try_from(day(text)).expect("within reach");
                assert_eq!((theirs, Date::from(theirs).as_str()), (text.parse().expect("jiff reads it"), text));
            }
            for text in ["2026-01-03T10:30:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59.999999999"] {
                let theirs = civil::DateTime::try_from(local(text)).expect("within reach");
                assert_eq!((theirs, LocalDateTime::from(theirs).as_str()), (text.parse().expect("jiff reads it"), text));
            }
            assert!(civil::Date::try_from(day("2026-02-29")).is_err());
            assert!(civil::DateTime::try_from(local("now")).is_err());
        }

        #[test]
        fn durations_go_both_ways() {
            for text in ["P3Y6M2W4DT12H30M5.5S", "-P1DT5S", "PT0S"] {
                let theirs = Span::try_from(duration(text)).expect("within reach");
                assert_eq!(IsoDuration::from(theirs), duration(text), "{theirs}");
            }
            assert!(Span::try_from(duration("P99999Y")).is_err());
            assert!(Span::try_from(duration("5 days")).is_err());
            for (text, theirs) in [
                ("P1DT1S", SignedDuration::from_secs(86_401)),
                ("-PT0.5S", SignedDuration::from_millis(-500)),
                ("P106751991167300DT15H30M7.999999999S", SignedDuration::MAX),
                ("-P106751991167300DT15H30M8.999999999S", SignedDuration::MIN),
            ] {
                assert_eq!(SignedDuration::try_from(duration(text)), Ok(theirs));
                assert_eq!(IsoDuration::from(theirs).as_str(), text);
            }
            assert!(SignedDuration::try_from(duration("P1M")).is_err());
        }
    };
}

#[cfg(feature = "jiff-02")]
mod jiff_02 {
    tests!(jiff_02, Zoned);
}

#[cfg(feature = "jiff-1")]
mod jiff_1 {
    tests!(jiff_1, ZonedDateTime);
}
