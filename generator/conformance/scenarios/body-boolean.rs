use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_boolean);
    let api = client.bool_operations();
    scenario!(run, "getBoolTrue", assert!(api.bool_get_true().await?));
    scenario!(run, "getBoolFalse", assert!(!api.bool_get_false().await?));
    scenario!(run, "getBoolNull", assert_eq!(api.bool_get_null().await?, None));
    scenario!(run, "getBoolInvalid", assert!(api.bool_get_invalid().await.unwrap_err().to_string().contains("JSON")));
    scenario!(run, "putBoolTrue", api.bool_put_true(&true).await?);
    scenario!(run, "putBoolFalse", api.bool_put_false(&false).await?);
}
