//! Whether tests notice when what they test changes: cargo-mutants changes one thing at a time.
//!
//! The mutants are chosen by a rule: of all that cargo-mutants finds in the files, in its order, every n-th, where n is the
//! largest number that leaves at least as many as are asked for. Those that no test notices are listed, each with the reason why it
//! is left; one without a reason fails the step, and so do more than [`SHARE`] percent of the viable ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::counterparts;
use super::step::Ended;
use crate::tools;

/// The version of cargo-mutants.
const VERSION: &str = "27.1.0";
/// The version of cargo-nextest, which runs the tests: unlike libtest, it stops at the first one that fails.
const NEXTEST: &str = "0.9.143";

/// What is changed, and the tests that answer for it.
struct Subject {
    /// The step that tries its mutants.
    step: &'static str,
    package: &'static str,
    files: &'static [&'static str],
    /// How the package is built.
    build: &'static [&'static str],
    tests: &'static [&'static str],
    /// Installs what the tests need, and returns what cannot be installed.
    prepare: fn() -> Vec<&'static str>,
    /// How many mutants are tried.
    least: usize,
    /// Where the survivors are listed.
    list: &'static str,
}

/// Every decision about the output, and all names.
const GENERATOR: Subject = Subject {
    step: "mutants",
    package: "generator",
    files: &["generator/src/lower.rs", "generator/src/lower/**", "generator/src/names.rs", "generator/src/names/**"],
    // Built fast: a mutant is compiled once and run once.
    build: &["--cargo-arg=--config=profile.dev.package.generator.opt-level=0", "--cargo-arg=--config=profile.dev.debug=0"],
    tests: &[
        "--lib",
        "--test=golden",
        "--test=lower",
        "--test=normalize",
        "--test=diagnostics",
        "--test=emit",
        "--test=reserved",
        "--test=in_step",
    ],
    prepare: Vec::new,
    least: 150,
    list: "generator/MUTANTS.md",
};

/// How the client sends requests: what it repeats, what errors say, how lists are walked, and the connection.
const CLIENT: Subject = Subject {
    step: "mutants of the client",
    package: "tallyfy",
    files: &[
        "generated-client/src/runtime/request/**",
        "generated-client/src/runtime/send/**",
        "generated-client/src/runtime/policy/**",
        "generated-client/src/runtime/paging/**",
        "generated-client/src/runtime/error/**",
        "generated-client/src/runtime/connection/**",
    ],
    build: &[
        "--no-default-features",
        "--features=rustls,http2,gzip,constraints,drift,blocking,oauth,files",
        "--cargo-arg=--config=profile.dev.debug=0",
    ],
    tests: &["--lib", "--test=runtime", "--test=counterparts"],
    prepare: counterparts::install,
    least: 200,
    list: "generated-client/MUTANTS.md",
};
/// How many KiB of memory each process may take, where the system can limit it: some changes make a test collect without end.
const MEMORY: usize = 8 << 20;
/// How many percent of the viable ones may survive.
const SHARE: usize = 10;
/// What stands there in place of a reason that nobody has given.
const NO_REASON: &str = "**no reason yet**";

/// Names of mutants by what became of them.
struct MutantOutcome {
    caught: usize,
    unviable: usize,
    survivors: Vec<String>,
}

/// Tries the mutants of the generator.
pub fn generator(root: &Path) -> Result<Ended, String> {
    run(root, &GENERATOR)
}

/// Tries the mutants of the client.
pub fn client(root: &Path) -> Result<Ended, String> {
    run(root, &CLIENT)
}

fn run(root: &Path, subject: &Subject) -> Result<Ended, String> {
    tools::from_registry(root, "cargo-mutants", VERSION)?;
    tools::from_registry(root, "cargo-nextest", NEXTEST)?;
    let missing = (subject.prepare)();
    if !missing.is_empty() {
        return Err(format!("{} cannot be installed here", missing.join(", ")));
    }
    let output = command(root, subject)?.arg("--list").output().map_err(|error| format!("cannot run cargo-mutants: {error}"))?;
    let total = String::from_utf8_lossy(&output.stdout).lines().count();
    let least = subject.least;
    if total < least {
        return Err(format!("cargo-mutants finds {total} mutants; {least} are the least\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let every = total / least;
    println!("    {total} mutants, every {every}th of them is tried");
    let out = root.join("target/mutants").join(subject.package);
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let mut command = command(root, subject)?;
    command.args(["--no-shuffle", "--colors=never", "--jobs=2", "--timeout=120", "--output"]).arg(&out);
    command.args([&format!("--shard=0/{every}"), "--sharding=round-robin"]).args(subject.build);
    // As arguments of the build too, which makes all tests otherwise.
    command.args(subject.tests.iter().map(|test| format!("--cargo-arg={test}")));
    let status = command.status().map_err(|error| format!("cannot run cargo-mutants: {error}"))?;
    // 2: some were missed; 3: some ran out of time.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err(format!("cargo-mutants ended with {status}"));
    }
    judge(root, subject, &outcome(&out.join("mutants.out"))?)
}

fn command(root: &Path, subject: &Subject) -> Result<Command, String> {
    let program = tools::from_registry(root, "cargo-mutants", VERSION)?;
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"")]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    command.args(["mutants", "--test-tool=nextest", "--package", subject.package]).current_dir(root);
    command.env("PATH", tools::path_with(root)?);
    // Each job builds in a copy of the repository, with a target folder of its own.
    command.env_remove("CARGO_TARGET_DIR");
    // Random walks over lists take most of the time of the client's tests, and show most changes with the first seeds.
    command.env("WALK_SEEDS", "40");
    command.args(subject.files.iter().flat_map(|file| ["--file", file]));
    Ok(command)
}

fn outcome(folder: &Path) -> Result<MutantOutcome, String> {
    let names = |file: &str| {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Ok::<_, String>(text.lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let caught = names("caught.txt")?.len() + names("timeout.txt")?.len();
    Ok(MutantOutcome { caught, unviable: names("unviable.txt")?.len(), survivors: names("missed.txt")? })
}

/// Lists the survivors, and says whether they are few enough and each has a reason.
fn judge(root: &Path, subject: &Subject, outcome: &MutantOutcome) -> Result<Ended, String> {
    let path = root.join(subject.list);
    let list = fs::read_to_string(&path).unwrap_or_default();
    let known = reasons(&list);
    let viable = outcome.caught + outcome.survivors.len();
    fs::write(&path, listed(subject, outcome, &known)).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let figure = format!(
        "{} of {viable} viable mutants survive ({:.1} %), {} do not compile",
        outcome.survivors.len(),
        percent(outcome.survivors.len(), viable),
        outcome.unviable
    );
    let without = outcome.survivors.iter().filter(|name| !known.contains_key(nameless(name))).count();
    if outcome.survivors.len() * 100 > viable * SHARE {
        return Err(format!("{figure}; {SHARE} % are the most"));
    }
    if without > 0 {
        return Err(format!("{figure}; {without} of them have no reason in {}", subject.list));
    }
    Ok(Ended::Passed(figure))
}

#[expect(clippy::cast_precision_loss, reason = "counts of mutants are small")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// A mutant without its line and column, which change with everything above it.
fn nameless(mutant: &str) -> &str {
    mutant.split_once(": ").map_or(mutant, |(_, change)| change)
}

/// The reasons that are given, by mutant.
fn reasons(list: &str) -> BTreeMap<&str, &str> {
    let rows = list.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let given = rows.filter(|(_, reason)| *reason != NO_REASON && *reason != "reason");
    given.map(|(mutant, reason)| (nameless(mutant.trim_matches('`')), reason)).collect()
}

fn listed(subject: &Subject, outcome: &MutantOutcome, known: &BTreeMap<&str, &str>) -> String {
    let mut text = format!(
        "# Changes that no test notices\n\nWritten by `cargo xtask ci --only \"{}\"`, which keeps the reasons; those are written by hand.\n\
         {} mutants were noticed, {} did not compile, and these survived:\n\n| mutant | reason |\n|---|---|\n",
        subject.step, outcome.caught, outcome.unviable
    );
    for name in &outcome.survivors {
        let reason = known.get(nameless(name)).copied().unwrap_or(NO_REASON);
        // A bar would end the cell.
        text.push_str(&format!("| `{}` | {reason} |\n", name.replace('|', "/")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "generator/src/lower/view.rs:260:9: replace > with < in whole";

    #[test]
    fn reasons_outlive_a_change_of_the_line() {
        let outcome = |name: &str| MutantOutcome { caught: 20, unviable: 1, survivors: vec![name.to_owned()] };
        let text = listed(&GENERATOR, &outcome(NAME), &BTreeMap::new());
        assert!(text.contains(NO_REASON) && reasons(&text).is_empty(), "{text}");
        let text = text.replace(NO_REASON, "no enum is that large");
        let moved = NAME.replace("260", "271");
        let again = listed(&GENERATOR, &outcome(&moved), &reasons(&text));
        assert!(again.contains(&format!("| `{moved}` | no enum is that large |")), "{again}");
    }

    #[test]
    fn too_many_survivors_and_missing_reasons_fail() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("generator")).unwrap();
        let judged = |caught, count| {
            let survivors = (0..count).map(|number| format!("a.rs:{number}:1: replace {number}")).collect();
            judge(root.path(), &GENERATOR, &MutantOutcome { caught, unviable: 0, survivors })
        };
        assert!(judged(9, 1).unwrap_err().contains("1 of them have no reason"));
        let list = root.path().join(GENERATOR.list);
        fs::write(&list, fs::read_to_string(&list).unwrap().replace(NO_REASON, "equal")).unwrap();
        assert_eq!(judged(9, 1), Ok(Ended::Passed("1 of 10 viable mutants survive (10.0 %), 0 do not compile".to_owned())));
        assert!(judged(8, 1).unwrap_err().contains("10 % are the most"));
    }
}
