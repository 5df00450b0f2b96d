//! Paths of values.

/// A step of a path.
pub(crate) enum PathStep<'a> {
    /// The field of an object.
    Field(&'a str),
    /// An item of an array.
    Item(usize),
    /// An entry of a map. Its name is data.
    Entry(&'a str),
}

impl PathStep<'_> {
    /// Appends the step to a path without data: `data[*].id`.
    pub(crate) fn push_to(&self, path: &mut String) {
        if !path.is_empty() && !matches!(self, Self::Item(_)) {
            path.push('.');
        }
        path.push_str(match self {
            Self::Field(name) => name,
            Self::Item(_) => "[*]",
            Self::Entry(_) => "*",
        });
    }
    /// Appends the step to a path: `data[3].id`.
    pub(crate) fn push_exactly_to(&self, path: &mut String) {
        match self {
            Self::Item(index) => path.push_str(&format!("[{index}]")),
            Self::Field(name) | Self::Entry(name) if path.is_empty() => path.push_str(name),
            Self::Field(name) | Self::Entry(name) => path.extend([".", name]),
        }
    }
}
