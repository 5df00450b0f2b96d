//! The default transport against servers and proxies that others wrote, and against peers that say given bytes at given times.
//!
//! A test whose program is not installed is reported as ignored, with the Debian package. `cargo xtask ci --only counterparts`
//! installs what is missing. Nothing here needs root.

#![cfg(unix)]

mod calls;
mod child;
mod names;
mod peers;
mod proxies;
#[path = "../support/server.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod server;
mod servers;
mod table;
mod tls;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::servers::Program;

fn main() -> ExitCode {
    if let Some(task) = child::task() {
        child::run(&task);
        return ExitCode::SUCCESS;
    }
    let tests = [proxies::trials(), tls::trials(), names::trials()].concat();
    let known: Vec<&str> = tests.iter().map(|test| test.name).collect();
    let table = table::problems(&known);
    let mut trials: Vec<Trial> = tests.into_iter().map(Test::trial).collect();
    trials.push(Trial::test("table", move || if table.is_empty() { Ok(()) } else { Err(table.join("\n").into()) }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A test, and what it needs.
#[derive(Clone)]
pub struct Test {
    name: &'static str,
    needs: &'static [Program],
    run: fn(),
    /// Why it cannot run here, if something other than a program is missing.
    missing: Option<&'static str>,
}

impl Test {
    /// Names a test, the programs that it needs, and what it does.
    pub fn new(name: &'static str, needs: &'static [Program], run: fn()) -> Self {
        Self { name, needs, run, missing: None }
    }

    /// Ignores it, unless something is there.
    pub fn if_there(mut self, is_there: bool, what: &'static str) -> Self {
        self.missing = (!is_there).then_some(what);
        self
    }

    fn trial(self) -> Trial {
        let packages = self.needs.iter().filter(|program| program.path().is_none()).map(|program| program.package);
        let missing: Vec<&str> = packages.chain(self.missing).collect();
        let run = self.run;
        let trial = Trial::test(self.name, move || {
            run();
            Ok(())
        });
        if missing.is_empty() { trial } else { trial.with_kind(format!("needs {}", missing.join(", "))).with_ignored_flag(true) }
    }
}
