//! `cargo xtask validate`: what is wrong with a document.

use std::path::PathBuf;
use std::process::ExitCode;

use generator::coverage::Entry;
use generator::{Diagnostic, Extras, Options, Severity};

use super::overlays::OverlayArgs;
use super::unused;
use crate::documents;
use crate::repository::{Outcome, print};

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The document of Swagger 2.0 or OpenAPI 3, JSON or YAML.
    spec: PathBuf,
    #[command(flatten)]
    overlay: OverlayArgs,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Lists every place that is not used, not only the first of each kind.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people, on standard error.
    Text,
    /// For tools: one JSON array on standard output.
    Json,
    /// For code hosts and editors: SARIF 2.1.0 on standard output.
    Sarif,
}

/// What was found, and what is not used when there is something to generate.
struct Checked {
    findings: Vec<Diagnostic>,
    unused: Option<Vec<Entry>>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let Checked { findings, unused } = checked(args)?;
    match args.format {
        Format::Text => {
            if findings.is_empty() {
                print(&format!("{}: no problems\n", args.spec.display()));
            } else {
                eprintln!("{}", documents::render(&findings));
            }
            if let Some(unused) = unused {
                print(&unused::render(&unused, args.all));
            }
        }
        Format::Json => print(&format!("{}\n", generator::render_json(&findings))),
        Format::Sarif => print(&generator::render_sarif(&findings)),
    }
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Every finding; errors of the text itself count like all others.
fn checked(args: &Args) -> Result<Checked, String> {
    let only = |findings| Ok(Checked { findings, unused: None });
    let document = match documents::parse(&args.spec)? {
        Ok(document) => document,
        Err(findings) => return only(findings),
    };
    let overlay = match args.overlay.for_document(&args.spec).as_deref().map(documents::parse).transpose()? {
        Some(Err(findings)) => return only(findings),
        Some(Ok(overlay)) => Some(overlay),
        None => None,
    };
    let beside = documents::Beside::of(&args.spec);
    match generator::generate(
        &document,
        overlay.as_ref(),
        &beside,
        &Options { extras: Extras { unused: true, ..Extras::default() }, ..Options::default() },
    ) {
        Ok(generated) => Ok(Checked { findings: generated.warnings, unused: Some(generated.unused) }),
        Err(findings) => only(findings),
    }
}
