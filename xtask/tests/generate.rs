//! `cargo xtask generate` and the folder that it writes to. What it writes is compiled and called by `cargo xtask ci`
//! (`our own documents`).

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path();
    fs::write(out.join("notes.txt"), "mine").expect("a file");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/golden/unexpected-responses/spec.yaml");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("generate").arg(spec).arg("--out").arg(out).output().expect("xtask runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("notes.txt"));
    assert_eq!(fs::read_dir(out).expect("the folder").count(), 1, "nothing was written");
}
