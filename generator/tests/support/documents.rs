//! Documents in folders.

use std::fs;
use std::path::{Path, PathBuf};

/// Adds the files of a folder, at any depth.
pub fn find(folder: &Path, is_one: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            find(&path, is_one, found);
        } else if is_one(&path) {
            found.push(path);
        }
    }
}
