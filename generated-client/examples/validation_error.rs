//! Sends something that the server refuses, and shows the reasons field by field:
//! `cargo run --example validation_error`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CreateTagInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let tallyfy = Client::from_env()?;

    match tallyfy.tags().create(&CreateTagInput::new("").color("no color")).await {
        Ok(tag) => println!("created {}", tag.id),
        Err(error) if error.is_validation() => {
            println!("{}", error.message().unwrap_or("refused"));
            for (field, complaints) in error.field_errors() {
                println!("  {field}: {}", complaints.join(" "));
            }
        }
        // Printed, an error is one line for a log: method, path, status, the server's message and the request id.
        Err(error) => return Err(error),
    }
    Ok(())
}
