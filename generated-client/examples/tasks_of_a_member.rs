//! Walks all tasks of a member, whatever their state: `cargo run --example tasks_of_a_member -- USER_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let member = std::env::args().nth(1).and_then(|id| id.parse().ok()).unwrap_or_default();
    let tallyfy = Client::from_env()?;

    // Without `status` the server answers with active tasks only.
    let mut tasks = tallyfy.tasks().list_for_user(member).status("all").per_page(100).stream();
    let mut seen = 0;
    while let Some(task) = tasks.next().await {
        // An error ends the walk. So does a list that turns out shorter than the server counted: it is never cut silently.
        let task = task?;
        let due = task.deadline.map_or_else(|| "no deadline".to_owned(), |deadline| deadline.to_string());
        println!("{}  {due}", task.title.as_deref().unwrap_or("(no title)"));
        seen += 1;
    }
    println!("{seen} tasks");
    Ok(())
}
