use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::*;

#[test]
fn moments_are_equal_however_they_are_written() {
    let same = [
        "2026-01-03T10:30:00Z",
        "2026-01-03T10:30:00.000Z",
        "2026-01-03T12:30:00+02:00",
        "2026-01-03 10:30:00",
        "Sat, 03 Jan 2026 10:30:00 GMT",
        "1767436200",
        "03/01/2026 10:30 AM UTC",
        r#"{"date":"2026-01-03 10:30:00.000000","timezone_type":3,"timezone":"UTC"}"#,
    ]
    .map(moment);
    let state = RandomState::new();
    for (left, right) in same.iter().flat_map(|left| same.iter().map(move |right| (left, right))) {
        assert_eq!(left, right);
        assert!(left.cmp(right).is_eq());
        assert_eq!(state.hash_one(left), state.hash_one(right));
    }
    assert_eq!(HashSet::from(same).len(), 1);
    assert_ne!(moment("2026-01-03T10:30:00Z"), moment("2026-01-03T10:30:00.000000001Z"));
}

#[test]
fn moments_are_ordered_across_offsets_and_text_comes_last() {
    let ordered = [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.5Z",
        "1970-01-01",
        "2026-01-03T12:00:00+02:00",
        "Sat, 03 Jan 2026 10:00:01 GMT",
        "2026-01-03T06:30:00-04:00",
        "2026-01-03 10:30:00.000001",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "",
        "0000-00-00",
        "never",
    ]
    .map(moment);
    for (at, left) in ordered.iter().enumerate() {
        for (other, right) in ordered.iter().enumerate() {
            assert_eq!(left.cmp(right), at.cmp(&other), "{left} and {right}");
            assert_eq!(left == right, at == other, "{left} and {right}");
            assert_eq!(left.partial_cmp(right), Some(at.cmp(&other)));
        }
    }
}

#[test]
fn days_and_local_times_compare_by_what_they_show() {
    assert_eq!(day("2026-01-03"), day("2026-01-03T23:30:00-05:00"));
    assert!(day("2026-01-03") < day("Sun, 04 Jan 2026 00:00:00 GMT"));
    assert!(day("9999-12-31") < day("2026-02-29"));
    assert_ne!(day("2026-02-29"), day("2026-02-30"));
    assert_eq!(local("2026-01-03 10:30:00"), local("2026-01-03T10:30:00+02:00"));
    assert!(local("2026-01-03 10:30:00") < local("2026-01-03T10:30:00.1"));
    assert!(local("2026-01-03") < local("2026-01-03 00:00:01"));
}

#[test]
fn durations_are_ordered_by_their_length() {
    let ordered = ["-P1D", "PT0S", "PT0.000000001S", "PT1S", "PT1M", "P29D", "P30D", "P1M", "P31D", "P365D", "P1Y", "P366D", "x"];
    let ordered = ordered.map(duration);
    for (at, left) in ordered.iter().enumerate() {
        for (other, right) in ordered.iter().enumerate() {
            assert_eq!(left.cmp(right), at.cmp(&other), "{left} and {right}");
        }
    }
    let state = RandomState::new();
    for (left, right) in [("P1Y", "P12M"), ("PT60S", "PT1M"), ("P1D", "PT24H"), ("P1W", "P7D"), ("PT1.5H", "PT90M"), ("PT0S", "P0Y")] {
        assert_eq!(duration(left), duration(right));
        assert_eq!(state.hash_one(duration(left)), state.hash_one(duration(right)));
    }
    // The mean month is no month, although it is as long.
    assert_ne!(duration("P1M"), duration("PT2629746S"));
    assert!(duration("P1M") > duration("PT2629746S"));
}
