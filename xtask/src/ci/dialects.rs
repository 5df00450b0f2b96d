//! One API in three dialects gives the same Rust: the definitions of Swagger 2.0 that are here, converted by others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::resolve::{Effective, resolve};
use serde_json::Value;

use super::step::Ended;
use crate::commands::overlays::OverlayArgs;
use crate::commands::resolve::resolved;
use crate::corpus::{Verdict, first_difference, generate, in_parallel};
use crate::documents::{self, Beside};
use crate::repository::target_directory;
use crate::sync::Files;
use crate::tools;

/// What converts, from npm.
const CONVERTERS: &str = "xtask/dialects";

/// The definitions of the golden cases.
const GOLDEN: &str = "generator/tests/golden";

/// Where the versions say something else, or a converter does: the case, the version that differs from the one before, why.
const DIFFERENCES: &str = include_str!("../../dialects/differences.tsv");

/// The files of one definition, from the oldest dialect on.
const DIALECTS: [(&str, &str); 3] = [("2.0", "swagger.json"), ("3.0", "openapi-3.0.json"), ("3.1", "openapi-3.1.json")];

/// The step.
pub fn run(root: &Path) -> Result<Ended, String> {
    let packages = tools::from_npm(root, "dialects", CONVERTERS)?;
    let folder = target_directory(root)?.join("dialects");
    let cases = written(root, &folder)?;
    let mut convert = Command::new("node");
    convert.arg(root.join(CONVERTERS).join("convert.mjs")).arg(packages).args(cases.iter().map(|(_, folder)| folder));
    tools::run(&mut convert, "node convert.mjs")?;
    let found: BTreeSet<(String, &str, String)> =
        in_parallel(&cases, |(name, folder)| differing(root, name, folder)).into_iter().flatten().collect();
    let listed: BTreeSet<(&str, &str)> = DIFFERENCES.lines().skip(1).filter_map(columns).collect();
    let is_listed = |name: &str, version| listed.contains(&(name, version));
    let mut wrong: Vec<String> = found
        .iter()
        .filter(|(name, version, _)| !is_listed(name, version))
        .map(|(name, version, what)| format!("{name} in {version} is not as before: {what}"))
        .collect();
    let differs = |name: &str, version: &str| found.iter().any(|(known, other, _)| known == name && *other == version);
    let stale = listed.iter().filter(|(name, version)| !differs(name, version));
    wrong.extend(
        stale.map(|(name, version)| format!("{name} in {version} is as before, and no longer one of {CONVERTERS}/differences.tsv")),
    );
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    let same = cases.len() * (DIALECTS.len() - 1) - found.len();
    Ok(Ended::Passed(format!("{} definitions, {same} conversions with the same code, {} listed", cases.len(), found.len())))
}

/// A case and a version of the list.
fn columns(line: &str) -> Option<(&str, &str)> {
    let mut columns = line.split('\t');
    Some((columns.next()?, columns.next()?))
}

/// Writes the definitions as they are understood, each in a folder of its own; returns their names with these.
fn written(root: &Path, folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut all = vec![("tallyfy".to_owned(), resolved(root, None, &OverlayArgs::default())?.value)];
    let golden = root.join(GOLDEN);
    let entries = fs::read_dir(&golden).map_err(|error| format!("cannot read {}: {error}", golden.display()))?;
    for entry in entries.flatten() {
        let Some(path) = ["yaml", "json"].iter().map(|end| entry.path().join(format!("spec.{end}"))).find(|path| path.exists()) else {
            continue;
        };
        let Ok(Ok(document)) = documents::parse(&path) else { continue };
        let Ok(Effective { value, .. }) = resolve(&document, None, &Beside::of(&path)) else { continue };
        all.push((entry.file_name().to_string_lossy().into_owned(), value));
    }
    all.retain(|(_, value)| value.get("swagger").is_some());
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.into_iter().map(|(name, value)| Ok((name.clone(), write(&folder.join(name), &value)?))).collect()
}

fn write(folder: &Path, value: &Value) -> Result<PathBuf, String> {
    let failed = |error| format!("cannot write {}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(folder.join(DIALECTS[0].1), format!("{value:#}\n")).map_err(failed)?;
    Ok(folder.to_owned())
}

/// The versions whose code is not that of the version before, and where it begins to differ.
fn differing(root: &Path, name: &str, folder: &Path) -> Vec<(String, &'static str, String)> {
    let made = DIALECTS.map(|(version, file)| (version, files(root, folder, file, name)));
    let difference = |pair: &[(&'static str, Result<Files, String>)]| {
        let [(_, one), (version, other)] = pair else { return None };
        let what = match (one, other) {
            (Ok(one), Ok(other)) => first_difference(one, other)?,
            (Err(error), _) | (_, Err(error)) => error.clone(),
        };
        Some((name.to_owned(), *version, what))
    };
    made.windows(2).filter_map(difference).collect()
}

/// What is generated of a definition.
fn files(root: &Path, folder: &Path, file: &str, name: &str) -> Result<Files, String> {
    let path = folder.join(file);
    if !path.exists() {
        return Err("it cannot be converted".to_owned());
    }
    let done = generate(root, folder, &path, name).ok_or("it is no definition")?;
    match (done.row.verdict, done.files) {
        (Verdict::Ok, Some(files)) => Ok(files),
        _ => Err(done.row.message),
    }
}
