//! Lists every group of the organization: `cargo run --example list_groups -- design`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let tallyfy = Client::from_env()?;

    let mut list = tallyfy.groups().list().per_page(50);
    if let Some(text) = std::env::args().nth(1) {
        list = list.q(text);
    }

    // The stream asks for the next page when the last item of this one is taken.
    let mut groups = list.stream();
    while let Some(group) = groups.next().await {
        let group = group?;
        println!("{}  {}", group.id, group.name.as_deref().unwrap_or("(no name)"));
    }
    Ok(())
}
