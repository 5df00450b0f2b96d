use std::time::{Duration, SystemTime};

use super::super::calendar::{civil, days_since_1970, weekday};
use super::super::{TimeError, TimeForm};
use super::*;

#[test]
fn the_calendar_goes_both_ways_for_every_day() {
    let (mut expected, mut day_of_week) = ((1, 1, 1), 0);
    for days in -719_162..=2_932_896 {
        let (year, month, day) = civil(days);
        assert_eq!((year, month, day), expected, "day {days}");
        assert_eq!(days_since_1970(year, month, day), Some(days));
        assert_eq!(weekday(days), day_of_week, "{year}-{month}-{day}");
        // The calendar as children learn it.
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
        expected = match (month, day) {
            (12, 31) => (year + 1, 1, 1),
            (_, day) if day == length => (year, month + 1, 1),
            _ => (year, month, day + 1),
        };
        day_of_week = (day_of_week + 1) % 7;
    }
    assert_eq!(expected, (10_000, 1, 1));
}

/// A generator of Knuth's, so that each run sees the same numbers.
fn numbers() -> impl FnMut() -> i128 {
    let mut state = 42_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(state >> 11)
    }
}

#[test]
fn no_text_is_too_odd_to_be_asked() {
    let strings = [
        "2026-01-03T10:30:00.123456789+02:00",
        "2026-01-03 10:30:00",
        "Sat, 03 Jan 2026 10:30:00 GMT",
        "03/01/2026 10:30 AM UTC",
        "-1767436200.25",
        r#"{"date":"2026-01-03 10:30:00","timezone":"UTC"}"#,
        "-P3Y6M2W4DT12H30M5.5S",
    ];
    let marks: Vec<char> = "0169-+:./,TtZz PDSM{}\"\0\u{e9}\u{1f600}".chars().collect();
    let mut next = numbers();
    let mut below = |limit: usize| (next() % limit as i128) as usize;
    for round in 0..20_000 {
        let mut text: Vec<char> = strings[round % strings.len()].chars().collect();
        for _ in 0..=below(3) {
            let (at, mark) = (below(text.len()), marks[below(marks.len())]);
            match below(3) {
                0 => text[at] = mark,
                1 => text.insert(at, mark),
                _ => drop(text.remove(at)),
            }
        }
        let text: String = text.into_iter().collect();
        let (moment, duration) = (moment(&text), duration(&text));
        assert_eq!((moment.as_str(), duration.as_str()), (text.as_str(), text.as_str()));
        if moment.unix_seconds().is_some() {
            assert_eq!(moment.in_form(TimeForm::Rfc3339), moment);
            assert!(moment.local().is_some() && moment.date().is_some(), "{text}");
        }
        if let Some(parts) = duration.parts() {
            assert_eq!(IsoDuration::from(parts), duration, "{text}");
        }
    }
}

#[test]
fn moments_go_through_their_text_and_back() {
    let mut next = numbers();
    for _ in 0..2_000 {
        let range = (253_402_300_800 + 62_135_596_800) * 1_000_000_000;
        let nanos = (next() << 53 | next()) % range - 62_135_596_800_000_000_000;
        let moment = Timestamp::from_unix_nanos(nanos).expect("within the years");
        assert_eq!(moment.unix_nanos(), Some(nanos), "{moment}");
        let (date, local) = (moment.date().expect("a day"), moment.local().expect("a time"));
        assert_eq!(date.days().map(i128::from), Some(nanos.div_euclid(86_400_000_000_000)), "{moment}");
        assert_eq!(local.in_utc().as_ref(), Some(&moment));
        let offset = (next() % 2_879 - 1_439) as i32 * 60;
        if let Some(there) = local.at_offset(offset) {
            assert_eq!(there.unix_nanos(), Some(nanos - i128::from(offset) * 1_000_000_000), "{there}");
            assert_eq!(there.offset_seconds(), Some(offset), "{there}");
        }
        for form in [TimeForm::Sql, TimeForm::Rfc1123, TimeForm::UnixSeconds] {
            let text = moment.to_text(form).expect("within the years");
            assert_eq!(Timestamp::from(text).unix_seconds(), moment.unix_seconds(), "{moment} as {form:?}");
        }
    }
}

#[test]
fn the_years_end_where_they_are_written_and_the_moment_goes_a_day_beyond() {
    for (text, seconds) in [
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("0001-01-01T00:00:00", -62_135_596_800),
        ("0001-01-01", -62_135_596_800),
        ("Mon, 01 Jan 0001 00:00:00 GMT", -62_135_596_800),
        ("-62135596800", -62_135_596_800),
        ("0001-01-01T00:00:00-14:00", -62_135_546_400),
        ("0001-01-01T00:00:00+14:00", -62_135_647_200),
        ("0001-01-01T00:00:00+23:59", -62_135_683_140),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799),
        ("9999-12-31t23:59:59.9999999z", 253_402_300_799),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ("253402300799.5", 253_402_300_799),
        ("9999-12-31T23:59:59.999999999+14:00", 253_402_250_399),
        ("9999-12-31T23:59:59.999-14:00", 253_402_351_199),
        ("9999-12-31T23:59:59.999-23:59", 253_402_387_139),
    ] {
        assert_eq!(moment(text).unix_seconds(), Some(seconds), "{text}");
        assert!(moment(text).to_system_time().is_some(), "{text}");
    }
    for text in ["0000-12-31", "10000-01-01", "-0001-01-01", "253402300800", "-62135596801", "-62135596800.5"] {
        assert_eq!(moment(text).unix_seconds(), None, "{text}");
        assert_eq!(day(text).days(), None, "{text}");
    }
}

#[test]
fn a_moment_beyond_the_years_keeps_its_text_when_it_is_written() {
    for text in ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999-14:00"] {
        for form in [TimeForm::Sql, TimeForm::Rfc1123, TimeForm::UnixSeconds, TimeForm::Date, TimeForm::Local] {
            assert_eq!(moment(text).to_text(form), None, "{text}");
            assert_eq!(moment(text).in_form(form).as_str(), text);
        }
        assert_eq!(moment(text).in_form(TimeForm::Rfc3339).as_str(), text);
    }
    let within = moment("9999-12-31T23:59:59.999999999+14:00").to_text(TimeForm::Rfc3339);
    assert_eq!(within.as_deref(), Some("9999-12-31T09:59:59.999999999Z"));
}

#[test]
fn constructors_refuse_what_is_no_date() {
    assert_eq!(Timestamp::utc(2026, 1, 3, 10, 30, 0).as_ref().map(Timestamp::as_str), Some("2026-01-03T10:30:00Z"));
    assert_eq!(Timestamp::utc(2026, 2, 29, 10, 30, 0), None);
    assert_eq!(Timestamp::utc(2026, 1, 3, 24, 0, 0), None);
    assert_eq!(Timestamp::utc(0, 1, 1, 0, 0, 0), None);
    assert_eq!(Timestamp::utc(10_000, 1, 1, 0, 0, 0), None);
    assert_eq!(Timestamp::from_unix_seconds(253_402_300_800), None);
    assert_eq!(Timestamp::from_unix_seconds(i64::MAX), None);
    assert_eq!(Timestamp::from_unix_seconds(i64::MIN), None);
    assert_eq!(Timestamp::from_unix_nanos(i128::MIN), None);
    assert_eq!(Date::new(2024, 2, 29).as_ref().map(Date::as_str), Some("2024-02-29"));
    assert_eq!(Date::new(1900, 2, 29), None);
    assert_eq!(Date::new(2000, 2, 29).and_then(|date| date.days()), Some(11_016));
    assert_eq!(Date::new(2026, 4, 31), None);
    assert_eq!(Date::new(2026, 0, 1), None);
    assert_eq!(Date::new(2026, 1, u32::MAX), None);
    assert_eq!(Date::from_days(-719_163), None);
    assert_eq!(Date::from_days(2_932_896), Date::new(9999, 12, 31));
    assert_eq!(Date::from_days(i64::MAX), None);
    let local = LocalDateTime::new(2026, 1, 3, 10, 30, 0).and_then(|local| local.with_nanosecond(1_000));
    assert_eq!(local.as_ref().map(LocalDateTime::as_str), Some("2026-01-03T10:30:00.000001"));
    assert_eq!(local.as_ref().and_then(|local| local.with_nanosecond(1_000_000_000)), None);
    let there = local.as_ref().and_then(|local| local.at_offset(-12_600));
    assert_eq!(there.as_ref().map(Timestamp::as_str), Some("2026-01-03T10:30:00.000001-03:30"));
    assert_eq!(local.as_ref().and_then(|local| local.at_offset(86_400)), None);
    assert_eq!(local.as_ref().and_then(|local| local.at_offset(30)), None);
    assert_eq!(local.as_ref().and_then(|local| local.at_offset(i32::MIN)), None);
}

#[test]
fn days_that_do_not_exist_stay_text() {
    for text in ["2023-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "201O-18-90"] {
        assert_eq!(day(text).days(), None, "{text}");
        assert_eq!((day(text).year(), day(text).month(), day(text).day(), day(text).weekday()), (None, None, None, None));
        assert_eq!(day(text).in_form(TimeForm::Sql).to_string(), text);
        assert_eq!(moment(text).unix_seconds(), None, "{text}");
    }
    for text in ["2024-02-29", "2000-02-29", "0004-02-29", "9996-02-29"] {
        assert_eq!(day(text).day(), Some(29), "{text}");
    }
}

#[test]
fn a_leap_second_is_the_one_before() {
    for (leap, plain) in [
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.5Z"),
        ("2017-01-01T01:59:60+02:00", "2016-12-31T23:59:59Z"),
        ("9999-12-31T23:59:60Z", "9999-12-31T23:59:59Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
    ] {
        assert_eq!(moment(leap), moment(plain), "{leap}");
        assert_eq!(moment(leap).as_str(), leap);
    }
}

#[test]
fn system_time_goes_both_ways() {
    for nanos in [0, 1, -1, 1_767_436_200_123_456_700, -62_135_596_800_000_000_000, -1_000_000_000, 999_999_999] {
        let moment = Timestamp::from_unix_nanos(nanos).expect("within the years");
        let time = moment.to_system_time().expect("a platform that knows the time");
        assert_eq!(Timestamp::from(time), moment);
        assert_eq!(SystemTime::try_from(&moment), Ok(time));
    }
    let now = SystemTime::now();
    assert!(Timestamp::now() >= Timestamp::from(now));
    let beyond = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
    assert_eq!(Timestamp::from(beyond).as_str(), "253402300800");
    assert_eq!(Timestamp::from(beyond).unix_seconds(), None);
    let error: TimeError = SystemTime::try_from(moment("soon")).expect_err("no moment");
    assert_eq!((error.to_string().as_str(), error.text()), (r#""soon" cannot be converted to `std::time::SystemTime`"#, "soon"));
}
