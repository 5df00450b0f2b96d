//! The contract of generated clients and of the mock server with programs of others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::step::Ended;
use crate::commands::overlays::OverlayArgs;
use crate::contract::{REPORT, score, write_report};
use crate::repository::target_directory;
use crate::tools;

/// Definitions that others publish: the name, the package of Debian that has it, and where in it.
const PUBLISHED: &[(&str, &str, &str)] = &[
    ("docker", "golang-github-docker-docker-dev", "usr/share/gocode/src/github.com/docker/docker/api/swagger.yaml"),
    ("gitea", "golang-github-go-openapi-analysis-dev", "usr/share/gocode/src/github.com/go-openapi/analysis/fixtures/bugs/1614/gitea.yaml"),
];

/// The variable that names a folder with these definitions, each as `NAME.yaml`.
const FOLDER: &str = "CONTRACT_DEFINITIONS";

/// Tallyfy's definition keeps it whole.
pub fn tallyfy(root: &Path) -> Result<Ended, String> {
    let score = score(root, None, &OverlayArgs::default())?;
    if score.is_kept() { Ok(Ended::Passed(score.figure())) } else { Err(score.table()) }
}

/// Definitions that others publish: the scores are committed.
pub fn published(root: &Path) -> Result<Ended, String> {
    let (mut figures, mut missing) = (Vec::new(), Vec::new());
    for (name, package, path) in PUBLISHED {
        let Some(definition) = definition(root, name, package, path)? else {
            missing.push(*package);
            continue;
        };
        let score = score(root, Some(&definition), &OverlayArgs::default())?;
        write_report(&root.join(REPORT), name, &score)?;
        figures.push(format!("{name}: {}", score.figure()));
    }
    if figures.is_empty() {
        return Ok(Ended::LeftOut(format!("it needs a folder named in {FOLDER}, or Debian's {}", missing.join(" and "))));
    }
    figures.extend(missing.iter().map(|package| format!("ignored: {package} cannot be had")));
    Ok(Ended::Passed(figures.join("; ")))
}

/// A definition of the folder, or of the package, which is unpacked and not installed.
fn definition(root: &Path, name: &str, package: &str, path: &str) -> Result<Option<PathBuf>, String> {
    if let Some(dir) = std::env::var_os(FOLDER).filter(|dir| !dir.is_empty()) {
        return Ok(Some(PathBuf::from(dir).join(format!("{name}.yaml"))).filter(|path| path.exists()));
    }
    let failed = |error: std::io::Error| format!("cannot unpack {package}: {error}");
    let folder = target_directory(root)?.join("contract").join("published");
    let (unpacked, kept) = (folder.join(package), folder.join(format!("{name}.yaml")));
    if kept.exists() {
        return Ok(Some(kept));
    }
    fs::create_dir_all(&unpacked).map_err(failed)?;
    let mut apt = Command::new("apt-get");
    apt.args(["download", package]).current_dir(&unpacked).stdout(Stdio::null()).stderr(Stdio::null());
    if tools::run(&mut apt, &format!("apt-get download {package}")).is_err() {
        return Ok(None);
    }
    let is_package = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "deb");
    let entries = fs::read_dir(&unpacked).map_err(failed)?;
    let Some(archive) = entries.flatten().map(|entry| entry.path()).find(is_package) else { return Ok(None) };
    tools::run(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(&unpacked), "dpkg-deb -x")?;
    fs::copy(unpacked.join(path), &kept).map_err(failed)?;
    Ok(Some(kept))
}
