use merge_patch::Value;

use crate::harness::Run;

pub async fn run(run: &mut Run) {
    let client = client!(run, merge_patch);
    // An explicit null removes a property.
    let patch = [("hello".to_owned(), Value::Null)].into();
    scenario!(run, "PassMergePatchObject", client.api().patch_single(&patch).await?);
}
