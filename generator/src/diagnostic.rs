//! What went wrong, where, and what to do about it.

mod finding;
pub mod repair;
mod sarif;

use std::fmt::Write as _;

use serde_json::json;

use crate::suggestion::Action;
use finding::sorted;

pub use finding::{Diagnostic, Severity};
pub use sarif::render as render_sarif;

/// How many findings a report shows before it only counts.
const SHOWN: usize = 50;

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// What a report for people shows: errors first, in the order of the strings, at most 50; and the
/// line that counts the others.
pub fn shown(diagnostics: &[Diagnostic]) -> (Vec<&Diagnostic>, Option<String>) {
    let mut sorted = sorted(diagnostics);
    let hidden = |severity| sorted.iter().skip(SHOWN).filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (hidden(Severity::Error), hidden(Severity::Warning));
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} more {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    sorted.truncate(SHOWN);
    (sorted, (!parts.is_empty()).then(|| format!("... and {}", parts.join(" and "))))
}

/// The report for people, one or two lines for each finding.
pub fn render_all(diagnostics: &[Diagnostic]) -> String {
    let (shown, rest) = shown(diagnostics);
    let mut text = String::new();
    for line in shown.into_iter().map(Diagnostic::render).chain(rest) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The report for tools: a JSON list of all findings, errors first.
pub fn render_json(diagnostics: &[Diagnostic]) -> String {
    let list: Vec<_> = sorted(diagnostics)
        .into_iter()
        .map(|diagnostic| {
            json!({
                "severity": diagnostic.severity.as_str(),
                "file": diagnostic.source,
                "line": diagnostic.position.map(|(line, _)| line),
                "column": diagnostic.position.map(|(_, column)| column),
                "pointer": diagnostic.at.as_str(),
                "message": diagnostic.message,
                "help": diagnostic.help,
                "overlay": diagnostic.actions.iter().map(Action::to_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    fn found(severity: Severity, line: usize) -> Diagnostic {
        let at = Pointer::root().push("paths").push("/a");
        let found = Diagnostic { severity, ..Diagnostic::error(at, "something").help("do this") };
        Diagnostic { source: "s.yaml".into(), position: Some((line, 3)), ..found }
    }

    #[test]
    fn reports_begin_with_errors_and_end_with_a_count() {
        let mut all: Vec<Diagnostic> = (1..=60).rev().map(|line| found(Severity::Warning, line)).collect();
        all.push(found(Severity::Error, 70));
        let report = render_all(&all);
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines.len(), 101);
        assert_eq!(lines.first(), Some(&"s.yaml:70:3: error: something (at /paths/~1a)"));
        assert_eq!(lines.get(1..3), Some(&["    help: do this", "s.yaml:1:3: warning: something (at /paths/~1a)"][..]));
        assert_eq!(lines.last(), Some(&"... and 11 more warnings"));
    }

    #[test]
    fn tools_get_all_of_it() {
        let report = render_json(&[found(Severity::Warning, 1)]);
        let expected = json!([{
            "severity": "warning", "file": "s.yaml", "line": 1, "column": 3, "pointer": "/paths/~1a", "message": "something",
            "help": "do this", "overlay": [],
        }]);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&report).ok(), Some(expected));
    }
}
