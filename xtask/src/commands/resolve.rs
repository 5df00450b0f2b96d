//! `cargo xtask resolve`: the definition as it was understood.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::resolve::{Effective, Made};
use generator::{Files, Source};
use serde_json::Value;

use super::codegen;
use super::overlays::OverlayArgs;
use crate::documents;
use crate::repository::{Outcome, print, root};
use crate::sync::Plan;

/// The options of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The document: a file, or a URL of `http` or `https`; by default Tallyfy's definition with its overlay.
    #[arg(value_name = "FILE|URL")]
    spec: Option<String>,
    #[command(flatten)]
    overlay: OverlayArgs,
    /// Where the definition is written, as JSON; beside it, in `NAME.sources.json`, where each change comes from. By default it
    /// is printed, without the latter.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let Effective { value, changes, warnings } = resolved(&root(), args.spec.as_deref(), &args.overlay)?;
    if !warnings.is_empty() {
        eprintln!("{}", documents::render(&warnings));
    }
    let Some(out) = &args.out else {
        print(&text(&value));
        return Ok(ExitCode::SUCCESS);
    };
    let sources = Value::Array(changes.iter().map(Made::to_json).collect());
    let mut plan = Plan::default();
    plan.add_file(out, text(&value))?;
    plan.add_file(&out.with_extension("sources.json"), text(&sources))?;
    plan.apply()?;
    let by = |by: &str| changes.iter().filter(|change| change.by == by).count();
    println!("{}: {} changes by the overlay, {} repairs, {} other files", out.display(), by("overlay"), by("repair"), by("file"));
    Ok(ExitCode::SUCCESS)
}

/// The effective definition of a document, or of Tallyfy's.
pub fn resolved(root: &Path, spec: Option<&str>, overlay: &OverlayArgs) -> Result<Effective, String> {
    let (document, overlay, beside): (Source, Option<Source>, Box<dyn Files>) = match spec {
        Some(spec) => {
            let (document, beside) = documents::open(root, spec)?;
            let overlay = overlay.for_document(Path::new(spec)).as_deref().map(documents::read).transpose()?;
            (document, overlay, beside)
        }
        None => {
            let (document, overlay) = codegen::documents(root)?;
            (document, Some(overlay), Box::new(documents::Beside::of(&root.join(codegen::DOCUMENT))))
        }
    };
    generator::resolve::resolve(&document, overlay.as_ref(), &*beside).map_err(|errors| documents::render_below(&errors, root))
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}
