//! Reads documents from disk and shows what the generator says of them.

use std::fs;
use std::path::Path;

use generator::{Diagnostic, Source};

/// Reads and parses a document. Its name in messages is the path as it was given.
pub fn read(path: &Path) -> Result<Source, String> {
    parse(path)?.map_err(|findings| render(&findings))
}

/// Reads and parses a document that messages call `name`.
pub fn read_as(path: &Path, name: &str) -> Result<Source, String> {
    parse_as(path, name)?.map_err(|findings| render(&findings))
}

/// Reads a document. The outer error is the disk's, the inner one the text's.
pub fn parse(path: &Path) -> Result<Result<Source, Vec<Diagnostic>>, String> {
    parse_as(path, &path.display().to_string())
}

fn parse_as(path: &Path, name: &str) -> Result<Result<Source, Vec<Diagnostic>>, String> {
    let bytes = fs::read(path).map_err(|error| format!("error: cannot read {}: {error}", path.display()))?;
    Ok(Source::from_bytes(name, bytes))
}

/// Findings as text, for standard error.
pub fn render(findings: &[Diagnostic]) -> String {
    generator::render_all(findings).trim_end().to_owned()
}
