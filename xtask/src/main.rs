//! The maintainers' commands: `cargo xtask codegen`, `generate`, `validate`, `corpus`, `conformance`, `load`, `bench`, `ci`.
//!
//! Everything that touches the disk is here; the generator itself is a pure function.

mod ci;
mod codegen;
mod conformance;
mod corpus;
mod excerpt;
mod generate;
mod ledger;
mod load;
mod manifest;
mod source;
mod sync;
mod validate;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates the Tallyfy client, and clients for other Swagger 2.0 documents.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the `tallyfy` crate from spec/tallyfy.yaml and spec/overlay.yaml.
    Codegen(codegen::Args),
    /// Generates a stand-alone crate from any Swagger 2.0 document.
    Generate(generate::Args),
    /// Lists every problem of a document, and writes nothing.
    Validate(validate::Args),
    /// Generates and compiles every document of a folder.
    Corpus(corpus::Args),
    /// Runs generated clients against a server that keeps the score.
    Conformance(conformance::Args),
    /// Puts one client under load, with faults, and prints figures.
    Load(load::Args),
    /// Compares decoding with plain `#[derive(Deserialize)]`, and prints the ratio.
    Bench(load::BenchArgs),
    /// Runs everything that CI checks, in CI's order.
    Ci(ci::Args),
}

/// How a command ended: an error has already been worded for the reader.
type Outcome = Result<ExitCode, String>;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Load(args) => load::run(&args),
        Command::Bench(args) => load::bench(&args),
        Command::Ci(args) => ci::run(&args),
    };
    outcome.unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::FAILURE
    })
}

/// Prints a result. A reader who has seen enough (`… | head`) is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// The root of the repository.
fn root() -> PathBuf {
    // Cargo sets the variable when it runs the binary; a binary run by hand falls back to
    // where it was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), Path::to_path_buf)
}
