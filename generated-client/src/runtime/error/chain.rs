//! The causes of an error.

use std::fmt;

/// A chain of causes, as strings: the messages of a transport may contain a URL, and so a key.
#[derive(Debug)]
pub(crate) struct ErrorChain {
    text: String,
    source: Option<Box<ErrorChain>>,
}

impl ErrorChain {
    /// Copies a chain of causes, with each message passed through `scrub`.
    #[inline]
    pub(crate) fn of(error: &dyn std::error::Error, scrub: &dyn Fn(&str) -> String) -> Self {
        let source = error.source().map(|source| Box::new(Self::of(source, scrub)));
        Self { text: scrub(&error.to_string()), source }
    }

    /// Returns the message of the last cause, which is the most specific.
    #[inline]
    pub(crate) fn root(&self) -> &str {
        self.source.as_ref().map_or(&self.text, |source| source.root())
    }
}

impl fmt::Display for ErrorChain {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for ErrorChain {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
