use custom_baseurl::Client;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = Client::builder().account_name("local").host(format!("host:{}", run.port())).build().expect("a client");
    scenario!(run, "CustomBaseUri", client.path_operations().paths_get_empty().await?);
}
