use body_boolean::Client;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client: Client = client!(run, body_boolean);
    let bool = client.bool_operations();
    run.scenario("getBoolTrue", async { Ok(assert!(bool.bool_get_true().await?)) }).await;
    run.scenario("getBoolFalse", async { Ok(assert!(!bool.bool_get_false().await?)) }).await;
    run.scenario("getBoolNull", async { Ok(assert_eq!(bool.bool_get_null().await?, None)) }).await;
    run.scenario("getBoolInvalid", async { Ok(assert!(bool.bool_get_invalid().await.is_err())) }).await;
    run.scenario("putBoolTrue", async { Ok(bool.bool_put_true(&true).await?) }).await;
    run.scenario("putBoolFalse", async { Ok(bool.bool_put_false(&false).await?) }).await;
}
