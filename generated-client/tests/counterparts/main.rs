//! The default transport against servers and proxies that others wrote, and against peers that say given bytes at given times.
//!
//! A test whose program is not installed is reported as ignored, with the Debian package. `cargo xtask ci --only counterparts`
//! installs what is missing. Nothing here needs root. Elsewhere than on Linux there is nothing to run: the addresses of loopback
//! are others, and so is what becomes of a full backlog.

#[cfg(target_os = "linux")]
mod beside;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod compressed;
#[cfg(target_os = "linux")]
mod http2;
#[cfg(target_os = "linux")]
mod names;
#[cfg(target_os = "linux")]
mod peers;
#[cfg(target_os = "linux")]
#[path = "../support/ports.rs"]
mod ports;
#[cfg(target_os = "linux")]
mod proxies;
#[cfg(target_os = "linux")]
#[path = "../support/server.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod server;
#[cfg(target_os = "linux")]
mod servers;
#[cfg(target_os = "linux")]
mod sign_in;
#[cfg(target_os = "linux")]
mod table;
#[cfg(target_os = "linux")]
mod tls;
#[cfg(target_os = "linux")]
mod trials;

#[cfg(target_os = "linux")]
use trials::Test;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    trials::run()
}

#[cfg(not(target_os = "linux"))]
fn main() {}
