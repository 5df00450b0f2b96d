//! Every folder of `tests/diagnostics` is a document, perhaps an overlay, and what is found in
//! them. `UPDATE=1` rewrites the expectations; the difference is reviewed.

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Diagnostic, render_all};
use generator::load::load;
use generator::source::Source;

#[test]
fn findings_are_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 30, "{folders:?}");
    let mut different = Vec::new();
    for folder in folders {
        let found = render_all(&findings(&folder));
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(expected, found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            different.push(format!("{}\n{found}", folder.display()));
        }
    }
    assert!(different.is_empty(), "UPDATE=1 accepts these:\n\n{}", different.join("\n"));
}

fn findings(folder: &Path) -> Vec<Diagnostic> {
    let read = |name: &str| fs::read(folder.join(name)).ok().map(|bytes| Source::from_bytes(name, bytes));
    let document = read("spec.yaml").or_else(|| read("spec.json")).unwrap();
    let (document, overlay) = match (document, read("overlay.yaml").transpose()) {
        (Ok(document), Ok(overlay)) => (document, overlay),
        (Err(problems), _) | (_, Err(problems)) => return problems,
    };
    let beside = |path: &str| fs::read(folder.join(path)).map_err(|_| "there is no such file".to_owned());
    let mut loaded = load(&document, overlay.as_ref(), &beside);
    loaded.locate();
    loaded.diagnostics
}
