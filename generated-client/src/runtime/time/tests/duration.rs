use std::time::Duration;

use super::super::DurationParts;
use super::*;

#[test]
fn durations_are_understood() {
    let none = DurationParts::default();
    for (text, parts) in [
        ("P3Y6M4DT12H30M5S", DurationParts { years: 3, months: 6, days: 4, hours: 12, minutes: 30, seconds: 5, ..none }),
        ("-P3Y6M", DurationParts { years: -3, months: -6, ..none }),
        ("+P2W", DurationParts { weeks: 2, ..none }),
        ("p1dt2h", DurationParts { days: 1, hours: 2, ..none }),
        ("PT0S", none),
        ("P0D", none),
        ("PT36H", DurationParts { hours: 36, ..none }),
        ("P1M", DurationParts { months: 1, ..none }),
        ("PT1M", DurationParts { minutes: 1, ..none }),
        ("P1DT-2H", DurationParts { days: 1, hours: -2, ..none }),
        ("-P1DT-2H", DurationParts { days: -1, hours: 2, ..none }),
        ("PT-0.5S", DurationParts { nanoseconds: -500_000_000, ..none }),
        ("PT1,5S", DurationParts { seconds: 1, nanoseconds: 500_000_000, ..none }),
        ("PT0.5H", DurationParts { nanoseconds: 1_800_000_000_000, ..none }),
        ("P1.5D", DurationParts { days: 1, nanoseconds: 43_200_000_000_000, ..none }),
        (" PT5M ", DurationParts { minutes: 5, ..none }),
        (
            "P123DT22H14M12.010999999998603S",
            DurationParts { days: 123, hours: 22, minutes: 14, seconds: 12, nanoseconds: 10_999_999, ..none },
        ),
        ("P9223372036854775807D", DurationParts { days: i64::MAX, ..none }),
    ] {
        assert_eq!(duration(text).parts(), Some(parts), "{text}");
        assert_eq!(duration(text).as_str(), text);
    }
}

#[test]
fn what_is_no_duration_stays_text() {
    for text in [
        "",
        "P",
        "PT",
        "P1",
        "PT1",
        "1D",
        "123ABC",
        "P1H",
        "PT1D",
        "P1DT",
        "PT1H1H",
        "PT1S1M",
        "P1D1Y",
        "P.5D",
        "PT5.S",
        "P1.5Y",
        "P0.5DT1H",
        "PT1.5H30M",
        "P--1D",
        "P1 D",
        "P9223372036854775808D",
        "Pä",
        "PT1Sx",
        "01:30:00",
    ] {
        assert_eq!(duration(text).parts(), None, "{text}");
        assert_eq!(duration(text).to_std(), None, "{text}");
        assert_eq!(duration(text).to_string(), text);
    }
}

#[test]
fn parts_are_written_as_they_are() {
    let none = DurationParts::default();
    for (parts, text) in [
        (none, "PT0S"),
        (DurationParts { years: 3, months: 6, days: 4, hours: 12, minutes: 30, seconds: 5, ..none }, "P3Y6M4DT12H30M5S"),
        (DurationParts { weeks: 2, ..none }, "P2W"),
        (DurationParts { days: 123, hours: 22, minutes: 14, seconds: 12, nanoseconds: 11_000_000, ..none }, "P123DT22H14M12.011S"),
        (DurationParts { minutes: 90, ..none }, "PT90M"),
        (DurationParts { days: -1, seconds: -5, ..none }, "-P1DT5S"),
        (DurationParts { days: 1, hours: -2, ..none }, "P1DT-2H"),
        (DurationParts { hours: 1, nanoseconds: -500_000_000, ..none }, "PT1H-0.5S"),
        (DurationParts { nanoseconds: -500_000_000, ..none }, "-PT0.5S"),
        (DurationParts { seconds: 1, nanoseconds: -1, ..none }, "PT0.999999999S"),
        (DurationParts { nanoseconds: 1_800_000_000_000, ..none }, "PT1800S"),
        (DurationParts { years: i64::MIN, ..none }, "-P9223372036854775808Y"),
    ] {
        assert_eq!(IsoDuration::from(parts).as_str(), text);
        if parts.years != i64::MIN {
            assert_eq!(IsoDuration::from(parts), duration(text), "{text}");
        }
    }
}

#[test]
fn the_standard_library_goes_both_ways() {
    for (text, std) in [
        ("PT0S", Duration::ZERO),
        ("P123DT22H14M12.011S", Duration::new(123 * 86_400 + 80_052, 11_000_000)),
        ("PT0.000000001S", Duration::from_nanos(1)),
        ("P1DT1S", Duration::from_secs(86_401)),
        ("P213503982334601DT7H15.999999999S", Duration::MAX),
    ] {
        assert_eq!(duration(text).to_std(), Some(std), "{text}");
        assert_eq!(IsoDuration::from(std).as_str(), text);
    }
    assert_eq!(duration("P1W").to_std(), Some(Duration::from_secs(604_800)));
    assert_eq!(duration("PT1H-30M").to_std(), Some(Duration::from_secs(1_800)));
    assert_eq!(duration("P1M").to_std(), None);
    assert_eq!(duration("P1Y-12M").to_std(), Some(Duration::ZERO));
    assert_eq!(duration("-PT1S").to_std(), None);
    assert_eq!(duration("P9223372036854775807W").to_std(), None);
    assert_eq!(Duration::try_from(&duration("PT1M")), Ok(Duration::from_secs(60)));
    assert!(Duration::try_from(duration("P1Y")).is_err());
}
