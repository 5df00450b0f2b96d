use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, client_enum);
    scenario!(run, "ClientWithEnumParam", client.api().head().await?);
}
