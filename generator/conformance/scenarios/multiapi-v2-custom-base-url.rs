use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = multiapi_v2_custom_base_url::Client::builder().endpoint(run.base_url()).build().expect("a client");
    scenario!(run, "MultiapiCustomBaseUrlApiVersionTwo", client.api().test(2, "2.0.0").await?);
}
