//! Asks for something that the server refuses, and tells field by field why:
//! `cargo run --example validation_error`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, where it is not the default, `TALLYFY_BASE_URL`.

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
        // By itself an error is a whole line for a log: method, path, status, the server's message, the request's id.
        Err(error) => return Err(error),
    }
    Ok(())
}
