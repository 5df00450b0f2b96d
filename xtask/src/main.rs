//! The maintainers' commands: `cargo xtask codegen`, `generate`, `validate`, `resolve`, `mock`, `corpus`, `examples`, `conformance`, `contract`, `load`, `bench`, `ci`.
//!
//! Everything that touches the disk is here; the generator itself is a pure function.

mod ci;
mod commands;
mod conformance;
mod contract;
mod corpus;
mod documents;
mod examples;
mod package;
mod programs;
mod repository;
mod sync;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{codegen, generate, measure, mock, resolve, validate};

/// Generating makes millions of small values: with the system's allocator, they take more than a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates the Tallyfy client, and clients for other documents of Swagger 2.0 and OpenAPI 3.
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
    /// Generates a stand-alone crate from any document of Swagger 2.0 or OpenAPI 3.
    Generate(generate::Args),
    /// Lists every problem of a document, and writes nothing.
    Validate(validate::Args),
    /// Writes the effective definition: a document with its overlay, and as it was understood, in the dialect that it is written in.
    Resolve(resolve::Args),
    /// Serves a definition: answers every operation, refuses what it does not allow, and keeps what is created, until it is interrupted.
    Mock(mock::Args),
    /// Generates and compiles every document of a folder.
    ///
    /// Dependencies are downloaded when they are not there. A crate that compiled before as it is now is not compiled again, also after
    /// an interruption: `target/corpus/checked` has a note of each. Commands that run at once have a workspace each.
    Corpus(corpus::Args),
    /// Reads and writes the examples of every document of a folder with the generated types.
    ///
    /// Those of bodies and schemas count. Each that is not equal as JSON is listed, with what its schema does not allow of it. Types
    /// alone are compiled, those of several documents together; `target/examples` has the answers of what was compiled before.
    Examples(examples::Args),
    /// Runs generated clients against a server that keeps the score.
    Conformance(conformance::Args),
    /// Holds the client, the effective definition and the mock server against Prism, jsonschema and schemathesis.
    Contract(contract::Args),
    /// Puts one client under load, with faults, over HTTP/1.1 and HTTP/2, and prints figures.
    Load(measure::LoadArgs),
    /// Compares the client with programs that do the same by hand: decoding, the smallest program, requests per second.
    Bench(measure::BenchArgs),
    /// Runs everything that CI checks, in CI's order.
    Ci(ci::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Resolve(args) => resolve::run(&args),
        Command::Mock(args) => mock::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Examples(args) => examples::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Contract(args) => contract::run(&args),
        Command::Load(args) => measure::load(&args),
        Command::Bench(args) => measure::bench(&args),
        Command::Ci(args) => ci::run(&args),
    };
    outcome.unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::FAILURE
    })
}
