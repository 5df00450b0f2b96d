use body_duration::IsoDuration;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_duration);
    let api = client.api();
    let duration = IsoDuration::from("P123DT22H14M12.011S");
    scenario!(run, "putDurationPositive", api.duration_put_positive_duration(&duration).await?);
    scenario!(run, "getDurationPositive", {
        let parts = api.duration_get_positive_duration().await?.parts().expect("a duration");
        assert_eq!((parts.years, parts.months, parts.days), (3, 6, 4));
        assert_eq!((parts.hours, parts.minutes, parts.seconds), (12, 30, 5));
    });
    scenario!(run, "getDurationNull", assert_eq!(api.duration_get_null().await?, None));
    scenario!(run, "getDurationInvalid", assert!(api.duration_get_invalid().await?.parts().is_none()));
}
