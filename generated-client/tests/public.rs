//! The HTTP library stays inside: no public item names it.

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries underneath, none of whose types may show.
const INSIDE: [&str; 9] = ["reqwest", "hyper", "rustls", "native_tls", "tokio_rustls", "tower", "js_sys", "wasm_bindgen", "web_sys"];

/// Where they may be named: the default transport, and an adapter that is named after the version of its library.
const WHERE: [&str; 4] = ["src/runtime/connection/", "src/runtime/fetch/", "src/runtime/platform/", "src/runtime/transport/reqwest_013.rs"];

/// The attributes of the public items that show a type of a library by the feature that is named after its version.
const BY_VERSION: [&str; 2] = ["#[cfg(feature = \"rustls-023\")]", "#[cfg(feature = \"reqwest-013\")]"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("//").next().unwrap_or_default())
}

/// A line without the strings in it: features are named like libraries.
fn without_strings(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

fn names(line: &str, library: &str) -> bool {
    without_strings(line)
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|word| word == library || word.starts_with(&format!("{library}_")))
}

/// The sources that name a library in code, by their paths in the crate.
fn naming() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    sources(&root.join("src"), &mut all);
    assert!(all.len() > 100, "the sources are where they are looked for");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(root).expect("below the crate").to_string_lossy().replace('\\', "/");
        let is_naming = code(&text).any(|line| INSIDE.iter().any(|library| names(line, library)));
        is_naming.then_some((name, text))
    };
    all.into_iter().filter_map(read).collect()
}

#[test]
fn only_the_default_transport_and_the_adapters_name_a_library() {
    let naming = naming();
    let is_declaration = |text: &str| {
        // Modules are declared, and taken from, by names that begin like the library's.
        code(text).filter(|line| INSIDE.iter().any(|library| names(line, library))).all(|line| line.contains("reqwest_013"))
    };
    let elsewhere: Vec<_> =
        naming.iter().filter(|(name, text)| !WHERE.iter().any(|place| name.starts_with(place)) && !is_declaration(text)).collect();
    assert!(elsewhere.is_empty(), "{:?}", elsewhere.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert!(naming.len() > 5, "they are named somewhere");
}

#[test]
fn no_public_item_shows_a_library_unless_its_version_is_chosen() {
    for (name, text) in naming().iter().filter(|(name, _)| name.starts_with(WHERE[0])) {
        let lines: Vec<&str> = code(text).collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("pub ")) {
            let shows = INSIDE.iter().any(|library| names(line, library));
            let is_chosen = index.checked_sub(1).is_some_and(|before| BY_VERSION.contains(&lines[before].trim()));
            assert!(!shows || is_chosen, "{name}: {line}");
        }
    }
}
