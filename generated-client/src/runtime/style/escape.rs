//! How characters are escaped in the places of values.

use std::borrow::Cow;

use crate::runtime::text::{percent, percent_except_reserved_in_path, percent_except_reserved_of_value};

/// What becomes of the characters of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Everything but unreserved characters is percent-encoded.
    Percent,
    /// The same but for reserved characters, in a query or a form.
    Reserved,
    /// The same but for reserved characters, in a path.
    ReservedInPath,
    /// Nothing is encoded: in a header or a cookie.
    Nothing,
    /// The same in the content of a part, which may be anything.
    Content,
}

impl Escape {
    /// Returns the text as it is written.
    pub(super) fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Percent => percent(text).into(),
            Self::Reserved => percent_except_reserved_of_value(text).into(),
            Self::ReservedInPath => percent_except_reserved_in_path(text).into(),
            Self::Nothing | Self::Content => text.into(),
        }
    }
}
