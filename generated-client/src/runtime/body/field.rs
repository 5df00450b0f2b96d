//! Fields of forms.

use std::borrow::Cow;

use crate::runtime::text::percent;

/// The value of a field.
#[derive(Clone)]
pub(crate) struct Field {
    pub text: String,
    /// As it is in a form that is URL-encoded, if that is not the encoded text.
    pub encoded: Option<String>,
    /// The media type of its part, if it is not text.
    pub media: Option<&'static str>,
}

impl Field {
    /// Returns the value as it is in a form that is URL-encoded.
    pub(super) fn encoded(&self) -> Cow<'_, str> {
        self.encoded.as_deref().map_or_else(|| percent(&self.text).into(), Cow::Borrowed)
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self { text, encoded: None, media: None }
    }
}

/// A header of the parts of a form that have one name.
#[derive(Clone)]
pub(crate) struct PartHeader {
    pub part: &'static str,
    pub name: &'static str,
    pub value: String,
}
