//! Deletes a group for good: `cargo run --example delete_group -- GROUP_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let id = std::env::args().nth(1).unwrap_or_default();
    let tallyfy = Client::from_env()?;

    tallyfy.groups().delete(&id).await?;

    println!("deleted {id}");
    Ok(())
}
