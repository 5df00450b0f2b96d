//! Shows every attempt of a call: `cargo run --features tracing --example watch_retries -- GROUP_ID`
//!
//! Reads `TALLYFY_ACCESS_TOKEN`, `TALLYFY_ORG_ID` and, if it is not the default, `TALLYFY_BASE_URL`.

use tallyfy::Client;
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), tallyfy::Error> {
    // Each call is a span, each attempt a span in it, and each retry says how long it waits. No secrets are in them.
    tracing_subscriber::fmt().with_ansi(false).without_time().with_span_events(FmtSpan::CLOSE).init();

    let id = std::env::args().nth(1).unwrap_or_default();
    let group = Client::from_env()?.groups().get(&id).retries(3).await?;
    println!("{} came at last", group.id);
    Ok(())
}
