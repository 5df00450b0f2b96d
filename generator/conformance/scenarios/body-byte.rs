use crate::harness::Run;

const BYTES: [u8; 10] = [255, 254, 253, 252, 251, 250, 249, 248, 247, 246];

pub async fn run(run: &mut Run) {
    let client = client!(run, body_byte);
    let api = client.byte_operations();
    scenario!(run, "putByteNonAscii", api.byte_put_non_ascii(&BYTES.into()).await?);
    scenario!(run, "getByteNonAscii", assert_eq!(api.byte_get_non_ascii().await?.as_ref(), BYTES));
    scenario!(run, "getByteNull", assert!(api.byte_get_null().await?.as_ref().is_empty()));
    scenario!(run, "getByteEmpty", assert!(api.byte_get_empty().await?.as_ref().is_empty()));
    scenario!(run, "getByteInvalid", {
        let received = api.byte_get_invalid().await?;
        assert_eq!(received.not_base64(), Some("::::SWAGGER::::"));
    });
}
