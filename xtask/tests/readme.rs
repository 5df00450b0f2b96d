//! What the repository's front pages say holds: paths exist, code can be pasted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages whose tables name files, as far as they are there.
const PAGES: [&str; 3] = ["README.md", "CONTRIBUTING.md", ".github/CONTRIBUTING.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The blocks of Rust on a page, without their fences.
fn rust_blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```rust") {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect());
        }
    }
    blocks
}

/// What stands between backticks in the rows of tables, and the targets of links there.
fn named_in_tables(page: &str) -> Vec<String> {
    let rows = page.lines().filter(|line| line.starts_with('|'));
    let mut names = Vec::new();
    for row in rows {
        names.extend(row.split('`').skip(1).step_by(2).map(str::to_owned));
        names.extend(row.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()));
    }
    names
}

/// Tells whether a name is meant as a path of this repository: it begins with an entry of the root folder.
fn is_path(name: &str) -> bool {
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    let first = name.split('/').next().unwrap_or_default();
    plain && !first.is_empty() && (name.contains('/') || name.contains('.')) && root().join(first).exists()
}

#[test]
fn every_path_in_a_table_exists() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for page in PAGES.iter().filter(|page| root().join(page).exists()) {
        for name in named_in_tables(&read(page)).into_iter().filter(|name| is_path(name)) {
            checked += 1;
            if !root().join(&name).exists() {
                missing.push(format!("{page}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(checked > 10, "only {checked} paths were found: the tables are read wrongly");
}

#[test]
fn a_path_that_is_missing_would_be_seen() {
    let page = "| a | b |\n|---|---|\n| `generator/src/gone.rs` | [that](spec/gone.md), `cargo xtask ci`, `{data: T}` |\n";
    let paths: Vec<String> = named_in_tables(page).into_iter().filter(|name| is_path(name)).collect();
    assert_eq!(paths, ["generator/src/gone.rs", "spec/gone.md"]);
}

/// The blocks of the crate's own README are compiled as its doc tests. Hidden lines would make them compile there, and
/// not where a reader pastes them.
#[test]
fn code_on_the_front_pages_can_be_pasted() {
    let own = rust_blocks(&read("generated-client/README.md"));
    assert!(own.len() > 3, "{own:#?}");
    for block in &own {
        assert!(block.lines().all(|line| line != "#" && !line.starts_with("# ")), "a hidden line:\n{block}");
    }
    let front = rust_blocks(&read("README.md"));
    assert!(!front.is_empty());
    for block in front {
        assert!(own.contains(&block), "not in the README of the crate, where it would be compiled:\n{block}");
    }
}

#[test]
fn every_example_is_described() {
    let folder = root().join("generated-client/examples");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .expect("the examples are there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .collect();
    let rows = read("generated-client/examples/README.md");
    let described: BTreeSet<String> =
        rows.lines().filter_map(|row| row.strip_prefix("| `")?.split_once('`')).map(|(name, _)| name.to_owned()).collect();
    assert_eq!(files, described);
}
