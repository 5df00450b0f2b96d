//! What needs another system, or a library of this one.

use std::path::Path;
use std::process::Command;

use super::step::{EXTRAS, Ended, passed};
use crate::tools::{self, cargo, run};

/// Windows, as far as a compiler can tell from here.
const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// The client with the system's TLS library: linted and documented with every feature there is.
pub fn native_tls(root: &Path) -> Result<Ended, String> {
    if cfg!(target_os = "linux") {
        tools::from_system(&["pkg-config", "--exists", "openssl"], "libssl-dev")?;
    }
    cargo(root, &["check", "--package", "tallyfy", "--no-default-features", "--features", "native-tls,groups"], &[])?;
    cargo(root, &["clippy", "--package", "tallyfy", "--all-targets", "--all-features", "--", "-D", "warnings"], &[])?;
    cargo(root, &["doc", "--package", "tallyfy", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    passed()
}

/// The client and the commands for Windows. One dependency has parts in C.
pub fn windows(root: &Path) -> Result<Ended, String> {
    let add = ["target", "add", WINDOWS];
    run(Command::new("rustup").args(add), &format!("rustup {}", add.join(" ")))?;
    tools::from_system(&["x86_64-w64-mingw32-gcc", "--version"], "gcc-mingw-w64-x86-64")?;
    for choice in [&["--package", "tallyfy", "--features", EXTRAS][..], &["--package", "generator", "--package", "xtask"]] {
        cargo(root, &[&["check", "--target", WINDOWS][..], choice].concat(), &[])?;
    }
    Ok(Ended::Passed(WINDOWS.to_owned()))
}
