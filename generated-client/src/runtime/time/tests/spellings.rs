use super::*;

/// 2026-01-03T10:30:00Z, which was a Saturday.
const MOMENT: i64 = 1_767_436_200;

#[test]
fn every_spelling_of_a_moment_is_understood() {
    for (text, seconds, nanos) in [
        // RFC 3339.
        ("2026-01-03T10:30:00Z", MOMENT, 0),
        ("2026-01-03t10:30:00z", MOMENT, 0),
        ("2026-01-03T10:30:00+00:00", MOMENT, 0),
        ("2026-01-03T10:30:00-00:00", MOMENT, 0),
        ("2026-01-03T12:30:00+02:00", MOMENT, 0),
        ("2026-01-03T05:00:00-05:30", MOMENT, 0),
        ("2026-01-03T10:30:00.000Z", MOMENT, 0),
        ("2026-01-03T10:30:00.000000Z", MOMENT, 0),
        ("2026-01-03T10:30:00.5Z", MOMENT, 500_000_000),
        ("2026-01-03T10:30:00.123456789Z", MOMENT, 123_456_789),
        ("2026-01-03T10:30:00.1234567899999Z", MOMENT, 123_456_789),
        // The same more freely.
        ("2026-01-03 10:30:00Z", MOMENT, 0),
        ("2026-01-03T10:30Z", MOMENT, 0),
        ("2026-01-03T10:30:00,25Z", MOMENT, 250_000_000),
        ("2026-01-03T12:30:00+0200", MOMENT, 0),
        ("2026-01-03T12:30:00+02", MOMENT, 0),
        ("2026-01-03 10:30:00 UTC", MOMENT, 0),
        ("2026-01-03 12:30:00 +0200", MOMENT, 0),
        ("  2026-01-03T10:30:00Z\n", MOMENT, 0),
        // Without an offset.
        ("2026-01-03 10:30:00", MOMENT, 0),
        ("2026-01-03 10:30:00.000001", MOMENT, 1_000),
        ("2026-01-03T10:30:00", MOMENT, 0),
        ("2026-01-03 10:30", MOMENT, 0),
        ("2026-01-03", MOMENT - 37_800, 0),
        // RFC 1123.
        ("Sat, 03 Jan 2026 10:30:00 GMT", MOMENT, 0),
        ("sat, 03 jan 2026 10:30:00 gmt", MOMENT, 0),
        ("SAT, 03 JAN 2026 10:30:00 GMT", MOMENT, 0),
        ("Sat, 3 Jan 2026 10:30:00 GMT", MOMENT, 0),
        ("Mon, 03 Jan 2026 10:30:00 GMT", MOMENT, 0),
        ("03 Jan 2026 10:30:00 +0000", MOMENT, 0),
        ("Sat, 03 Jan 2026 10:30 UT", MOMENT, 0),
        ("Sat, 03 Jan 2026 04:30:00 CST", MOMENT, 0),
        // Seconds since 1970.
        ("0", 0, 0),
        ("1767436200", MOMENT, 0),
        ("1767436200.25", MOMENT, 250_000_000),
        ("-1", -1, 0),
        ("-1.25", -2, 750_000_000),
        // PHP's object.
        (r#"{"date":"2026-01-03 10:30:00.000000","timezone_type":3,"timezone":"UTC"}"#, MOMENT, 0),
        (r#"{"date":"2026-01-03 10:30:00.250000","timezone_type":2,"timezone":"Z"}"#, MOMENT, 250_000_000),
        (r#"{"date":"2026-01-03 12:30:00","timezone_type":1,"timezone":"+02:00"}"#, MOMENT, 0),
        (r#"{"date":"2026-01-03 05:30:00.000000","timezone_type":2,"timezone":"EST"}"#, MOMENT, 0),
        (r#" {"date":"2026-01-03 10:30:00"} "#, MOMENT, 0),
        (r#"{"date":"2026-01-03T12:30:00+02:00","timezone":"Europe/Berlin"}"#, MOMENT, 0),
        // PHP's `d/m/Y h:i A T`.
        ("03/01/2026 10:30 AM UTC", MOMENT, 0),
        ("03/01/2026 12:30 pm +02:00", MOMENT, 0),
        ("03/01/2026 05:30 AM EST", MOMENT, 0),
        ("03/01/2026 04:00 PM +0530", MOMENT, 0),
        ("03/01/2026 10:30 AM", MOMENT, 0),
        ("03/01/2026 12:00 AM GMT", MOMENT - 37_800, 0),
        ("03/01/2026 12:00 PM GMT", MOMENT + 5_400, 0),
    ] {
        let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        assert_eq!(moment(text).unix_nanos(), Some(nanos), "{text}");
        assert_eq!(moment(text).unix_seconds(), Some(seconds), "{text}");
        assert_eq!(moment(text).as_str(), text);
        assert_eq!(moment(text).to_string(), text);
        assert!(moment(text).local().is_some() && day(text).days().is_some() && local(text).hour().is_some(), "{text}");
    }
}

#[test]
fn what_makes_no_sense_stays_text() {
    for text in [
        "",
        " ",
        "-",
        "tomorrow",
        "äöüäöüäöüä",
        "2026-01-0ä",
        "2026-01-02x",
        "2026-1-2",
        "2026-01-02T",
        "2026-01-02T10",
        "2026-01-02T10:3",
        "2026-01-02T10:30:00+",
        "2026-01-02T10:30:00+2",
        "2026-01-02T10:30:00+24:00",
        "2026-01-02T10:30:00+02:60",
        "2026-01-02T10:30:00 nonsense",
        "2026-01-02T10:30:00.Z",
        "2026-01-02T10:30.5Z",
        "2026-01-02T10:30:00:00Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T10:60:00Z",
        "2026-01-02T10:30:61Z",
        "+2026-01-02T10:30:00Z",
        "201O-18-90D00:89:56.9AX",
        "0000-00-00T00:00:00.000+00:00",
        "10000000000-12-31",
        "1.",
        ".5",
        "--1",
        "1e9",
        "99999999999999999999999",
        "1767436200000",
        "Tue, 01 Dec 2000 00:00:0A ABC",
        "Sat, 1 Jan 10000 00:00:00 GMT",
        "Tue, 00 Jan 0000 00:00:00 GMT",
        "Sat, 03 Jan 2026 10:30:00 GMT again",
        "Someday, 03 Jan 2026 10:30:00 GMT",
        "Sat, 03 Foo 2026 10:30:00 GMT",
        "03/01/2026",
        "03/13/2026 10:30 AM UTC",
        "03/01/2026 13:30 PM UTC",
        "03/01/2026 00:30 AM UTC",
        "03/01/2026/1 10:30 AM UTC",
        "03/01/2026 10:30 AM UTC twice",
        "{}",
        "{",
        r#"{"date":"yesterday","timezone_type":3,"timezone":"UTC"}"#,
        r#"{"date":"2026-01-03 10:30:00","timezone_type":3,"timezone":"?"}"#,
    ] {
        let moment = moment(text);
        assert_eq!((moment.unix_seconds(), moment.unix_nanos(), moment.to_system_time()), (None, None, None), "{text}");
        assert!(moment.local().is_none() && moment.date().is_none() && moment.offset_seconds().is_none(), "{text}");
        assert!(day(text).days().is_none() && local(text).date().is_none(), "{text}");
        assert_eq!((moment.as_str(), day(text).as_str(), local(text).as_str()), (text, text, text));
    }
}

#[test]
fn a_zone_that_takes_a_table_leaves_the_local_time() {
    for text in [
        r#"{"date":"2026-01-03 10:30:00.000000","timezone_type":3,"timezone":"Europe/Berlin"}"#,
        "03/01/2026 10:30 AM CST",
        "03/01/2026 10:30 AM Asia/Kolkata",
    ] {
        assert_eq!(moment(text).unix_seconds(), None, "{text}");
        assert_eq!(moment(text).offset_seconds(), None, "{text}");
        assert_eq!(moment(text).local(), Some(local("2026-01-03T10:30:00")), "{text}");
        assert_eq!(local(text), local("2026-01-03 10:30"), "{text}");
    }
}

#[test]
fn the_offset_is_what_the_text_says() {
    for (text, offset) in [
        ("2026-01-03T10:30:00Z", Some(0)),
        ("2026-01-03T12:30:00+02:00", Some(7_200)),
        ("2026-01-03T12:30:00-02:30", Some(-9_000)),
        ("03/01/2026 10:30 AM JST", Some(32_400)),
        ("1767436200", Some(0)),
        ("2026-01-03 10:30:00", None),
        ("2026-01-03", None),
    ] {
        assert_eq!(moment(text).offset_seconds(), offset, "{text}");
    }
}

#[test]
fn days_and_local_times_are_those_that_the_text_shows() {
    let text = "2026-01-03T23:30:15.5-05:00";
    let (shown, date) = (local(text), day(text));
    assert_eq!((shown.hour(), shown.minute(), shown.second()), (Some(23), Some(30), Some(15)));
    assert_eq!(shown.nanosecond(), Some(500_000_000));
    assert_eq!((date.year(), date.month(), date.day(), date.weekday()), (Some(2026), Some(1), Some(3), Some(6)));
    assert_eq!((shown.date(), moment(text).date()), (Some(date.clone()), Some(date)));
    assert_eq!(moment(text).local().map(|local| local.to_string()).as_deref(), Some("2026-01-03T23:30:15.5"));
    // In UTC it is the next day.
    assert_eq!(moment(text).unix_seconds().map(|seconds| seconds / 86_400), day("2026-01-04").days());
}
