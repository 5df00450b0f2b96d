//! Uploads a file and attaches it to a form field of a task:
//! `cargo run --example attach_file -- PROCESS_ID TASK_ID FIELD_ID PATH`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use serde_json::json;
use tallyfy::{
    Client, File,
    types::{UpdateTaskInput, UploadSubjectType},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap_or_default();
    let (process, task, field, path) = (next(), next(), next(), next());
    let tallyfy = Client::from_env()?;

    // The file is read while it is sent: it is never in memory as a whole.
    let asset = tallyfy.files().upload(File::from_path(path), &field, UploadSubjectType::Task, &task).await?;
    println!("uploaded {}", asset.id);

    // Uploading alone attaches nothing: what came back goes into a list under the id of the field.
    let changes = UpdateTaskInput::new().taskdata([(field, json!([asset]))]);
    tallyfy.tasks().update_in_run(&process, &task, &changes).await?;
    println!("attached to {task}");
    Ok(())
}
