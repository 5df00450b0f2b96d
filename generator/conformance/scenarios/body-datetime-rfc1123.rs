use body_datetime_rfc1123::Timestamp;

use crate::harness::Run;

const LAST: i64 = 253_402_300_799;
const FIRST: i64 = -62_135_596_800;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_datetime_rfc1123);
    let api = client.api();
    let moment = |seconds| Timestamp::from_unix_seconds(seconds).expect("a moment").into();
    scenario!(run, "putDateTimeRfc1123Max", api.datetimerfc1123_put_utc_max_date_time(&moment(LAST)).await?);
    scenario!(run, "putDateTimeRfc1123Min", api.datetimerfc1123_put_utc_min_date_time(&moment(FIRST)).await?);
    scenario!(run, "getDateTimeRfc1123MaxUtcLowercase", {
        assert_eq!(api.datetimerfc1123_get_utc_lowercase_max_date_time().await?.unix_seconds(), Some(LAST));
    });
    scenario!(run, "getDateTimeRfc1123MaxUtcUppercase", {
        assert_eq!(api.datetimerfc1123_get_utc_uppercase_max_date_time().await?.unix_seconds(), Some(LAST));
    });
    scenario!(run, "getDateTimeRfc1123MinUtc", {
        assert_eq!(api.datetimerfc1123_get_utc_min_date_time().await?.unix_seconds(), Some(FIRST));
    });
    scenario!(run, "getDateTimeRfc1123Null", assert_eq!(api.datetimerfc1123_get_null().await?, None));
    scenario!(run, "getDateTimeRfc1123Invalid", assert_eq!(api.datetimerfc1123_get_invalid().await?.unix_seconds(), None));
    scenario!(run, "getDateTimeRfc1123Overflow", assert_eq!(api.datetimerfc1123_get_overflow().await?.unix_seconds(), None));
    scenario!(run, "getDateTimeRfc1123Underflow", assert_eq!(api.datetimerfc1123_get_underflow().await?.unix_seconds(), None));
}
