use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, constants);
    scenario!(run, "ConstantClientProperties", client.api().contants_put_client_constants().await?);
}
