use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_time);
    let api = client.api();
    scenario!(run, "BodyTimeGet", assert_eq!(api.time_get().await?, "11:34:56"));
    scenario!(run, "BodyTimePut", assert_eq!(api.time_put("08:07:56").await?, "Nice job posting time"));
}
