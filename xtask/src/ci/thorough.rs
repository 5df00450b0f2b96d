//! What takes longer, or needs tools that must be installed first: on a schedule, and before an issue is closed.

use std::path::Path;

use super::step::{EXTRAS, Ended, Step, passed};
use super::{archives, browser, contracts, counterparts, fuzz, minimum_rust, mutants, other_documents, platforms, resolved};
use crate::documents;
use crate::examples;
use crate::package::manifest;
use crate::tools::{self, cargo};

/// The version of cargo-deny.
const DENY: &str = "0.20.2";

/// In the order of what fails fastest.
pub const STEPS: &[Step] = &[
    Step { name: "minimum Rust of the client", about: "the compiler that generated-client/Cargo.toml names", run: minimum_rust::client },
    Step { name: "minimum Rust of the tools", about: "the compiler that Cargo.toml names", run: minimum_rust::tools },
    Step { name: "native-tls", about: "the client with every feature, the system's TLS library among them", run: platforms::native_tls },
    Step {
        name: "programs beside",
        about: "the client in programs that use rustls and reqwest themselves, with other features, against nginx",
        run: counterparts::beside,
    },
    Step {
        name: "opentelemetry",
        about: "spans and the trace context of the client, with the SDK of OpenTelemetry",
        run: counterparts::opentelemetry,
    },
    Step { name: "downloads", about: "the program that downloads documents, against a server on loopback", run: downloads },
    Step {
        name: "browser",
        about: "the client compiles for browsers with all that they have, and its tests pass in Chromium, against a server on loopback",
        run: browser::all,
    },
    Step {
        name: "archives in a browser",
        about: "calls that the client has recorded as an HTTP archive, in the network panel of Chromium",
        run: archives::opened,
    },
    Step { name: "windows", about: "the client and the commands compile for Windows", run: platforms::windows },
    Step { name: "fuzz target", about: "generator/fuzz compiles", run: fuzz::generator },
    Step {
        name: "fuzzed responses",
        about: "a minute of responses that libFuzzer makes up, from generated-client/fuzz/seeds",
        run: fuzz::client,
    },
    Step { name: "dependencies", about: "licences, bans and sources, by cargo-deny", run: dependencies },
    Step { name: "linter", about: "the definition, by the rules of spec/.spectral.yaml, by Spectral", run: linter },
    Step { name: "each feature alone", about: "every resource of the client compiles without the others", run: each_feature },
    Step {
        name: "published definitions",
        about: "definitions of Tallyfy's API by others: generated and compiled",
        run: other_documents::published,
    },
    Step {
        name: "all effective definitions",
        about: "what `resolve` writes of all of other people's documents of OpenAPI 3: valid, and of the same Rust",
        run: resolved::all,
    },
    Step {
        name: "contracts",
        about: "the same for the definitions of Docker and Gitea, from packages of Debian; the scores are in xtask/contract/REPORT.md",
        run: contracts::published,
    },
    Step { name: "all other documents", about: "all of other people's documents: generated and compiled", run: other_documents::all },
    Step {
        name: "JSON Schema",
        about: "the JSON Schema Test Suite: what is valid comes back as it is, and exceptions are those of generator/conformance/json-schema",
        run: json_schema,
    },
    Step { name: "mutants", about: "tests of the generator notice changes of it, by cargo-mutants", run: mutants::generator },
    Step {
        name: "mutants of the client",
        about: "tests of the client notice changes of what it sends, repeats and walks, by cargo-mutants",
        run: mutants::client,
    },
];

fn downloads(root: &Path) -> Result<Ended, String> {
    let target = root.join(tools::FOLDER).join("download").display().to_string();
    cargo(root, &["test", "--quiet", "--locked", "--manifest-path", documents::DOWNLOAD, "--target-dir", &target], &[])?;
    // The whole workspace: of a part of it, dependencies have other features and are built again.
    cargo(root, &["test", "--workspace", "--test", "generate", "--", "--ignored"], &[])?;
    passed()
}

/// The advisories need a server of their own: the public workflow asks it.
fn dependencies(root: &Path) -> Result<Ended, String> {
    let deny = tools::from_registry(root, "cargo-deny", DENY)?;
    let checks = ["bans", "licenses", "sources"];
    let mut command = std::process::Command::new(deny);
    command.args(["--all-features", "--config", ".cargo/deny.toml", "check"]).args(checks).current_dir(root);
    tools::run(&mut command, "cargo deny check")?;
    Ok(Ended::Passed(checks.join(", ")))
}

fn json_schema(root: &Path) -> Result<Ended, String> {
    examples::check(root).map(Ended::Passed)
}

/// Every finding counts, not only errors.
fn linter(root: &Path) -> Result<Ended, String> {
    let programs = tools::from_npm(root, "spectral", "spec/lint")?.join(".bin");
    let spectral = programs.join(if cfg!(windows) { "spectral.cmd" } else { "spectral" });
    let mut command = std::process::Command::new(spectral);
    command.args(["lint", "spec/tallyfy.yaml", "--ruleset", "spec/.spectral.yaml", "--fail-severity", "hint"]).current_dir(root);
    tools::run(&mut command, "spectral lint spec/tallyfy.yaml")?;
    Ok(Ended::Passed("no findings".to_owned()))
}

fn each_feature(root: &Path) -> Result<Ended, String> {
    let path = root.join("generated-client/Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let features = manifest::generated_features(&text)?;
    let check = |extra: &[&str]| {
        let args = [&["check", "--quiet", "--package", "tallyfy", "--no-default-features"], extra].concat();
        cargo(root, &args, &[("RUSTFLAGS", "-D warnings")])
    };
    check(&[])?;
    for feature in features.iter().map(String::as_str).chain(EXTRAS.split(',')).chain([EXTRAS]) {
        check(&["--features", feature]).map_err(|error| format!("feature {feature}: {error}"))?;
    }
    Ok(Ended::Passed(format!("{} resources, {} others", features.len(), EXTRAS.split(',').count())))
}
