//! One check of CI: its name, what it is for, and how it ends.

use std::path::Path;

/// One check.
pub struct Step {
    pub name: &'static str,
    /// What it checks, for `--help`.
    pub about: &'static str,
    pub run: fn(&Path) -> Result<Ended, String>,
}

/// How a check ended that did not fail.
#[derive(Debug, PartialEq)]
pub enum Ended {
    /// It held; the figure is what it counted.
    Passed(String),
    /// It could not run here, and this is what it needs.
    LeftOut(String),
}

/// It held, and there is nothing to count.
pub fn passed() -> Result<Ended, String> {
    Ok(Ended::Passed(String::new()))
}

/// The client's features that no resource is, and that are off by default. `native-tls` needs a library of the system, and
/// has a step of its own.
pub const EXTRAS: &str = "blocking,chrono-04,constraints,drift,gzip,http2,jiff-02,jiff-1,oauth,opentelemetry-033,reqwest-013,rustls-023,strict,test-util,time-03,tokio-1,tracing";

/// Turns on what any other crate of a program may turn on in serde_json, which changes how it reads.
pub const JSON_OF_OTHERS: &str = "xtask/json-of-others";
