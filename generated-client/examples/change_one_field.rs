//! Changes the colour of a tag, and nothing else: `cargo run --example change_one_field -- TAG_ID '#00ff00'`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::{Client, types::CreateTagInput};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    let mut arguments = std::env::args().skip(1);
    let (id, color) = (arguments.next().unwrap_or_default(), arguments.next());
    let tallyfy = Client::from_env()?;

    let before = tallyfy.tags().get(&id).await?;
    let mut after = before.clone();
    after.color = color;

    // What has changed is sent, and what the server wants with every change: for a tag its title.
    let changes = CreateTagInput::from_changes(&before, &after);
    let tag = tallyfy.tags().update(&id, &changes).await?;
    println!("{} is {} now", tag.title.as_deref().unwrap_or(&id), tag.color.as_deref().unwrap_or("without a colour"));
    Ok(())
}
