//! The tests by their names, and what each needs.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::servers::Program;
use crate::{beside, child, compressed, http2, names, proxies, sign_in, table, tls};

/// Runs all tests, or does what a test has started this program for.
pub fn run() -> ExitCode {
    if let Some(task) = child::task() {
        child::run(&task);
        return ExitCode::SUCCESS;
    }
    let tests =
        [proxies::trials(), tls::trials(), names::trials(), beside::trials(), compressed::trials(), http2::trials(), sign_in::trials()]
            .concat();
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
