use custom_baseurl_more_options::Client;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let suffix = format!("host:{}", run.port());
    let client = Client::builder().vault("http://lo").secret("cal").dns_suffix(suffix).build().expect("a client");
    scenario!(run, "CustomBaseUriMoreOptions", {
        client.path_operations().paths_get_empty("test12", "key1").key_version("v1").await?;
    });
}
