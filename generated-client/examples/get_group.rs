//! Reads one group: `cargo run --example get_group -- GROUP_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let id = std::env::args().nth(1).unwrap_or_default();
    let tallyfy = Client::from_env()?;

    match tallyfy.groups().get(&id).with(["assets"]).await {
        Ok(group) => println!("{group:#?}"),
        Err(error) if error.is_not_found() => println!("there is no group {id}"),
        Err(error) => return Err(error),
    }
    Ok(())
}
