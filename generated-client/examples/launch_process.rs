//! Launches a process from a template, with its kick-off fields filled in:
//! `cargo run --example launch_process -- TEMPLATE_ID FIELD_ID VALUE`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CreateRunInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let mut arguments = std::env::args().skip(1);
    let template = arguments.next().unwrap_or_default();
    let field = arguments.next().unwrap_or_default();
    let value = arguments.next().unwrap_or_default();
    let tallyfy = Client::from_env()?;

    // Kick-off fields go by their ids. What a value looks like depends on the kind of field: a string field takes a string.
    let input = CreateRunInput::new(template).name("Onboarding of a new client").prerun([(field, value.into())]);
    let process = tallyfy.runs().create(&input).await?;

    println!("launched {} ({})", process.id, process.name.as_deref().unwrap_or("no name"));
    Ok(())
}
