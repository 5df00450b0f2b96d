//! The HTTP library stays inside: no public item names it.

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries underneath, none of whose types may show.
const INSIDE: [&str; 4] = ["reqwest", "hyper", "rustls", "tower"];

/// The one file that may name them: a private transport.
const WIRE: &str = "reqwest.rs";

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

/// Tells whether a line declares the transport's module, or takes the transport from there.
fn is_module(line: &str) -> bool {
    line == "mod reqwest;" || line.starts_with("pub(crate) use self::reqwest::")
}

fn names(line: &str, library: &str) -> bool {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|word| word == library || word.starts_with(&format!("{library}_")))
}

#[test]
fn only_the_private_transport_names_the_http_library() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 100, "the sources are where they are looked for");
    let mut naming = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).expect("readable");
        if code(&text).any(|line| !is_module(line) && INSIDE.iter().any(|library| names(line, library))) {
            naming.push(path);
        }
    }
    let naming: Vec<_> = naming.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(naming, [WIRE]);
}

#[test]
fn what_the_private_transport_defines_is_private() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime/transport").join(WIRE);
    let text = fs::read_to_string(path).expect("readable");
    let public: Vec<_> = code(&text).filter(|line| line.trim_start().starts_with("pub ")).collect();
    assert_eq!(public, Vec::<&str>::new());
    // What other files see of it, they do not show either: none of these names is that of a library inside.
    for line in code(&text).filter(|line| line.contains("pub(crate)")) {
        assert!(!INSIDE.iter().any(|library| names(line, library)) || line.contains("struct ReqwestTransport("), "{line}");
    }
}
