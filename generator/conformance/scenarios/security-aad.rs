use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, security_aad, |builder| builder.token("https://security.microsoft.com/.default"));
    scenario!(run, "SecurityAad", client.api().head().await?);
}
