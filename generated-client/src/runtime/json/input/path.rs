//! Paths of drift.

/// A step of a path.
pub(crate) enum PathStep<'a> {
    /// The field of an object.
    Field(&'a str),
    /// The items of an array.
    Item,
    /// The entries of a map.
    Entry,
}

impl PathStep<'_> {
    /// Appends the step to a path: `data[*].id`.
    pub(crate) fn push_to(&self, path: &mut String) {
        if !path.is_empty() && !matches!(self, Self::Item) {
            path.push('.');
        }
        path.push_str(match self {
            Self::Field(name) => name,
            Self::Item => "[*]",
            Self::Entry => "*",
        });
    }
}
