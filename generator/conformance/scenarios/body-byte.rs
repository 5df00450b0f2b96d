use crate::harness::Run;

const BYTES: [u8; 10] = [255, 254, 253, 252, 251, 250, 249, 248, 247, 246];

pub async fn run(run: &mut Run) {
    let client = client!(run, body_byte);
    let api = client.byte_operations();
    scenario!(run, "putByteNonAscii", api.byte_put_non_ascii(&BYTES.into()).await?);
    scenario!(run, "getByteNonAscii", assert_eq!(api.byte_get_non_ascii().await?.0, BYTES));
    scenario!(run, "getByteNull", assert!(api.byte_get_null().await?.0.is_empty()));
    scenario!(run, "getByteEmpty", assert!(api.byte_get_empty().await?.0.is_empty()));
    scenario!(run, "getByteInvalid", {
        let error = api.byte_get_invalid().await.unwrap_err().to_string();
        assert!(error.contains("base64"), "{error}");
    });
}
