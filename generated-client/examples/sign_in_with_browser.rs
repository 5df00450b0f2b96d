//! Signs a person in with the browser, and keeps the tokens in a file for the next time:
//! `cargo run --features oauth --example sign_in_with_browser -- CLIENT_ID AUTHORIZATION_URL TOKEN_URL FILE`
//!
//! Reads `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`. The server has to accept
//! `http://127.0.0.1:PORT/callback` as the redirect URI of the client, with any port.

use std::time::Duration;

use tallyfy::Client;
use tallyfy::oauth::{FileStore, LoopbackListener, OAuthClient, TokenStore};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [client_id, authorization_url, token_url, file] = &arguments[..] else {
        return Err("give CLIENT_ID AUTHORIZATION_URL TOKEN_URL FILE".into());
    };
    let app = OAuthClient::new(client_id).authorization_url(authorization_url).token_url(token_url);
    let store = FileStore::new(file);

    if store.load().await?.is_none() {
        // A client without a token: only its connection is used.
        let client = Client::builder().build()?;
        let listener = LoopbackListener::bind(0).await?;
        let request = app.authorize(&client, listener.redirect_uri())?;
        println!("open {}", request.url());
        let code = listener.code(&request, Duration::from_secs(300)).await?;
        store.save(&request.exchange(code).await?).await?;
    }

    let session = app.session().store(store).on_store_error(|error| eprintln!("{error}"));
    let tallyfy = Client::builder().token_provider(session).from_env()?.build()?;
    match tallyfy.users().get_own().await {
        Ok(me) => println!("signed in as {}", me.email.as_deref().unwrap_or("somebody")),
        Err(error) if error.is_sign_in_required() => eprintln!("{error}\ndelete {file}, and sign in again"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
