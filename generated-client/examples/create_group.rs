//! Creates a group: `cargo run --example create_group -- "Onboarding Specialists"`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CreateGroupInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "Onboarding Specialists".to_owned());
    let tallyfy = Client::from_env()?;

    let group = tallyfy
        .groups()
        .create(
            &CreateGroupInput::new(name)
                .description("Team responsible for new client onboarding.")
                .members([1001, 1005, 1008])
                .guests(["client.liaison@partner.com"]),
        )
        .await?;

    println!("created {}", group.id);
    Ok(())
}
