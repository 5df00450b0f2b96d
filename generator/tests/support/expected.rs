//! Expectations in files beside a document: `expected.txt` of each folder.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of a folder, sorted; there must be more than `least` of them.
pub fn folders(of: &str, least: usize) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(of);
    let entries = fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > least, "{folders:?}");
    folders
}

/// Compares what is found for each folder with its `expected.txt`; with `UPDATE=1`, writes it there.
pub fn compare(folders: &[PathBuf], find: impl Fn(&Path) -> String) {
    let mut different = Vec::new();
    for folder in folders {
        let (found, expected) = (find(folder), folder.join("expected.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, found).unwrap_or_else(|error| panic!("{}: {error}", expected.display()));
            continue;
        }
        match fs::read_to_string(&expected) {
            Ok(text) if text == found => {}
            Ok(_) => different.push(format!("{}\n{found}", folder.display())),
            Err(error) => different.push(format!("{}: {error}\n{found}", expected.display())),
        }
    }
    assert!(different.is_empty(), "UPDATE=1 accepts these:\n\n{}", different.join("\n"));
}
