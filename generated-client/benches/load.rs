//! 64 callers on one client for 60 seconds, against a server in which one request in twenty goes wrong: with HTTP/1.1 over TLS, and
//! then with HTTP/2 over TLS. `cargo bench --package tallyfy --bench load --features http2`; `-- SECONDS` for another length.

#[path = "../tests/load/mod.rs"]
mod load;

use std::process::ExitCode;
use std::time::Duration;

use load::Wire;

fn main() -> ExitCode {
    let seconds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(60);
    let mut broken = 0;
    for (name, wire) in [("HTTP/1.1 over TLS", Wire::Tls), ("HTTP/2 over TLS", Wire::Http2)] {
        let figures = load::run(wire, 20_000_000, Some(Duration::from_secs(seconds)), None);
        print!("{name}:\n{figures}");
        broken += figures.broken.len();
    }
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
