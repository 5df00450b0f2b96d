use body_datetime::{TimeForm, Timestamp};

use crate::harness::Run;

/// The last second of the year 9999 in UTC, and the first one of the year 1.
const LAST: i64 = 253_402_300_799;
const FIRST: i64 = -62_135_596_800;
const HOURS_14: i64 = 14 * 3600;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_datetime);
    let api = client.api();
    let last = Timestamp::from("9999-12-31T23:59:59.999Z");
    let first = Timestamp::utc(1, 1, 1, 0, 0, 0).expect("the first moment");
    scenario!(run, "putDateTimeMaxUtc", api.datetime_put_utc_max_date_time(&last).await?);
    scenario!(run, "putDateTimeMinUtc", api.datetime_put_utc_min_date_time(&first).await?);
    scenario!(run, "getDateTimeMaxUtcLowercase", assert_eq!(api.datetime_get_utc_lowercase_max_date_time().await?, last));
    scenario!(run, "getDateTimeMaxUtcUppercase", assert_eq!(api.datetime_get_utc_uppercase_max_date_time().await?, last));
    scenario!(run, "getDateTimeMaxLocalPositiveOffsetLowercase", {
        let moment = api.datetime_get_local_positive_offset_lowercase_max_date_time().await?;
        assert_eq!((moment.unix_seconds(), moment.offset_seconds()), (Some(LAST - HOURS_14), Some(14 * 3600)));
    });
    scenario!(run, "getDateTimeMaxLocalPositiveOffsetUppercase", {
        let moment = api.datetime_get_local_positive_offset_uppercase_max_date_time().await?;
        assert_eq!(moment.unix_seconds(), Some(LAST - HOURS_14));
    });
    scenario!(run, "getDateTimeMaxLocalNegativeOffsetLowercase", {
        // It lies in the year 10000 of UTC, which has no text there.
        let moment = api.datetime_get_local_negative_offset_lowercase_max_date_time().await?;
        assert_eq!((moment.unix_seconds(), moment.to_text(TimeForm::Rfc3339)), (Some(LAST + HOURS_14), None));
    });
    scenario!(run, "getDateTimeMaxLocalNegativeOffsetUppercase", {
        let moment = api.datetime_get_local_negative_offset_uppercase_max_date_time().await?;
        assert_eq!(moment.unix_seconds(), Some(LAST + HOURS_14));
    });
    scenario!(run, "getDateTimeMinUtc", assert_eq!(api.datetime_get_utc_min_date_time().await?.unix_seconds(), Some(FIRST)));
    scenario!(run, "getDateTimeMinLocalPositiveOffset", {
        let moment = api.datetime_get_local_positive_offset_min_date_time().await?;
        assert_eq!(moment.unix_seconds(), Some(FIRST - HOURS_14));
    });
    scenario!(run, "getDateTimeMinLocalNegativeOffset", {
        let moment = api.datetime_get_local_negative_offset_min_date_time().await?;
        assert_eq!(moment.unix_seconds(), Some(FIRST + HOURS_14));
    });
    scenario!(run, "getDateTimeMinLocalNoOffset", {
        let moment = api.datetime_get_local_no_offset_min_date_time().await?;
        assert_eq!((moment.unix_seconds(), moment.offset_seconds()), (Some(FIRST), None));
    });
    scenario!(run, "getDateTimeNull", assert_eq!(api.datetime_get_null().await?, None));
    scenario!(run, "getDateTimeInvalid", assert_eq!(api.datetime_get_invalid().await?.unix_seconds(), None));
    scenario!(run, "getDateTimeOverflow", {
        assert_eq!(api.datetime_get_overflow().await?.unix_seconds(), Some(LAST + HOURS_14));
    });
    scenario!(run, "getDateTimeUnderflow", assert_eq!(api.datetime_get_underflow().await?.unix_seconds(), None));

    let finer = Timestamp::from("9999-12-31T23:59:59.9999999Z");
    scenario!(run, "putDateTimeMaxUtc7MS", api.datetime_put_utc_max_date_time7_digits(&finer).await?);
    scenario!(run, "getDateTimeMaxUtc7MSUppercase", {
        assert_eq!(api.datetime_get_utc_uppercase_max_date_time7_digits().await?.unix_nanos(), finer.unix_nanos());
    });
    scenario!(run, "putDateTimeMaxLocalPositiveOffset", {
        api.datetime_put_local_positive_offset_max_date_time(&"9999-12-31T23:59:59.999+14:00".into()).await?;
    });
    scenario!(run, "putDateTimeMaxLocalNegativeOffset", {
        api.datetime_put_local_negative_offset_max_date_time(&"9999-12-31T23:59:59.999-14:00".into()).await?;
    });
    scenario!(run, "putDateTimeMinLocalPositiveOffset", {
        api.datetime_put_local_positive_offset_min_date_time(&"0001-01-01T00:00:00+14:00".into()).await?;
    });
    scenario!(run, "putDateTimeMinLocalNegativeOffset", {
        api.datetime_put_local_negative_offset_min_date_time(&"0001-01-01T00:00:00-14:00".into()).await?;
    });
}
