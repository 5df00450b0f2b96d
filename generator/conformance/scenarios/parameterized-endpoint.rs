use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, parameterized_endpoint);
    scenario!(run, "GetParameterizedHostWithNameEndpoint", client.api().get().await?);
}
