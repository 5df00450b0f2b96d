//! `cargo xtask ci`: everything that CI checks, in CI's order.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::builder::PossibleValuesParser;

use crate::corpus::of_ci;
use crate::{Outcome, codegen, conformance, manifest, root};

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Leaves a check out, by its name: `conformance` needs Node.js and npm.
    #[arg(long, value_name = "CHECK", value_parser = PossibleValuesParser::new(STEPS.iter().map(|step| step.name)))]
    without: Vec<String>,
}

/// One check: its name and how it is run.
struct Step {
    name: &'static str,
    run: fn(&Path) -> Result<(), String>,
}

/// The client's features that no resource is, and that are off by default.
const EXTRAS: &str = "chrono-04,drift,jiff-02,time-03,tokio-1,tracing";

/// In the order of what fails fastest.
const STEPS: &[Step] = &[
    Step { name: "format", run: |root| cargo(root, &["fmt", "--all", "--check"], &[]) },
    Step { name: "codegen --check", run: in_step },
    Step { name: "clippy", run: |root| cargo(root, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[]) },
    Step { name: "tests", run: |root| cargo(root, &["test", "--workspace"], &[]) },
    Step {
        name: "tests of what is off by default",
        run: |root| cargo(root, &["test", "--package", "tallyfy", "--test", "runtime", "--features", EXTRAS], &[]),
    },
    Step { name: "our own documents", run: of_ci::own },
    Step { name: "a sample of other documents", run: of_ci::sample },
    Step {
        name: "conformance",
        run: |_| conformance::check().map_err(|error| format!("{error}\n  help: `--without conformance` leaves it out")),
    },
    Step { name: "docs", run: |root| cargo(root, &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]) },
    Step { name: "each feature alone", run: each_feature },
    Step { name: "package", run: |root| cargo(root, &["package", "--package", "tallyfy", "--allow-dirty"], &[]) },
];

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let root = root();
    for step in STEPS {
        if args.without.iter().any(|name| name == step.name) {
            println!("==> {}: left out", step.name);
            continue;
        }
        println!("==> {}", step.name);
        let start = Instant::now();
        (step.run)(&root).map_err(|error| format!("error: {} failed: {error}", step.name))?;
        println!("    {} s", start.elapsed().as_secs());
    }
    println!("all checks passed");
    Ok(ExitCode::SUCCESS)
}

fn in_step(root: &Path) -> Result<(), String> {
    match codegen::check(root)? {
        code if code == ExitCode::SUCCESS => Ok(()),
        _ => Err("out of step".to_owned()),
    }
}

/// Every resource of the client compiles without the others.
fn each_feature(root: &Path) -> Result<(), String> {
    let path = root.join("generated-client/Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let features = manifest::generated_features(&text)?;
    let check = |extra: &[&str]| {
        let mut args = vec!["check", "--quiet", "--package", "tallyfy", "--no-default-features"];
        args.extend(extra);
        cargo(root, &args, &[("RUSTFLAGS", "-D warnings")])
    };
    check(&[])?;
    for feature in features.iter().map(String::as_str).chain([EXTRAS]) {
        check(&["--features", feature]).map_err(|error| format!("feature {feature}: {error}"))?;
    }
    println!("    {} resources", features.len());
    Ok(())
}

fn cargo(root: &Path, args: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program).args(args).envs(env.iter().copied()).current_dir(root).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`cargo {}` ended with {status}", args.join(" "))),
        Err(error) => Err(format!("cannot run cargo: {error}")),
    }
}
