use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = parameterized_endpoint::Client::builder().endpoint(run.base_url()).build().expect("a client");
    scenario!(run, "GetParameterizedHostWithNameEndpoint", client.api().get().await?);
}
