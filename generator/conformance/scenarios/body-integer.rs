use body_integer::{Timestamp, UnixTime};

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_integer);
    let api = client.api();
    let moment = Timestamp::utc(2016, 4, 13, 0, 0, 0).expect("a moment");
    scenario!(run, "getIntegerNull", assert_eq!(api.int_get_null().await?, None));
    scenario!(run, "getIntegerInvalid", assert!(api.int_get_invalid().await.is_err()));
    scenario!(run, "getIntegerOverflow", assert!(api.int_get_overflow_int32().await.is_err()));
    scenario!(run, "getIntegerUnderflow", assert!(api.int_get_underflow_int32().await.is_err()));
    scenario!(run, "getLongOverflow", assert!(api.int_get_overflow_int64().await.is_err()));
    scenario!(run, "getLongUnderflow", assert!(api.int_get_underflow_int64().await.is_err()));
    scenario!(run, "putIntegerMax", api.int_put_max32(&i32::MAX).await?);
    scenario!(run, "putIntegerMin", api.int_put_min32(&i32::MIN).await?);
    scenario!(run, "putLongMax", api.int_put_max64(&i64::MAX).await?);
    scenario!(run, "putLongMin", api.int_put_min64(&i64::MIN).await?);
    scenario!(run, "getUnixTime", assert_eq!(api.int_get_unix_time().await?, UnixTime::from(moment.clone())));
    scenario!(run, "putUnixTime", api.int_put_unix_time_date(&moment.clone().into()).await?);
    scenario!(run, "getInvalidUnixTime", assert!(api.int_get_invalid_unix_time().await.is_err()));
    scenario!(run, "getNullUnixTime", assert_eq!(api.int_get_null_unix_time().await?, None));
}
