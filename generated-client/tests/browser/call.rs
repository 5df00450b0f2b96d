//! Calls, for a worker that runs on a server.

use std::time::Duration;

use tallyfy::types::CreateGroupInput;
use tallyfy::{Client, File};
use wasm_bindgen::prelude::*;

fn client(base_url: String) -> Client {
    Client::builder().base_url(base_url).org_id("acme").token("s3cret").build().expect("a client")
}

/// Gets a group.
#[wasm_bindgen]
pub async fn group_name(base_url: String) -> Result<Option<String>, JsError> {
    Ok(client(base_url).groups().get("g1").await?.name)
}

/// Returns why a group is not created.
#[wasm_bindgen]
pub async fn refusal(base_url: String) -> Option<String> {
    let error = client(base_url).groups().create(&CreateGroupInput::new("x")).await.err()?;
    error.message().map(str::to_owned)
}

/// Returns whether a call ends by its timeout.
#[wasm_bindgen]
pub async fn times_out(base_url: String) -> bool {
    let call = client(base_url).groups().get("g1").timeout(Duration::from_millis(300)).retries(0);
    call.await.is_err_and(|error| error.is_timeout())
}

/// Returns whether a file arrives.
#[wasm_bindgen]
pub async fn uploads(base_url: String) -> Result<bool, JsError> {
    let file = File::new("logo.png", vec![b'x'; 100_000]);
    Ok(client(base_url).groups().upload_logo("g1", file).await?.name.is_some())
}
