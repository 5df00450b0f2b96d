//! Creates a group and lists all of them, without `async`: `cargo run --example without_async --features blocking -- Design`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{blocking, types::CreateGroupInput};

fn main() -> Result<(), tallyfy::Error> {
    let tallyfy = blocking::Client::from_env()?;

    let name = std::env::args().nth(1).unwrap_or_else(|| "Onboarding Specialists".to_owned());
    let group = tallyfy.groups().create(&CreateGroupInput::new(name)).send()?;
    println!("created {}", group.id);

    // The iterator asks for the next page when the last item of this one is taken.
    for group in tallyfy.groups().list().items() {
        let group = group?;
        println!("{}  {}", group.id, group.name.as_deref().unwrap_or("(no name)"));
    }
    Ok(())
}
