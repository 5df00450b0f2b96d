//! Shows where the tasks that the server sends differ from the definition: `cargo run --features drift --example watch_drift`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    // What came, and where, but no values: a line for a log, or a `Drift` for a metric.
    let builder = Client::builder().from_env()?.on_drift(|drift| println!("{drift}"));
    let tallyfy = builder.build()?;

    let tasks = tallyfy.tasks().list().await?;
    println!("{} tasks were read all the same", tasks.items.len());
    Ok(())
}
