use body_date::Date;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_date);
    let api = client.api();
    let (first, last) = (Date::new(1, 1, 1).expect("the first day"), Date::new(9999, 12, 31).expect("the last day"));
    scenario!(run, "putDateMax", api.date_put_max_date(&last).await?);
    scenario!(run, "getDateMax", assert_eq!(api.date_get_max_date().await?, last));
    scenario!(run, "putDateMin", api.date_put_min_date(&first).await?);
    scenario!(run, "getDateMin", assert_eq!(api.date_get_min_date().await?, first));
    scenario!(run, "getDateNull", assert_eq!(api.date_get_null().await?, None));
    // What is no day is kept as it came, and is known to be none.
    scenario!(run, "getDateInvalid", {
        let date = api.date_get_invalid_date().await?;
        assert_eq!((date.as_str(), date.days()), ("201O-18-90", None));
    });
    scenario!(run, "getDateOverflow", {
        let date = api.date_get_overflow_date().await?;
        assert_eq!((date.as_str(), date.days()), ("10000000000-12-31", None));
    });
    scenario!(run, "getDateUnderflow", {
        let date = api.date_get_underflow_date().await?;
        assert_eq!((date.as_str(), date.days()), ("0000-00-00", None));
    });
}
