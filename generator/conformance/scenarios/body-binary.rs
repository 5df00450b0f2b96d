use body_binary::Value;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, body_binary);
    let api = client.api();
    let json = [("more".to_owned(), Value::from("cowbell"))];
    scenario!(run, "BodyBinaryFile", api.upload_file(&json.into()).await?);
    scenario!(run, "BodyBinaryOctet", api.upload_binary(vec![1, 2, 3]).await?);
    scenario!(run, "BodyBinaryError", {
        let error = api.download_error_stream().await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.message()), (Some(400), Some("I failed on purpose")));
    });
}
