//! One finding.

use std::fmt::Write as _;

use crate::pointer::Pointer;
use crate::suggestion::Action;

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

/// Errors first, then warnings, each in the order of the strings.
pub(super) fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|one, other| {
        let by_severity = one.severity.cmp(&other.severity);
        by_severity.then_with(|| one.source.cmp(&other.source)).then_with(|| one.position.cmp(&other.position))
    });
    sorted
}
