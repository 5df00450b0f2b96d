use super::super::TimeForm;
use super::*;

const FORMS: [TimeForm; 6] = [TimeForm::Rfc3339, TimeForm::Local, TimeForm::Sql, TimeForm::Rfc1123, TimeForm::UnixSeconds, TimeForm::Date];

#[test]
fn a_moment_is_written_in_every_form() {
    for (text, expected) in [
        (
            "2026-01-03T12:30:00.5+02:00",
            [
                "2026-01-03T10:30:00.5Z",
                "2026-01-03T10:30:00.5",
                "2026-01-03 10:30:00",
                "Sat, 03 Jan 2026 10:30:00 GMT",
                "1767436200",
                "2026-01-03",
            ],
        ),
        (
            "0001-01-01",
            [
                "0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00",
                "0001-01-01 00:00:00",
                "Mon, 01 Jan 0001 00:00:00 GMT",
                "-62135596800",
                "0001-01-01",
            ],
        ),
        (
            "1969-12-31T23:59:59.25Z",
            [
                "1969-12-31T23:59:59.25Z",
                "1969-12-31T23:59:59.25",
                "1969-12-31 23:59:59",
                "Wed, 31 Dec 1969 23:59:59 GMT",
                "-1",
                "1969-12-31",
            ],
        ),
    ] {
        for (form, expected) in FORMS.into_iter().zip(expected) {
            assert_eq!(moment(text).to_text(form).as_deref(), Some(expected), "{text} as {form:?}");
            let written = moment(text).in_form(form);
            assert_eq!(written.form(), Some(form), "{written}");
            assert_eq!(written.in_form(form).as_str(), written.as_str());
        }
    }
}

#[test]
fn a_string_of_the_form_is_unchanged() {
    for (text, form) in [
        ("2026-01-03T12:30:00.500+02:00", TimeForm::Rfc3339),
        ("2026-01-03t12:30:00z", TimeForm::Rfc3339),
        ("2026-01-03T12:30:00.000", TimeForm::Local),
        ("2026-01-03 12:30:00", TimeForm::Sql),
        ("Sat, 03 Jan 2026 10:30:00 GMT", TimeForm::Rfc1123),
        ("2026-01-03", TimeForm::Date),
    ] {
        assert_eq!(moment(text).form(), Some(form), "{text}");
        assert_eq!(moment(text).in_form(form).as_str(), text);
    }
}

#[test]
fn a_string_of_another_form_is_rewritten_if_it_can_be() {
    for (text, expected) in [
        ("2026-01-03 12:30:00+02:00", "2026-01-03T10:30:00Z"),
        ("2026-01-03T12:30:00+0200", "2026-01-03T10:30:00Z"),
        ("2026-01-03T10:30Z", "2026-01-03T10:30:00Z"),
        ("2026-01-03T10:30:00,5Z", "2026-01-03T10:30:00.5Z"),
        (" 2026-01-03T10:30:00Z", "2026-01-03T10:30:00Z"),
        ("Sun, 3 Jan 2026 10:30:00 GMT", "2026-01-03T10:30:00Z"),
        ("1767436200", "2026-01-03T10:30:00Z"),
        (r#"{"date":"2026-01-03 10:30:00.000000","timezone":"UTC"}"#, "2026-01-03T10:30:00Z"),
        ("whenever", "whenever"),
        ("03/01/2026 10:30 AM CST", "03/01/2026 10:30 AM CST"),
    ] {
        assert_eq!(moment(text).in_form(TimeForm::Rfc3339).as_str(), expected, "{text}");
    }
    assert_eq!(moment("sat, 03 jan 2026 10:30:00 gmt").form(), None);
    assert_eq!(moment("2026-01-03 10:30:00.5").in_form(TimeForm::Sql).as_str(), "2026-01-03 10:30:00");
}

#[test]
fn days_and_local_times_are_written_too() {
    let expected = [
        Some("2026-01-03T00:00:00Z"),
        Some("2026-01-03T00:00:00"),
        Some("2026-01-03 00:00:00"),
        Some("Sat, 03 Jan 2026 00:00:00 GMT"),
        Some("1767398400"),
        Some("2026-01-03"),
    ];
    for (form, expected) in FORMS.into_iter().zip(expected) {
        assert_eq!(day("2026-01-03T23:30:00-05:00").to_text(form).as_deref(), expected);
        assert_eq!(Some(day("2026-01-03").in_form(form).as_str()), expected);
    }
    assert_eq!(day("2026-01-03").unix_seconds(), Some(1_767_398_400));
    let expected = [None, Some("2026-01-03T10:30:00"), Some("2026-01-03 10:30:00"), None, None, Some("2026-01-03")];
    for (form, expected) in FORMS.into_iter().zip(expected) {
        assert_eq!(local("2026-01-03T10:30:00+02:00").to_text(form).as_deref(), expected);
        let unchanged = "2026-01-03T10:30:00+02:00";
        assert_eq!(local(unchanged).in_form(form).as_str(), expected.unwrap_or(unchanged));
    }
    assert_eq!(local("2026-01-03T10:30:00.000").in_form(TimeForm::Local).as_str(), "2026-01-03T10:30:00.000");
    assert_eq!(Timestamp::from(day("2026-01-03")).unix_seconds(), Some(1_767_398_400));
    assert_eq!(LocalDateTime::from(day("2026-01-03")).as_str(), "2026-01-03");
}
