//! Stays signed in with refresh tokens, and keeps the latest one in a file:
//! `cargo run --example sign_in -- CLIENT_ID FILE`
//!
//! Reads `TALLYFY_CLIENT_SECRET`, `TALLYFY_ORG_ID` and, if they are not the defaults, `TALLYFY_BASE_URL` and
//! `TALLYFY_ACCOUNT_URL`. The file holds a refresh token to begin with.

use std::fs;

use tallyfy::{Client, sign_in};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (client_id, file) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let client_secret = std::env::var("TALLYFY_CLIENT_SECRET").unwrap_or_default();
    let refresh_token = fs::read_to_string(&file)?;

    // The server may hand out a new refresh token with each renewal, and forget the old one: it is kept at once.
    let token = sign_in::refresh_token(client_id, client_secret, refresh_token.trim()).on_renewal(move |tokens| {
        let kept = tokens.refresh_token.as_ref().map_or(Ok(()), |token| fs::write(&file, token.expose_secret()));
        if let Err(error) = kept {
            eprintln!("cannot keep the refresh token in {file}: {error}");
        }
    });
    let tallyfy = Client::builder().token_provider(token).from_env()?.build()?;

    // The first call fetches a token; later ones renew it before it expires, one at a time however many calls wait.
    let me = tallyfy.users().get_own().await?;
    println!("signed in as {}", me.email.as_deref().unwrap_or("somebody"));
    Ok(())
}
