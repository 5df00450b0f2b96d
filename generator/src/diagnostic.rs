//! What went wrong, where, and what to do about it.

use std::fmt::Write as _;

use serde_json::json;

use crate::pointer::Pointer;
use crate::suggestion::Action;

/// How many findings a report shows before it only counts.
const SHOWN: usize = 50;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The output would be wrong: nothing is generated.
    Error,
    /// Something was skipped or approximated.
    Warning,
}

impl Severity {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The name of the source it is about; empty until it is located.
    pub source: String,
    /// The line and the column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// The place in the document.
    pub at: Pointer,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Actions of an overlay that would fix it.
    pub actions: Vec<Action>,
}

impl Diagnostic {
    /// The output would be wrong. Source and position are filled in when it is located.
    pub fn error(at: Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, at, message.into())
    }

    /// Something was skipped or approximated. Source and position are filled in when it is located.
    pub fn warning(at: Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, at, message.into())
    }

    fn new(severity: Severity, at: Pointer, message: String) -> Self {
        Self { severity, source: String::new(), position: None, at, message, help: None, actions: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds an action of an overlay that would fix it, or a part of it.
    #[must_use]
    pub fn suggest(mut self, action: impl IntoIterator<Item = Action>) -> Self {
        self.actions.extend(action);
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// One clickable line, and an indented one with the help.
    pub fn render(&self) -> String {
        let mut text = String::new();
        if !self.source.is_empty() {
            text += &self.source;
            if let Some((line, column)) = self.position {
                let _ = write!(text, ":{line}:{column}");
            }
            text += ": ";
        }
        let _ = write!(text, "{}: {}", self.severity.as_str(), self.message);
        if !self.at.as_str().is_empty() {
            let _ = write!(text, " (at {})", self.at);
        }
        if let Some(help) = &self.help {
            let _ = write!(text, "\n    help: {help}");
        }
        for action in self.actions.iter().filter(|action| action.is_located()) {
            let _ = write!(text, "\n    overlay: {}", action.to_json());
        }
        text
    }
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// Errors first, then warnings, each in the order of the strings.
fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|one, other| {
        let by_severity = one.severity.cmp(&other.severity);
        by_severity.then_with(|| one.source.cmp(&other.source)).then_with(|| one.position.cmp(&other.position))
    });
    sorted
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
