//! Why an error came about, as far as others say it.

use std::fmt;

/// A chain of causes as text: what a transport says may hold an address, and so a key.
#[derive(Debug)]
pub(crate) struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl Cause {
    /// Copies a chain of causes, each through `scrub`.
    #[inline]
    pub(crate) fn of(error: &dyn std::error::Error, scrub: &dyn Fn(&str) -> String) -> Self {
        let source = error.source().map(|source| Box::new(Self::of(source, scrub)));
        Self { text: scrub(&error.to_string()), source }
    }

    /// Returns the last cause, which says the most.
    #[inline]
    pub(crate) fn root(&self) -> &str {
        self.source.as_ref().map_or(&self.text, |source| source.root())
    }
}

impl fmt::Display for Cause {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Cause {
    #[inline]
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
