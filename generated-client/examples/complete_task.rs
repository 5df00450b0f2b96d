//! Completes a task of a process, and takes it back: `cargo run --example complete_task -- PROCESS_ID TASK_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CompleteTaskInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let mut arguments = std::env::args().skip(1);
    let process = arguments.next().unwrap_or_default();
    let task = arguments.next().unwrap_or_default();
    let tallyfy = Client::from_env()?;

    // A repeat would fire webhooks and rules again, so the client does not repeat it by itself: the error says by
    // `delivery()` whether the task may have been completed all the same.
    match tallyfy.completed_tasks().complete(&process, &CompleteTaskInput::new(&task)).await {
        Ok(done) => println!("completed {}", done.title.as_deref().unwrap_or(&task)),
        Err(error) => {
            eprintln!("{error} (delivery: {:?})", error.delivery());
            return Err(error);
        }
    }

    // A completed task cannot be changed any more. Reopened, it can.
    let task = tallyfy.completed_tasks().reopen(&process, &task).await?;
    println!("reopened {}", task.title.as_deref().unwrap_or_default());
    Ok(())
}
