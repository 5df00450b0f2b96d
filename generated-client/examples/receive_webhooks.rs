//! Receives what Tallyfy sends by itself: `cargo run --example receive_webhooks -- 127.0.0.1:8090`
//!
//! Reads `WEBHOOK_SECRET`. The address to give Tallyfy ends in it: `https://…/tallyfy/SECRET`.

use std::env;
use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use tallyfy::webhook::{self, Event};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let secret = env::var("WEBHOOK_SECRET").map_err(|_| "set WEBHOOK_SECRET to something that nobody guesses")?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on http://{}/tallyfy/…", listener.local_addr()?);
    axum::serve(listener, receiver(&secret)).await?;
    Ok(())
}

/// A service that takes what is posted to `/tallyfy/` and the secret. axum refuses bodies of more than 2 MB.
pub fn receiver(secret: &str) -> Router {
    Router::new().route("/tallyfy/{secret}", post(receive)).with_state(Arc::from(secret))
}

async fn receive(State(expected): State<Arc<str>>, Path(secret): Path<String>, body: Bytes) -> (StatusCode, String) {
    // Tallyfy signs nothing: whoever knows the address is believed.
    if !webhook::secrets_match(&*expected, &secret) {
        return (StatusCode::NOT_FOUND, String::new());
    }
    match Event::from_slice(&body) {
        Ok(event) => (StatusCode::OK, summary(&event)),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
    }
}

/// What has happened. A program does its work elsewhere: Tallyfy tries each delivery once, in no certain order, and may send one
/// again when a task is reopened.
fn summary(event: &Event) -> String {
    match event {
        Event::Process(process) => format!("process {}: {}", process.id, process.status.as_deref().unwrap_or("unknown")),
        Event::Task(task) => format!("task completed: {}", task.this_task.title.as_deref().unwrap_or("without a title")),
        Event::Organization(event) => event.event.to_string(),
        other => format!("not known: {other:?}"),
    }
}
