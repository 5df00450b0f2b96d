use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, custom_baseurl_more_options);
    scenario!(run, "CustomBaseUriMoreOptions", {
        client.path_operations().paths_get_empty("test12", "key1").key_version("v1").await?;
    });
}
