//! Where in a value something was found.

/// A step into a value.
pub(crate) enum Step<'a> {
    /// A member that the definition or the server has named.
    Member(&'a str),
    /// Items of a list.
    Item,
    /// Members whose names are data.
    Entry,
}

impl Step<'_> {
    /// Appends the step to a path: `data[*].id`.
    pub(crate) fn push_to(&self, path: &mut String) {
        if !path.is_empty() && !matches!(self, Self::Item) {
            path.push('.');
        }
        path.push_str(match self {
            Self::Member(name) => name,
            Self::Item => "[*]",
            Self::Entry => "*",
        });
    }
}
