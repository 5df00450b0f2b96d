use ::time_03::{Date as TimeDate, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::*;

#[test]
fn moments_go_both_ways() {
    for text in [
        "2026-01-03T10:30:00Z",
        "2026-01-03T10:30:00.5-03:30",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59.25Z",
        "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T23:59:59.999999999-14:00",
    ] {
        let theirs = OffsetDateTime::try_from(moment(text)).expect("within reach");
        assert_eq!(Some(theirs.unix_timestamp_nanos()), moment(text).unix_nanos());
        assert_eq!(Timestamp::from(theirs).as_str(), text);
    }
    assert!(OffsetDateTime::try_from(moment("soon")).is_err());
    assert!(OffsetDateTime::try_from(moment("03/01/2026 10:30 AM CST")).is_err());
    let odd = UtcOffset::from_hms(0, 19, 32).expect("Amsterdam until 1937");
    assert_eq!(Timestamp::from(OffsetDateTime::UNIX_EPOCH.to_offset(odd)).as_str(), "1970-01-01T00:00:00Z");
}

#[test]
fn days_and_local_times_go_both_ways() {
    let theirs = TimeDate::from_calendar_date(2026, Month::January, 3).expect("a day");
    assert_eq!(TimeDate::try_from(day("2026-01-03")), Ok(theirs));
    assert_eq!(Date::from(theirs).as_str(), "2026-01-03");
    let theirs = PrimitiveDateTime::new(theirs, Time::from_hms_milli(10, 30, 0, 250).expect("a time"));
    assert_eq!(PrimitiveDateTime::try_from(local("2026-01-03T10:30:00.25")), Ok(theirs));
    assert_eq!(LocalDateTime::from(theirs).as_str(), "2026-01-03T10:30:00.25");
    for text in ["0001-01-01", "9999-12-31", "2024-02-29"] {
        assert_eq!(Date::from(TimeDate::try_from(day(text)).expect("within reach")).as_str(), text);
    }
    assert!(TimeDate::try_from(day("2026-02-29")).is_err());
    assert!(PrimitiveDateTime::try_from(local("now")).is_err());
    // What the years do not reach is kept as their text.
    assert_eq!(Date::from(TimeDate::MIN).as_str(), TimeDate::MIN.to_string());
    assert_eq!(LocalDateTime::from(PrimitiveDateTime::MIN).hour(), None);
}

#[test]
fn durations_go_both_ways() {
    for (text, theirs) in [
        ("P1DT1S", Duration::seconds(86_401)),
        ("-PT0.5S", Duration::milliseconds(-500)),
        ("P106751991167300DT15H30M7.999999999S", Duration::MAX),
        ("-P106751991167300DT15H30M8.999999999S", Duration::MIN),
    ] {
        assert_eq!(Duration::try_from(duration(text)), Ok(theirs));
        assert_eq!(IsoDuration::from(theirs).as_str(), text);
    }
    assert!(Duration::try_from(duration("P1M")).is_err());
    assert!(Duration::try_from(duration("P9223372036854775807W")).is_err());
}
