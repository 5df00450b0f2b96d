//! 64 callers on one client for 60 seconds, against a server in which one request in twenty goes wrong:
//! `cargo bench --package tallyfy --bench load`; `-- SECONDS` for another length.

#[path = "../tests/load/mod.rs"]
mod load;

use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let seconds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(60);
    let figures = load::run(20_000_000, Some(Duration::from_secs(seconds)), None);
    print!("{figures}");
    if figures.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
