//! Creates a tag: `cargo run --example create_tag -- urgent`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CreateTagInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let title = std::env::args().nth(1).unwrap_or_else(|| "urgent".to_owned());
    let tallyfy = Client::from_env()?;

    let tag = tallyfy.tags().create(&CreateTagInput::new(title).color("#ff0000")).await?;

    println!("created {}", tag.id);
    Ok(())
}
