use crate::harness::Run;

const KEY: &str = "1c88a67921784300a462b2cb61da2339";

pub async fn run(run: &mut Run) {
    let client = client!(run, error_with_secrets, |builder| builder.api_key("SharedKey", format!("SharedKey {KEY}")));
    let api = client.api();
    scenario!(run, "ErrorWithSecrets", {
        let error = api.get_error_with_secrets().await.unwrap_err();
        assert!(error.is_forbidden() && !error.to_string().contains(KEY), "{error}");
    });
    // The server wants more than the definition says: whoever knows of it adds it to the call.
    scenario!(run, "RequestWithSecrets", {
        let call = api.create_secret().extra_query("key", KEY).extra_body("key", KEY);
        assert!(!call.preview()?.contains(&format!("SharedKey {KEY}")));
        let secret = call.await?;
        assert_eq!((secret.key.as_str(), secret.value.as_str()), (KEY, "secret"));
    });
}
