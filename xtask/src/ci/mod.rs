//! `cargo xtask ci`: everything that CI checks, in CI's order; with `--thorough`, what takes longer.

mod archives;
mod browser;
mod calls;
mod contracts;
mod counterparts;
mod dialects;
mod docs;
mod fast;
mod fuzz;
mod minimum_rust;
mod mock;
mod mutants;
mod other_documents;
mod platforms;
mod resolved;
mod results;
mod step;
mod thorough;
mod workerd;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::repository::{Outcome, root};
use results::{StepRow, Table};
use step::{Ended, Step};

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Runs what takes longer, or needs tools that must be installed first, and writes the results to xtask/THOROUGH.md.
    #[arg(long)]
    thorough: bool,
    /// Leaves a step out: `conformance` needs Node.js and npm.
    #[arg(long, value_name = "STEP", value_parser = names())]
    without: Vec<String>,
    /// Runs only this step, of either tier.
    #[arg(long, value_name = "STEP", value_parser = names(), hide_possible_values = true)]
    only: Vec<String>,
}

/// The names of all steps, with what each checks.
fn names() -> PossibleValuesParser {
    let of = |tier: &'static str, steps: &'static [Step]| {
        let value = move |step: &Step| PossibleValue::new(step.name).help(format!("{tier}: {}", step.about));
        steps.iter().map(value)
    };
    PossibleValuesParser::new(of("ci", fast::STEPS).chain(of("ci --thorough", thorough::STEPS)))
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let root = root();
    let is_wanted = |step: &&Step| {
        let listed = |names: &[String]| names.iter().any(|name| name == step.name);
        !listed(&args.without) && (args.only.is_empty() || listed(&args.only))
    };
    let is_thorough = args.thorough || !args.only.is_empty();
    let fast = if args.thorough && args.only.is_empty() { &[] } else { fast::STEPS };
    let thorough = if is_thorough { thorough::STEPS } else { &[] };
    let mut left_out: Vec<String> = args.without.iter().map(|name| format!("{name}: by --without")).collect();
    for step in fast.iter().filter(is_wanted) {
        let (ended, _) = timed(&root, step);
        match ended.map_err(|error| format!("error: {} failed: {error}", step.name))? {
            Ended::Passed(_) => {}
            Ended::LeftOut(why) => left_out.push(format!("{}: {why}", step.name)),
        }
    }
    let mut table = Table::read(&root)?;
    let mut failed = Vec::new();
    for step in thorough.iter().filter(is_wanted) {
        // What is tried is what is there now, whatever happens to the clone meanwhile.
        let commit = results::commit(&root);
        let (ended, seconds) = timed(&root, step);
        match &ended {
            Ok(Ended::Passed(_)) => {}
            Ok(Ended::LeftOut(why)) => left_out.push(format!("{}: {why}", step.name)),
            Err(error) => {
                eprintln!("error: {} failed: {error}", step.name);
                failed.push(step.name);
            }
        }
        table.add(StepRow::new(commit, step.name, &ended, seconds)?);
        // After each, so that nothing is lost when the run is ended.
        table.write(&root, thorough::STEPS)?;
    }
    for line in &left_out {
        println!("left out: {line}");
    }
    if !failed.is_empty() {
        return Err(format!("error: {} failed", failed.join(", ")));
    }
    println!("{}", if left_out.is_empty() { "all checks passed" } else { "all other checks passed" });
    Ok(ExitCode::SUCCESS)
}

fn timed(root: &Path, step: &Step) -> (Result<Ended, String>, u64) {
    println!("==> {}", step.name);
    let start = Instant::now();
    let ended = (step.run)(root);
    let seconds = start.elapsed().as_secs();
    match &ended {
        Ok(Ended::Passed(figure)) if figure.is_empty() => println!("    {seconds} s"),
        Ok(Ended::Passed(figure)) => println!("    {seconds} s: {figure}"),
        Ok(Ended::LeftOut(why)) => println!("    LEFT OUT: {why}"),
        Err(_) => println!("    {seconds} s: failed"),
    }
    (ended, seconds)
}
