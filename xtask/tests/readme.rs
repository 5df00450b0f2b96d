//! What the repository's front pages say holds: paths exist, code can be pasted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages whose tables name files, as far as they are there.
const PAGES: [&str; 2] = ["README.md", ".github/CONTRIBUTING.md"];

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

/// The files that the tables of a page name, each as a path below the root.
///
/// They are given in full, or by their name alone behind another file of the same folder: `a/b.rs`, `c.rs`. Links go from the
/// folder of the page.
fn named_in_tables(page: &str, text: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for row in text.lines().filter(|line| line.starts_with('|')) {
        let mut folder = PathBuf::new();
        for name in row.split('`').skip(1).step_by(2).filter(|name| is_path(name)) {
            let path = if name.contains('/') { PathBuf::from(name) } else { folder.join(name) };
            folder = if name.ends_with('/') { path.clone() } else { path.parent().map(Path::to_owned).unwrap_or_default() };
            paths.push(path);
        }
        let links = row.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let from = Path::new(page).parent().unwrap_or(Path::new(""));
        paths.extend(links.filter(|target| !target.contains("://")).map(|target| from.join(target)));
    }
    paths
}

/// Tells whether a name is meant as a path of this repository: it has the ending of a file, or it begins with an entry of the
/// root folder.
fn is_path(name: &str) -> bool {
    const ENDINGS: [&str; 6] = [".rs", ".md", ".toml", ".yaml", ".txt", ".cjs"];
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    let known = name.split_once('/').is_some_and(|(first, _)| !first.is_empty() && root().join(first).exists());
    plain && (known || ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

#[test]
fn every_path_in_a_table_exists() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for page in PAGES.iter().filter(|page| root().join(page).exists()) {
        for path in named_in_tables(page, &read(page)) {
            checked += 1;
            if !root().join(&path).exists() {
                missing.push(format!("{page}: {}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(checked > 40, "only {checked} paths were found: the tables are read wrongly");
}

#[test]
fn a_path_that_is_missing_would_be_seen() {
    let row = "| `generator/src/gone.rs`, `too.rs` | [that](../spec/gone.md), `gone/a.rs`, `cargo xtask ci`, `{data: T}`, `a/b` |";
    let paths = named_in_tables(".github/CONTRIBUTING.md", row);
    let expected = ["generator/src/gone.rs", "generator/src/too.rs", "gone/a.rs", ".github/../spec/gone.md"];
    assert_eq!(paths, expected.map(PathBuf::from));
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
