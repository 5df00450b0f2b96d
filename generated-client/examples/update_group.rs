//! Removes all members of a group: `cargo run --example update_group -- GROUP_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::UpdateGroupInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let id = std::env::args().nth(1).unwrap_or_default();
    let tallyfy = Client::from_env()?;

    // What is not set is not sent, and stays as it is; the empty list replaces all members.
    let group = tallyfy.groups().update(&id, &UpdateGroupInput::new().members([])).await?;

    println!("{} has {} members", group.id, group.members.map_or(0, |members| members.len()));
    Ok(())
}
