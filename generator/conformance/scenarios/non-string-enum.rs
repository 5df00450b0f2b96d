use non_string_enum::types::IntEnum;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, non_string_enum);
    let api = client.api();
    scenario!(run, "NonStringEnumsPostInt", {
        assert_eq!(api.int_put().body(&IntEnum::N200).await?, "Nice job posting an int enum");
    });
    scenario!(run, "NonStringEnumsGetInt", assert_eq!(api.int_get().await?, IntEnum::N429));
    scenario!(run, "NonStringEnumsPostFloat", {
        assert_eq!(api.float_put().body(&200.4).await?, "Nice job posting a float enum");
    });
    scenario!(run, "NonStringEnumsGetFloat", assert_eq!(api.float_get().await?, 429.1));
}
