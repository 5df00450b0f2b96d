//! Whatever is done to a document, generating ends in a result or in a located error.
//!
//! `MUTATIONS=200000` makes so many of them, `SWAGGER_CORPUS=DIR` of other people's documents as well, and `MUTATED=DIR` keeps some of
//! those that are generated, for `cargo xtask corpus DIR` to compile.

#[path = "mutations/mutate.rs"]
mod mutate;
#[path = "support/documents.rs"]
mod support;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use generator::{Options, Source};
use mutate::{Random, mutated};
use support::find;

/// How many documents are made, unless the environment says otherwise.
const MUTATIONS: u64 = 2000;

/// The largest document of a corpus that is mutated, in bytes: the time goes into many rather than into large ones.
const LARGEST: u64 = 64 * 1024;

/// How many documents are kept, if any are.
const KEPT: u64 = 400;

/// After how long without any result a mutation is said to hang.
const HANGS: Duration = Duration::from_secs(60);

/// How many threads share the work.
const THREADS: u64 = 2;

/// Whether a document was generated; otherwise what is wrong with how it was taken.
type End = Result<bool, String>;

#[test]
fn no_mutation_panics_or_hangs() {
    let mutations = std::env::var("MUTATIONS").map_or(MUTATIONS, |count| count.parse().expect("MUTATIONS is a number"));
    let kept = std::env::var_os("MUTATED").map(PathBuf::from);
    if let Some(folder) = &kept {
        fs::create_dir_all(folder).expect("a folder for what is kept can be made");
    }
    let documents = documents();
    assert!(documents.len() > 40, "{}", documents.len());
    // A panic is reported with its document, once.
    std::panic::set_hook(Box::new(|_| {}));
    let (ends, ended) = mpsc::channel();
    for first in 0..THREADS {
        let (documents, kept, ends) = (documents.clone(), kept.clone(), ends.clone());
        thread::spawn(move || {
            let seeds = (first..mutations).step_by(THREADS as usize);
            let one = |seed| {
                let kept = kept.as_deref().filter(|_| seed % (mutations / KEPT).max(1) == 0);
                end(&documents, seed, kept)
            };
            seeds.map(one).try_for_each(|end| ends.send(end))
        });
    }
    drop(ends);
    let (mut generated, mut problems) = (0, Vec::new());
    for done in 0..mutations {
        // A mutation that never ends keeps its thread; the other one's results still come.
        match ended.recv_timeout(HANGS) {
            Ok(Ok(true)) => generated += 1,
            Ok(Ok(false)) => {}
            Ok(Err(problem)) => problems.push(problem),
            Err(_) => {
                problems.push(format!("no end after {done} mutations"));
                break;
            }
        }
    }
    let _ = std::panic::take_hook();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n\n"));
    assert!(generated > mutations / 4, "only {generated} were read");
    println!("{generated} of {mutations} were generated");
    assert!(memory().is_none_or(|kibibytes| kibibytes < 1 << 20), "{:?} KiB", memory());
}

/// How one mutation ends. If it is generated, it is kept in the folder, if one is given.
fn end(documents: &[PathBuf], seed: u64, kept: Option<&Path>) -> End {
    let (name, bytes) = mutation(documents, seed);
    let end = catch_unwind(AssertUnwindSafe(|| generate(&name, bytes.clone()))).unwrap_or_else(|_| Err("panicked".to_owned()));
    if let (Some(folder), Ok(true)) = (kept, &end) {
        fs::write(folder.join(format!("{seed}-{name}")), &bytes).expect("what is generated can be kept");
    }
    end.map_err(|problem| format!("mutation {seed} of {name}: {problem}\n{}", String::from_utf8_lossy(&bytes)))
}

fn generate(name: &str, bytes: Vec<u8>) -> End {
    let source = match Source::from_bytes(name, bytes) {
        Ok(source) => source,
        Err(found) => return located(&found).map(|()| false),
    };
    let none = |_: &str| Err("there is no such file".to_owned());
    match generator::generate(&source, None, &none, &Options::default()) {
        Ok(generated) if generated.emitted != generated.operations => {
            Err(format!("{} of {} operations", generated.emitted, generated.operations))
        }
        Ok(generated) => located(&generated.warnings).map(|()| true),
        Err(found) if !found.iter().any(generator::Diagnostic::is_error) => Err("refused without an error".to_owned()),
        Err(found) => located(&found).map(|()| false),
    }
}

/// Every finding has its place.
fn located(found: &[generator::Diagnostic]) -> Result<(), String> {
    match found.iter().find(|found| found.source.is_empty() || found.position.is_none()) {
        Some(lost) => Err(format!("has no place: {}", lost.render())),
        None => Ok(()),
    }
}

/// Our own documents and those of the corpus, sorted.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let is_own = |path: &Path| path.file_stem().is_some_and(|stem| stem == "spec");
    find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &is_own, &mut found);
    if let Some(folder) = std::env::var_os("SWAGGER_CORPUS").filter(|_| std::env::var_os("MUTATIONS").is_some()) {
        let is_document = |path: &Path| path.extension().is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end == *known));
        let is_small = |path: &Path| path.metadata().is_ok_and(|data| data.len() <= LARGEST);
        find(Path::new(&folder), &|path| is_document(path) && is_small(path), &mut found);
    }
    found.sort();
    found
}

/// A mutation of one of the documents: most of them of the one that has a little of everything.
fn mutation(documents: &[PathBuf], seed: u64) -> (String, Vec<u8>) {
    let mut random = Random::new(seed);
    let rich = documents.iter().find(|path| path.parent().is_some_and(|parent| parent.ends_with("mutations")));
    let any = &documents[random.below(documents.len())];
    let path = if seed % 4 < 3 { rich.expect("the document of the mutations") } else { any };
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let donor = &documents[random.below(documents.len())];
    (name, mutated(fs::read(path).unwrap(), &fs::read(donor).unwrap(), &mut random))
}

/// The most memory that this process has had, where the system tells.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
