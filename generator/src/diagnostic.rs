//! What went wrong, where, and what to do about it.

use crate::pointer::Pointer;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The output would be wrong: nothing is generated.
    Error,
    /// Something was skipped or approximated.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The name of the source it is about.
    pub source: String,
    /// The line and the column, both from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// The place in the document.
    pub at: Pointer,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Something for which the output would be wrong.
    pub fn error(at: Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, at, message.into())
    }

    /// Something that was skipped or approximated.
    pub fn warning(at: Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, at, message.into())
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn new(severity: Severity, at: Pointer, message: String) -> Self {
        Self {
            severity,
            source: String::new(),
            position: None,
            at,
            message,
            help: None,
        }
    }
}
