//! Documents from a URL. A program of its own downloads them, which is only built when it is needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use generator::{Diagnostic, Files, Source};

use crate::tools;

/// The manifest of the program.
pub const DOWNLOAD: &str = "xtask/download/Cargo.toml";

/// The files beside a document that was downloaded: they are downloaded as well.
#[derive(Debug)]
pub struct Remote {
    program: PathBuf,
    /// Where the document came from in the end.
    url: String,
}

/// Whether a document is to be downloaded.
pub fn is_url(spec: &str) -> bool {
    ["http://", "https://"].iter().any(|start| spec.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)))
}

/// A URL without what may be secret: user, password and query.
pub fn shown(url: &str) -> String {
    let plain = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = plain.split_once("://") else { return plain.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// Downloads a document. The outer error is the network's, the inner one the text's.
pub fn read(root: &Path, url: &str) -> Result<(Result<Source, Vec<Diagnostic>>, Remote), String> {
    let program = tools::own(root, DOWNLOAD, "download").map_err(|error| format!("error: {error}"))?;
    let (from, bytes) = run(&program, url, None).map_err(|error| format!("error: {error}"))?;
    Ok((Source::from_bytes(shown(&from), bytes), Remote { program, url: from }))
}

impl Files for Remote {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        run(&self.program, &self.url, Some(path)).map(|(_, bytes)| bytes)
    }
}

/// Where a document came from, and what it is.
fn run(program: &Path, url: &str, relative: Option<&str>) -> Result<(String, Vec<u8>), String> {
    let output = Command::new(program).arg(url).args(relative).output();
    let output = output.map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let end = output.stdout.iter().position(|byte| *byte == b'\n').ok_or("the download was cut off")?;
    let (from, bytes) = output.stdout.split_at(end);
    Ok((String::from_utf8_lossy(from).into_owned(), bytes.get(1..).unwrap_or_default().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_differ_from_paths() {
        for (spec, expected) in [
            ("https://h.example/a.json", true),
            ("HTTP://h.example", true),
            ("a.json", false),
            ("http.json", false),
            ("ü", false),
            ("file:///a", false),
        ] {
            assert_eq!(is_url(spec), expected, "{spec}");
        }
    }

    #[test]
    fn secrets_of_a_url_are_not_shown() {
        assert_eq!(shown("https://user:s3cret@h.example:8443/a/b.json?token=s3cret#x"), "https://h.example:8443/a/b.json");
        assert_eq!(shown("http://h.example?a=@b"), "http://h.example");
    }
}
