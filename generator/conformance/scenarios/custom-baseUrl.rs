use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, custom_baseurl);
    scenario!(run, "CustomBaseUri", client.path_operations().paths_get_empty().await?);
}
