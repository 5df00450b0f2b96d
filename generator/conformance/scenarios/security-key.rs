use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, security_key, |builder| builder.api_key("AzureKey", "123456789"));
    scenario!(run, "SecurityKey", client.api().head().await?);
}
