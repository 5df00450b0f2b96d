//! A sample of the documents of a folder that has each kind of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a document of a sample has at most, in bytes: crates of larger ones take minutes to compile.
const LARGEST: usize = 500_000;

/// Where the version of a document is looked for: in front of everything else, as people write it.
const HEAD: usize = 4096;

/// As many of the paths as are wanted: of each kind as many, as far as there are, and spread evenly over its documents. The same paths
/// give the same sample.
pub fn sample(dir: &Path, paths: Vec<PathBuf>, wanted: usize) -> Vec<PathBuf> {
    let mut kinds = BTreeMap::<String, Vec<PathBuf>>::new();
    for path in paths {
        if let Some(kind) = kind(dir, &path) {
            kinds.entry(kind).or_default().push(path);
        }
    }
    let shares = shares(&kinds.values().map(Vec::len).collect::<Vec<_>>(), wanted);
    kinds.into_values().zip(shares).flat_map(|(paths, share)| spread(&paths, share)).collect()
}

/// The dialect of a document, how it is written, and which part of the folder it is in. None for what is no whole document, or is too
/// large.
fn kind(dir: &Path, path: &Path) -> Option<String> {
    let text = fs::read(path).ok().filter(|text| text.len() <= LARGEST)?;
    let head = String::from_utf8_lossy(text.get(..HEAD).unwrap_or(&text)).into_owned();
    let dialect = version(&head, "openapi").or_else(|| version(&head, "swagger"))?;
    let ending = path.extension()?.to_str()?;
    // Folders of folders: what is common to all makes no difference.
    let part: Vec<_> = path.strip_prefix(dir).ok()?.iter().take(2).map(|part| part.to_string_lossy()).collect();
    Some(format!("{dialect} {ending} {}", part.join("/")))
}

/// The first two numbers of the version behind a key.
fn version(head: &str, key: &str) -> Option<String> {
    let found = head.match_indices(key).find_map(|(at, _)| {
        let rest = head.get(at + key.len()..)?.trim_start_matches(['"', '\'', ' ']).strip_prefix(':')?;
        let version: String = rest.trim_start_matches(['"', '\'', ' ']).chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        (!version.is_empty()).then_some(version)
    })?;
    Some(found.split('.').take(2).collect::<Vec<_>>().join("."))
}

/// How many of each kind, when so many are wanted in all: one after the other, as long as there are some.
fn shares(counts: &[usize], wanted: usize) -> Vec<usize> {
    let mut shares = vec![0; counts.len()];
    let mut left = wanted.min(counts.iter().sum());
    while left > 0 {
        for (share, count) in shares.iter_mut().zip(counts) {
            if left > 0 && *share < *count {
                *share += 1;
                left -= 1;
            }
        }
    }
    shares
}

fn spread(paths: &[PathBuf], wanted: usize) -> Vec<PathBuf> {
    (0..wanted).filter_map(|index| paths.get(index * paths.len() / wanted)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_what_stands_behind_the_key() {
        assert_eq!(version("# openapi documents\nopenapi: 3.1.0\n", "openapi").as_deref(), Some("3.1"));
        assert_eq!(version("{\"x\": 1, \"swagger\" : \"2.0\"}", "swagger").as_deref(), Some("2.0"));
        assert_eq!(version("swagger: yes\n", "swagger"), None);
    }

    #[test]
    fn each_kind_has_its_share() {
        assert_eq!(shares(&[100, 2, 7], 9), [4, 2, 3]);
        assert_eq!(shares(&[1, 2], 9), [1, 2]);
        assert_eq!(shares(&[5, 5], 0), [0, 0]);
    }

    #[test]
    fn a_sample_has_each_kind() {
        let dir = std::env::temp_dir().join(format!("sample-{}", std::process::id()));
        for (name, text) in [
            ("a/vendor/1.json", "{\"openapi\": \"3.0.1\"}"),
            ("a/vendor/2.json", "{\"openapi\": \"3.0.1\"}"),
            ("a/vendor/3.json", "{\"openapi\": \"3.0.1\"}"),
            ("a/vendor/4.yaml", "openapi: 3.2.0"),
            ("a/fixture/5.yaml", "openapi: '3.2.0'"),
            ("a/fixture/part.yaml", "type: object"),
        ] {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(path, text).expect("written");
        }
        let mut paths: Vec<_> = ["vendor/1.json", "vendor/2.json", "vendor/3.json", "vendor/4.yaml", "fixture/5.yaml", "fixture/part.yaml"]
            .iter()
            .map(|name| dir.join("a").join(name))
            .collect();
        paths.sort();
        let names: Vec<String> =
            sample(&dir, paths, 4).iter().map(|path| path.file_name().expect("named").to_string_lossy().into_owned()).collect();
        fs::remove_dir_all(&dir).expect("removed");
        assert_eq!(names, ["1.json", "2.json", "5.yaml", "4.yaml"]);
    }
}
