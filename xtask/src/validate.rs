//! `cargo xtask validate`: what is wrong with a document.

use std::path::PathBuf;
use std::process::ExitCode;

use generator::{Diagnostic, Options, Severity};

use crate::{Outcome, print, source};

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The Swagger 2.0 document, JSON or YAML.
    spec: PathBuf,
    /// An OpenAPI Overlay to apply first.
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people, on standard error.
    Text,
    /// For tools: one JSON array on standard output.
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let findings = findings(args)?;
    match args.format {
        Format::Text if findings.is_empty() => print(&format!("{}: no problems\n", args.spec.display())),
        Format::Text => eprintln!("{}", source::render(&findings)),
        Format::Json => print(&format!("{}\n", generator::render_json(&findings))),
    }
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Every finding; errors of the text itself count like all others.
fn findings(args: &Args) -> Result<Vec<Diagnostic>, String> {
    let document = match source::parse(&args.spec)? {
        Ok(document) => document,
        Err(findings) => return Ok(findings),
    };
    let overlay = match args.overlay.as_deref().map(source::parse).transpose()? {
        Some(Err(findings)) => return Ok(findings),
        Some(Ok(overlay)) => Some(overlay),
        None => None,
    };
    let beside = source::Beside::of(&args.spec);
    Ok(match generator::generate(&document, overlay.as_ref(), &beside, &Options::default()) {
        Ok(generated) => generated.warnings,
        Err(findings) => findings,
    })
}
