//! Whether the tests of the generator notice when its decisions change: cargo-mutants changes one at a time.
//!
//! The mutants are chosen by a rule: of all that cargo-mutants finds in [`FILES`], in its order, every n-th, where n is the
//! largest number that leaves at least [`LEAST`]. Those that no test notices stand in `generator/MUTANTS.md`, each with the
//! reason why it is left; one without a reason fails the step, and so do more than [`SHARE`] percent of the viable ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::step::Ended;
use crate::tools;

/// The version of cargo-mutants.
const VERSION: &str = "27.1.0";
/// What is changed: every decision about the output, and all names.
const FILES: [&str; 4] = ["generator/src/lower.rs", "generator/src/lower/**", "generator/src/names.rs", "generator/src/names/**"];
/// The tests that answer for it.
const TESTS: [&str; 8] = [
    "--lib",
    "--test=golden",
    "--test=lower",
    "--test=normalize",
    "--test=diagnostics",
    "--test=emit",
    "--test=reserved",
    "--test=in_step",
];
/// How many mutants are tried.
const LEAST: usize = 150;
/// How many KiB of memory each process may take, where the system can limit it: some changes make a test collect without end.
const MEMORY: usize = 8 << 20;
/// How many percent of the viable ones may survive.
const SHARE: usize = 10;
/// Where the survivors are listed.
const LIST: &str = "generator/MUTANTS.md";
/// What stands there in place of a reason that nobody has given.
const NO_REASON: &str = "**no reason yet**";

/// Names of mutants by what became of them.
struct MutantOutcome {
    caught: usize,
    unviable: usize,
    survivors: Vec<String>,
}

/// Tries the mutants.
pub fn run(root: &Path) -> Result<Ended, String> {
    tools::from_registry(root, "cargo-mutants", VERSION)?;
    let output = command(root)?.arg("--list").output().map_err(|error| format!("cannot run cargo-mutants: {error}"))?;
    let total = String::from_utf8_lossy(&output.stdout).lines().count();
    if total < LEAST {
        return Err(format!("cargo-mutants finds {total} mutants; {LEAST} are the least\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let every = total / LEAST;
    println!("    {total} mutants, every {every}th of them is tried");
    let out = root.join("target/mutants");
    let mut command = command(root)?;
    command.args(["--no-shuffle", "--colors=never", "--jobs=2", "--timeout=120", "--output"]).arg(&out);
    command.args([&format!("--shard=0/{every}"), "--sharding=round-robin"]);
    // Built fast: a mutant is compiled once and run once.
    command.args(["--cargo-arg=--config=profile.dev.package.generator.opt-level=0", "--cargo-arg=--config=profile.dev.debug=0"]);
    // As arguments of the build too, which makes all tests otherwise.
    command.args(TESTS.iter().map(|test| format!("--cargo-arg={test}")));
    let status = command.status().map_err(|error| format!("cannot run cargo-mutants: {error}"))?;
    // 2: some were missed; 3: some ran out of time.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err(format!("cargo-mutants ended with {status}"));
    }
    judge(root, &outcome(&out.join("mutants.out"))?)
}

fn command(root: &Path) -> Result<Command, String> {
    let program = tools::from_registry(root, "cargo-mutants", VERSION)?;
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"")]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    command.args(["mutants", "--package=generator"]).current_dir(root);
    // Each job builds in a copy of the repository, with a target folder of its own.
    command.env_remove("CARGO_TARGET_DIR");
    command.args(FILES.iter().flat_map(|file| ["--file", file]));
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
fn judge(root: &Path, outcome: &MutantOutcome) -> Result<Ended, String> {
    let path = root.join(LIST);
    let list = fs::read_to_string(&path).unwrap_or_default();
    let known = reasons(&list);
    let viable = outcome.caught + outcome.survivors.len();
    fs::write(&path, listed(outcome, &known)).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
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
        return Err(format!("{figure}; {without} of them have no reason in {LIST}"));
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

fn listed(outcome: &MutantOutcome, known: &BTreeMap<&str, &str>) -> String {
    let mut text = format!(
        "# Changes that no test notices\n\nWritten by `cargo xtask ci --only mutants`, which keeps the reasons; those are written by hand.\n\
         {} mutants were noticed, {} did not compile, and these survived:\n\n| mutant | reason |\n|---|---|\n",
        outcome.caught, outcome.unviable
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
        let text = listed(&outcome(NAME), &BTreeMap::new());
        assert!(text.contains(NO_REASON) && reasons(&text).is_empty(), "{text}");
        let text = text.replace(NO_REASON, "no enum is that large");
        let moved = NAME.replace("260", "271");
        let again = listed(&outcome(&moved), &reasons(&text));
        assert!(again.contains(&format!("| `{moved}` | no enum is that large |")), "{again}");
    }

    #[test]
    fn too_many_survivors_and_missing_reasons_fail() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("generator")).unwrap();
        let judged = |caught, count| {
            let survivors = (0..count).map(|number| format!("a.rs:{number}:1: replace {number}")).collect();
            judge(root.path(), &MutantOutcome { caught, unviable: 0, survivors })
        };
        assert!(judged(9, 1).unwrap_err().contains("1 of them have no reason"));
        let list = root.path().join(LIST);
        fs::write(&list, fs::read_to_string(&list).unwrap().replace(NO_REASON, "equal")).unwrap();
        assert_eq!(judged(9, 1), Ok(Ended::Passed("1 of 10 viable mutants survive (10.0 %), 0 do not compile".to_owned())));
        assert!(judged(8, 1).unwrap_err().contains("10 % are the most"));
    }
}
