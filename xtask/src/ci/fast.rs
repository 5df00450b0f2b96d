//! What every change must pass: at most 20 minutes from a fresh clone on two cores.

use std::path::Path;
use std::process::ExitCode;

use super::step::{EXTRAS, Ended, JSON_OF_OTHERS, Step, passed};
use super::{browser, calls, contracts, counterparts, dialects, docs, mock, other_documents, resolved};
use crate::commands::codegen;
use crate::commands::mock::MOCK;
use crate::tools::{cargo, run};
use crate::{conformance, corpus, documents, programs, repository, wasm};

/// In the order of what fails fastest.
pub const STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "rustfmt; the lock files of what is only built in the other tier are up to date",
        run: |root| {
            cargo(root, &["fmt", "--all", "--check"], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", "generator/fuzz/Cargo.toml"], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", "generated-client/fuzz/Cargo.toml"], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", counterparts::OPENTELEMETRY], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", wasm::TESTS], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", documents::DOWNLOAD], &[])?;
            cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", MOCK], &[])?;
            for (folder, _) in counterparts::BESIDE {
                let manifest = counterparts::manifest(folder);
                cargo(root, &["tree", "--quiet", "--locked", "--depth=0", "--manifest-path", &manifest], &[])?;
            }
            passed()
        },
    },
    Step { name: "codegen --check", about: "generated-client/ is what spec/ gives", run: in_step },
    Step { name: "clippy", about: "lints, with every feature but `native-tls` and with none", run: clippy },
    Step {
        name: "tests",
        about: "the tests of all packages",
        run: |root| {
            cargo(root, &["test", "--workspace"], &[])?;
            passed()
        },
    },
    Step {
        name: "tests of what is off by default",
        about: "the runtime, the examples and the documentation, with every feature but `native-tls`, and those of serde_json that others turn on",
        run: |root| {
            // With xtask, as in the step before: of the client alone, dependencies have other features and are built again.
            let features = format!("{},{JSON_OF_OTHERS}", extras());
            let test = ["test", "--package", "tallyfy", "--package", "xtask", "--features", &features];
            // Walks at random have been made in that step, and are the same.
            let tests = ["runtime", "strict_inputs", "constraints", "blocking", "worker_threads", "mock"];
            let runtime = tests.map(|name| ["--test", name]).concat();
            cargo(root, &[test.as_slice(), &runtime, &["--", "--skip", "lists::random_changes"]].concat(), &[])?;
            cargo(root, &[test.as_slice(), &["--test", "first_things", "--", "watch_", "without_async"]].concat(), &[])?;
            cargo(root, &[test.as_slice(), &["--doc"]].concat(), &[])?;
            passed()
        },
    },
    Step {
        name: "counterparts",
        about: "connections of the client: through proxies and to servers of others, as far as these can be installed",
        run: counterparts::all,
    },
    Step { name: "our own documents", about: "the documents of the golden tests: compiled, and called over a socket", run: calls::own },
    Step {
        name: "dialects",
        about: "one API in Swagger 2.0, and converted by others to OpenAPI 3.0 and 3.1, gives the same Rust",
        run: dialects::run,
    },
    Step {
        name: "effective definitions",
        about: "what `resolve` writes of our documents, and of a sample of others: valid, and of the same Rust",
        run: resolved::sample,
    },
    Step {
        name: "a sample of other documents",
        about: "40 of other people's documents: generated and compiled",
        run: other_documents::sample,
    },
    Step {
        name: "shared facts",
        about: "the tests that need files beside the repository: known endpoints, examples, documents",
        run: other_documents::facts,
    },
    Step { name: "conformance", about: "generated clients against the AutoRest test server", run: conformance },
    Step { name: "mock", about: "the mock server: its tests, and the examples of the client against it", run: mock::run },
    Step {
        name: "contract",
        about: "Tallyfy's client against Prism, and the mock server against jsonschema and schemathesis: every operation",
        run: contracts::tallyfy,
    },
    Step {
        name: "docs",
        about: "rustdoc, with every feature but `native-tls` and with none; no signature shows a type that nobody can name",
        run: docs::run,
    },
    Step {
        name: "crates",
        about: "the smallest program has no more crates than before, and no reqwest; without a transport, no HTTP library",
        run: crates_of_programs,
    },
    Step { name: "browser builds", about: "the client compiles for browsers and workers", run: browser::builds },
    Step {
        name: "package",
        about: "what is published compiles from its package",
        run: |root| {
            let mut package = repository::cargo();
            package.args(["package", "--package", "tallyfy", "--allow-dirty"]).current_dir(root).envs(corpus::settings(root));
            run(&mut package, "cargo package")?;
            passed()
        },
    },
];

fn in_step(root: &Path) -> Result<Ended, String> {
    match codegen::check(root)? {
        code if code == ExitCode::SUCCESS => passed(),
        _ => Err("out of step".to_owned()),
    }
}

pub fn extras() -> String {
    EXTRAS.split(',').map(|feature| format!("tallyfy/{feature}")).collect::<Vec<_>>().join(",")
}

fn clippy(root: &Path) -> Result<Ended, String> {
    cargo(root, &["clippy", "--workspace", "--all-targets", "--features", &extras(), "--", "-D", "warnings"], &[])?;
    cargo(root, &["clippy", "--package", "tallyfy", "--no-default-features", "--", "-D", "warnings"], &[])?;
    passed()
}

fn conformance(root: &Path) -> Result<Ended, String> {
    let help = |error: String| format!("{error}\n  help: `--without conformance` leaves it out");
    cargo(root, &["test", "--workspace", "--bin", "xtask", "conformance::", "--", "--ignored"], &[]).map_err(help)?;
    conformance::check().map(Ended::Passed).map_err(help)
}

/// The most crates of the smallest program with TLS, the client counted and the program not.
const MOST_CRATES: usize = 50;

fn crates_of_programs(root: &Path) -> Result<Ended, String> {
    let names = |program| -> Result<Vec<String>, String> { Ok(programs::crates(root, program)?.into_iter().collect()) };
    let with_tls = names(&programs::WITH_CLIENT)?;
    if with_tls.len() > MOST_CRATES {
        return Err(format!("{} crates are in the smallest program, more than {MOST_CRATES}:\n{}", with_tls.len(), with_tls.join("\n")));
    }
    let bare = names(&programs::WITHOUT_TRANSPORT)?;
    let refused = |known: &[String], names: &[&str]| {
        let found = known.iter().find(|package| names.iter().any(|name| package.split(' ').next() == Some(name)));
        found.map_or(Ok(()), |package| Err(format!("{package} is among the dependencies")))
    };
    refused(&with_tls, &["reqwest"])?;
    refused(&bare, &["reqwest", "hyper", "hyper-util", "rustls", "tokio-rustls", "httparse"])?;
    Ok(Ended::Passed(format!("{} with TLS, {} without a transport", with_tls.len(), bare.len())))
}
