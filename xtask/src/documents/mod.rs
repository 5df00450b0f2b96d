//! Reads documents, from disk or from a URL, and shows what the generator says of them.

mod excerpt;
mod remote;

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, IsTerminal as _};
use std::path::{Path, PathBuf};

use generator::{Diagnostic, Files, Source};

pub use remote::{DOWNLOAD, is_url, shown};

/// The files beside a document.
#[derive(Debug)]
pub struct Beside(PathBuf);

impl Beside {
    /// Those beside the document at a path.
    pub fn of(document: &Path) -> Self {
        Self(document.parent().map_or_else(PathBuf::new, Path::to_path_buf))
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let path = self.0.join(path);
        // Anything else, such as a device, may have no end.
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err("it is no file".to_owned());
        }
        fs::read(&path).map_err(|error| match error.kind() {
            // The system's own words differ from machine to machine.
            ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })
    }
}

/// Reads and parses a document. Its name in messages is the path as it was given.
pub fn read(path: &Path) -> Result<Source, String> {
    parse(path)?.map_err(|findings| render(&findings))
}

/// Reads and parses a document from a path or a URL, and gives the files beside it.
pub fn open(root: &Path, spec: &str) -> Result<(Source, Box<dyn Files>), String> {
    if is_url(spec) {
        let (document, beside) = remote::read(root, spec)?;
        return Ok((document.map_err(|findings| render(&findings))?, Box::new(beside)));
    }
    let path = Path::new(spec);
    Ok((read(path)?, Box::new(Beside::of(path))))
}

/// Reads and parses a document at a path below a folder, which messages call it by.
pub fn read_below(root: &Path, name: &str) -> Result<Source, String> {
    parse_as(&root.join(name), name)?.map_err(|findings| render_below(&findings, root))
}

/// Reads a document. The outer error is the disk's, the inner one the text's.
pub fn parse(path: &Path) -> Result<Result<Source, Vec<Diagnostic>>, String> {
    parse_as(path, &path.display().to_string())
}

fn parse_as(path: &Path, name: &str) -> Result<Result<Source, Vec<Diagnostic>>, String> {
    let bytes = fs::read(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
    Ok(Source::from_bytes(name, bytes))
}

/// Findings as text, for standard error: with excerpts on a terminal, a line for each otherwise.
pub fn render(findings: &[Diagnostic]) -> String {
    render_below(findings, Path::new(""))
}

/// The same for sources with names relative to a folder.
pub fn render_below(findings: &[Diagnostic], folder: &Path) -> String {
    if !std::io::stderr().is_terminal() {
        return generator::render_all(findings).trim_end().to_owned();
    }
    let says = |name: &str, is: fn(&OsStr) -> bool| std::env::var_os(name).is_some_and(|value| is(&value));
    let colours = !says("NO_COLOR", |value| !value.is_empty()) && !says("TERM", |value| value == "dumb");
    excerpt::render(findings, folder, colours)
}
