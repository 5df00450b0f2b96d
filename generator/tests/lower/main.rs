//! Small documents in, the intermediate representation out.

mod docs;
mod methods;
#[path = "../support/shuffle.rs"]
mod shuffle;
mod sketch;
mod stability;
mod types;

use generator::diagnostic::Diagnostic;
use generator::ir;
use generator::load::load;
use generator::source::Source;

/// What a document (without its head) is lowered to, and what was said about it.
fn lower(yaml: &str) -> (ir::Api, Vec<String>) {
    let head = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: h.example\n";
    let paths = if yaml.contains("paths:") { "" } else { "paths: {}\n" };
    lower_whole(&format!("{head}{paths}{yaml}"))
}

/// The same for a whole document.
fn lower_whole(text: &str) -> (ir::Api, Vec<String>) {
    let source = Source::parse("s.yaml", text.to_owned()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut loaded = load(&source, None, &generator::NoFiles);
    let api = generator::lower::lower(&loaded.openapi, &mut loaded.diagnostics);
    (api, loaded.diagnostics.iter().map(Diagnostic::render).collect())
}

/// Compares the definitions of a document, and what is said about it.
#[track_caller]
fn check_types(yaml: &str, expected: &str, said: &[&str]) {
    let (api, found) = lower(&format!("definitions:\n{yaml}"));
    assert_eq!(lines(&sketch::types(&api)), lines(expected), "{}", sketch::types(&api));
    assert_eq!(found, said);
}

/// Compares the modules of a document, and what is said about it.
#[track_caller]
fn check_modules(yaml: &str, expected: &str, said: &[&str]) {
    let (api, found) = lower(yaml);
    assert_eq!(lines(&sketch::modules(&api)), lines(expected), "{}", sketch::modules(&api));
    assert_eq!(found, said);
}

/// The lines without the indentation that the test has of its own.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}
