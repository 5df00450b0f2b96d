//! Which module may know which: every import of the generator, the runtime and the commands goes to a module that stands
//! before it in the table of its folder.
//!
//! `tree` reads the modules and the names they bind, `scan` every path of the code, `resolve` finds the module that defines
//! what a path names, through re-exports, and `table` compares both with the tables: `generator`, `runtime` and `xtask`.

mod cases;
mod generator;
mod resolve;
mod runtime;
mod scan;
mod sources;
mod table;
mod tree;
mod xtask;

use std::fs;
use std::path::Path;

use resolve::Target;
use sources::{Sources, repository};
use table::{Checked, ITSELF, Inside};

/// The generator, and what it compiles of the client.
const GENERATOR: [&str; 2] = ["generator/src", "generated-client/src/runtime/constraints"];

/// Reads a crate, and requires that it has imports at all.
fn read(folders: &[&str], root: &str, prefix: &[&str], mounted: &[(&str, &str)]) -> (Sources, Checked) {
    let sources = Sources::on_disk(folders);
    let read = Checked::read(&sources, root, prefix, mounted).unwrap_or_else(|error| panic!("{error}"));
    let inner = read.edges.iter().filter(|edge| matches!(edge.target, Target::Item(_))).count();
    assert!(inner > 50, "{root}: only {inner} imports were found");
    (sources, read)
}

fn check(folders: &[&str], root: &str, prefix: &[&str], mounted: &[(&str, &str)], table: Inside) {
    let (sources, read) = read(folders, root, prefix, mounted);
    let faults = read.faults(&sources, table);
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_generator_is_in_order() {
    check(&GENERATOR, "generator/src/lib.rs", &[], &[], generator::TABLE);
}

#[test]
fn the_runtime_is_in_order() {
    let mounted = [("xml", "generator/parts/xml/mod.rs")];
    let folders = ["generated-client/src/runtime", "generator/parts"];
    check(&folders, "generated-client/src/runtime/mod.rs", &["runtime"], &mounted, runtime::TABLE);
}

#[test]
fn the_commands_are_in_order() {
    check(&["xtask/src"], "xtask/src/main.rs", &[], &[], xtask::TABLE);
}

#[test]
fn packages_are_named_only_where_they_belong() {
    let (_, read) = read(&GENERATOR, "generator/src/lib.rs", &[], &[]);
    let mut faults = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for edge in &read.edges {
        let Target::Package(package) = &edge.target else { continue };
        let Some((package, stages)) = generator::PACKAGES.iter().find(|(name, _)| name == package) else { continue };
        named.insert(*package);
        let stage = read.tree.place(edge.module).first().copied().unwrap_or(ITSELF);
        if !stages.contains(&stage) {
            faults.push(format!("{}:{}: `{stage}` names `{package}`", read.tree.modules[edge.module].file.display(), edge.line));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(named.len(), generator::PACKAGES.len(), "each is named somewhere: {named:?}");
}

/// No stage and no part of the runtime may know whom it is checked against.
#[test]
fn nothing_knows_a_scenario() {
    let scenarios = fs::read_dir(repository().join("generator/conformance/scenarios")).expect("the scenarios");
    let stems = scenarios.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()));
    // A media type that is called as one of them is.
    const MEDIA_TYPE: &str = "application/merge-patch+json";
    // The others are words that anything can be called by.
    let names: Vec<String> = stems.filter(|stem| stem.contains('-')).collect();
    assert!(names.len() > 10, "{names:?}");
    let sources = Sources::on_disk(&["generator/src", "generated-client/src", "xtask/src"]);
    let mut faults = Vec::new();
    for path in sources.paths() {
        let text = sources.get(path).unwrap_or_default();
        for (line, text) in (1..).zip(text.lines()) {
            let text = text.replace(MEDIA_TYPE, "");
            faults.extend(names.iter().filter(|name| text.contains(*name)).map(|name| shown(path, line, name)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn shown(path: &Path, line: usize, name: &str) -> String {
    format!("{}:{line}: {name}", path.display())
}
