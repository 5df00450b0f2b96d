use ::chrono_04::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::*;

#[test]
fn moments_go_both_ways() {
    for text in ["2026-01-03T10:30:00Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.25Z", "9999-12-31T23:59:59.999999999Z"] {
        let theirs = DateTime::<Utc>::try_from(moment(text)).expect("within reach");
        assert_eq!(theirs, DateTime::parse_from_rfc3339(text).expect("chrono reads RFC 3339"));
        assert_eq!(Timestamp::from(theirs).as_str(), text);
    }
    for text in ["2026-01-03T10:30:00+02:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"] {
        let theirs = DateTime::<FixedOffset>::try_from(&moment(text)).expect("within reach");
        assert_eq!(Timestamp::from(theirs).as_str(), text);
    }
    assert!(DateTime::<Utc>::try_from(moment("soon")).is_err());
    // What the years do not reach is kept as their text.
    assert_eq!(Timestamp::from(DateTime::<Utc>::MAX_UTC).as_str(), DateTime::<Utc>::MAX_UTC.to_rfc3339());
    assert_eq!(Timestamp::from(DateTime::<Utc>::MAX_UTC).unix_seconds(), None);
    let leap = DateTime::from_timestamp(1_483_228_799, 1_500_000_000).expect("a leap second of chrono's");
    assert_eq!(Timestamp::from(leap).as_str(), "2016-12-31T23:59:59.5Z");
    let odd = FixedOffset::east_opt(1_172).expect("Amsterdam until 1937");
    assert_eq!(Timestamp::from(leap.with_timezone(&odd)).as_str(), "2016-12-31T23:59:59.5Z");
}

#[test]
fn days_and_local_times_go_both_ways() {
    for text in ["2026-01-03", "0001-01-01", "9999-12-31", "2024-02-29"] {
        let theirs = NaiveDate::try_from(day(text)).expect("within reach");
        assert_eq!((theirs, Date::from(theirs).as_str()), (text.parse().expect("chrono reads it"), text));
    }
    for text in ["2026-01-03T10:30:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59.999999999"] {
        let theirs = NaiveDateTime::try_from(local(text)).expect("within reach");
        assert_eq!((theirs, LocalDateTime::from(theirs).as_str()), (text.parse().expect("chrono reads it"), text));
    }
    assert!(NaiveDate::try_from(day("2026-02-29")).is_err());
    assert!(NaiveDateTime::try_from(local("now")).is_err());
    assert_eq!(Date::from(NaiveDate::MAX).days(), None);
    assert_eq!(LocalDateTime::from(NaiveDateTime::MAX).hour(), None);
}

#[test]
fn durations_go_both_ways() {
    for (text, theirs) in [
        ("P1DT1S", TimeDelta::seconds(86_401)),
        ("-PT0.5S", TimeDelta::milliseconds(-500)),
        ("-PT1.5S", TimeDelta::milliseconds(-1_500)),
        ("PT0S", TimeDelta::zero()),
    ] {
        assert_eq!(TimeDelta::try_from(duration(text)), Ok(theirs));
        assert_eq!(IsoDuration::from(theirs).as_str(), text);
    }
    for theirs in [TimeDelta::MIN, TimeDelta::MAX] {
        assert_eq!(TimeDelta::try_from(IsoDuration::from(theirs)), Ok(theirs));
    }
    assert!(TimeDelta::try_from(duration("P1M")).is_err());
    assert!(TimeDelta::try_from(duration("P99999999999999D")).is_err());
}
