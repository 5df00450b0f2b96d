use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = multiapi_v1_custom_base_url::Client::builder().endpoint(run.base_url()).build().expect("a client");
    scenario!(run, "MultiapiCustomBaseUrlApiVersionOne", client.api().test(1, "1.0.0").await?);
}
