//! `cargo xtask contract`: the generated client, the effective definition and the mock server against programs that no one here wrote.
//!
//! Prism serves the effective definition, and holds each request of the client against it. The mock server answers the same calls,
//! and the Python package `jsonschema` looks at each body. `schemathesis` sends the mock server what it makes of the definition.

mod plan;
mod prism;
mod python;
mod report;
mod score;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::Source;
use serde_json::Value;

use crate::commands::mock;
use crate::commands::overlays::OverlayArgs;
use crate::commands::resolve;
use crate::repository::{Outcome, cargo, print, root, target_directory};
use crate::tools;
pub use prism::validated;
pub use report::{REPORT, write as write_report};

use plan::ContractPlan;
use score::ContractScore;

/// Where the lock files of what is installed are.
const FOLDER: &str = "xtask/contract";

/// The environment variable that names the plan to the test that makes the calls.
const PLAN: &str = "CONTRACT_PLAN";

/// How Cargo builds Tallyfy's client: it reports what differs from the definition.
const CLIENT: &[&str] = &["--package", "tallyfy", "--features", "drift"];

/// The options of the command.
#[derive(clap::Args, Default)]
pub struct Args {
    /// The document, JSON or YAML; by default Tallyfy's definition with its overlay.
    spec: Option<PathBuf>,
    #[command(flatten)]
    overlay: OverlayArgs,
    /// Writes the score into this file, into the section of the document.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Outcome {
    let score = score(&root(), args.spec.as_deref(), &args.overlay).map_err(|error| format!("error: {error}"))?;
    if let Some(path) = &args.report {
        let name = args.spec.as_deref().map_or("tallyfy".into(), name_of);
        report::write(path, &name.to_string_lossy(), &score).map_err(|error| format!("error: {error}"))?;
    }
    print(&score.table());
    Ok(if score.is_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The score of a document, or of Tallyfy's definition.
pub fn score(root: &Path, spec: Option<&Path>, overlay: &OverlayArgs) -> Result<ContractScore, String> {
    let folder = target_directory(root)?.join("contract").join(spec.map_or("tallyfy".into(), name_of));
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let resolved = resolve::resolved(root, spec.map(|spec| spec.display().to_string()).as_deref(), overlay)?;
    let definition = folder.join("definition.json");
    write(&definition, &resolved.value)?;
    let source = Source::parse("definition.json", resolved.value.to_string()).map_err(|found| generator::render_all(&found))?;
    let plan = ContractPlan::of(&source)?;
    let answered = folder.join("with-examples.json");
    write(&answered, &plan.with_examples(&resolved.value))?;
    prism::validate(root, &definition)?;
    let client = Client::of(root, spec, &folder)?;
    let server = prism::start(root, &answered, &folder)?;
    let by_prism = client.calls(&plan, &format!("http://127.0.0.1:{}", server.port), "prism")?;
    drop(server);
    let (server, url) = mock::start(root, &definition, None)?;
    let by_mock = client.calls(&plan, &url, "mock")?;
    let bodies = python::bodies(root, &definition, &by_mock, &folder)?;
    let fuzzed = python::schemathesis(root, &definition, &url, &folder)?;
    drop(server);
    Ok(ContractScore::new(plan.operations(), &by_prism, &by_mock, bodies, fuzzed))
}

fn name_of(spec: &Path) -> PathBuf {
    spec.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy().replace('.', "-")).collect::<Vec<_>>().join("-").into()
}

fn write(path: &Path, value: &Value) -> Result<(), String> {
    fs::write(path, value.to_string()).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The generated client, as a test that makes calls.
struct Client {
    /// Where the test is run.
    package: PathBuf,
    args: Vec<String>,
    folder: PathBuf,
}

impl Client {
    /// Tallyfy's, or one that is generated.
    fn of(root: &Path, spec: Option<&Path>, folder: &Path) -> Result<Self, String> {
        let Some(spec) = spec else {
            let args = [&["test"], CLIENT, &["--test", "wire"]].concat().into_iter().map(str::to_owned).collect();
            return Ok(Self { package: root.to_owned(), args, folder: folder.to_owned() });
        };
        let package = folder.join("client");
        let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let mut command = Command::new(program);
        command.arg("generate").arg(spec).arg("--out").arg(&package).arg("--force");
        tools::run(&mut command, "xtask generate")?;
        // The dependencies are those of all others.
        let target = folder.with_file_name("build").display().to_string();
        let args = ["test", "--features", "drift", "--test", "wire", "--target-dir", &target];
        Ok(Self { package, args: args.map(str::to_owned).to_vec(), folder: folder.to_owned() })
    }

    /// Calls every operation; returns what came of each.
    fn calls(&self, plan: &ContractPlan, url: &str, name: &str) -> Result<Vec<Value>, String> {
        let (path, results) = (self.folder.join(format!("{name}-plan.json")), self.folder.join(format!("{name}-results.json")));
        write(&path, &plan.calls(url, &results))?;
        let mut command = cargo();
        command.args(&self.args).args(["--", "--ignored", "every_operation_is_called_once_by_a_plan"]);
        tools::run(command.current_dir(&self.package).env(PLAN, &path), "cargo test --test wire")?;
        let text = fs::read(&results).map_err(|error| format!("cannot read {}: {error}", results.display()))?;
        serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", results.display()))
    }
}
