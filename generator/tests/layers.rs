//! Which stage may know which: a value goes one way, so a stage that reaches back or sideways is a fault.

use std::fs;
use std::path::{Path, PathBuf};

/// A module of the crate, the modules of the crate it may name, and the packages that only it may name.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("pointer", &[], &[]),
    ("hints", &[], &[]),
    ("template", &[], &[]),
    ("names", &[], &["heck", "unicode_ident"]),
    ("diagnostic", &["mend", "pointer", "source"], &[]),
    ("mend", &["diagnostic", "pointer", "source"], &[]),
    ("source", &["diagnostic", "pointer"], &["serde_yaml"]),
    ("ledger", &["pointer"], &[]),
    ("node", &["diagnostic", "ledger", "mend", "pointer"], &[]),
    ("files", &["diagnostic", "node", "pointer", "source"], &[]),
    ("overlay", &["diagnostic", "ledger", "mend", "node", "pointer", "source"], &["serde_json_path"]),
    ("normalize", &["diagnostic", "files", "hints", "ledger", "mend", "node", "pointer", "template"], &["openapiv3"]),
    ("load", &["diagnostic", "files", "ledger", "mend", "node", "normalize", "overlay", "pointer", "source"], &["openapiv3"]),
    ("lower", &["diagnostic", "hints", "ir", "ledger", "mend", "names", "pointer", "template"], &["openapiv3"]),
    ("ir", &["names", "pointer"], &[]),
    ("emit", &["format", "ir", "names"], &["quote", "proc_macro2", "syn"]),
    ("format", &[], &["prettyplease", "proc_macro2", "syn"]),
];

/// All source files of a module: `name.rs` and what is below `name/`.
fn files(module: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![src.join(module).with_extension("rs")];
    let mut folders = vec![src.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.retain(|path| !path.ends_with("tests.rs"));
    found
}

/// The code of a file: no comments, and nothing of its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first words after each `crate::`, also of the list in braces.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let (list, stop) = match rest.strip_prefix('{') {
            Some(list) => (list, '}'),
            None => (rest, ';'),
        };
        let list = list.split(stop).next().unwrap_or_default();
        let items = if stop == '}' { list.split(',').collect::<Vec<_>>() } else { vec![list] };
        for item in items {
            let word: String = item.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if !word.is_empty() {
                found.push(word);
            }
        }
    }
    found
}

#[test]
fn stages_name_only_what_lies_below_them() {
    let modules: Vec<&str> = LAYERS.iter().map(|(module, ..)| *module).collect();
    let mut faults = Vec::new();
    for (module, allowed, _) in LAYERS {
        for path in files(module) {
            for name in named(&code(&path)) {
                if modules.contains(&name.as_str()) && name != *module && !allowed.contains(&name.as_str()) {
                    faults.push(format!("{}: {module} names {name}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn packages_are_named_only_where_they_belong() {
    let owned: Vec<&str> = LAYERS.iter().flat_map(|(.., packages)| packages.iter().copied()).collect();
    let mut faults = Vec::new();
    for (module, _, packages) in LAYERS {
        for path in files(module) {
            let code = code(&path);
            for package in owned.iter().filter(|package| !packages.contains(package)) {
                if code.contains(&format!("{package}::")) {
                    faults.push(format!("{}: {module} names {package}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// No stage and no part of the runtime may know whom it is checked against.
#[test]
fn nothing_knows_a_scenario() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scenarios = fs::read_dir(root.join("conformance/scenarios")).expect("the scenarios");
    let stems = scenarios.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()));
    // The others are words that anything can be called by.
    let names: Vec<String> = stems.filter(|stem| stem.contains('-')).collect();
    assert!(names.len() > 10, "{names:?}");
    let mut folders = ["src", "../generated-client/src", "../xtask/src"].map(|folder| root.join(folder)).to_vec();
    let mut faults = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of code") {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            faults.extend(names.iter().filter(|name| text.contains(*name)).map(|name| format!("{}: {name}", path.display())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
