//! A text that is meant for one reader only.

mod redact;

use std::cell::RefCell;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Number;
use zeroize::Zeroize;

use crate::runtime::json::input::JsonKind;
use crate::runtime::json::read::{Scalar, deserialize_by_reading, read_scalars};
use crate::runtime::text::Param;

pub(crate) use self::redact::{REDACTED, Secrets};

/// A password, a token, a key: a text that shows only where it is asked for.
///
/// Its `Debug` form is `[redacted]`, there is no `Display`, and its memory is overwritten when it is dropped. In a
/// request it travels as it is; previews and errors of that request have it taken out.
///
/// A definition asks for this type with `format: password`.
///
/// # Examples
///
/// ```
/// use tallyfy::Secret;
///
/// let secret = Secret::from("s3cret");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose_secret(), "s3cret");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret(String);

impl Secret {
    /// Returns the text itself. Take care where it goes.
    #[must_use]
    #[inline]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    #[inline]
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Scalar for Secret {
    const EXPECTED: &'static str = String::EXPECTED;

    #[inline]
    fn is_own(kind: JsonKind) -> bool {
        String::is_own(kind)
    }

    #[inline]
    fn of_text(text: &str) -> Option<Self> {
        Self::of_string(text.to_owned()).ok()
    }

    #[inline]
    fn of_string(text: String) -> Result<Self, String> {
        let secret = Self(text);
        note(&secret);
        Ok(secret)
    }

    #[inline]
    fn of_number(value: &Number) -> Option<Self> {
        Self::of_string(value.to_string()).ok()
    }
}

read_scalars!(Secret);

deserialize_by_reading!(Secret);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        note(self);
        to.serialize_str(&self.0)
    }
}

impl Param for Secret {
    #[inline]
    fn write(&self, out: &mut String) {
        note(self);
        out.push_str(&self.0);
    }
}

thread_local! {
    /// The secrets written and read since somebody began to take note; nothing where nobody does.
    static NOTED: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

fn note(secret: &Secret) {
    NOTED.with_borrow_mut(|noted| noted.iter_mut().for_each(|noted| noted.push(secret.clone())));
}

/// Takes note, from here on, of the secrets that this thread writes and reads. A writer cannot tell them from other
/// texts, and types that hold them need not know who asks: so they tell by themselves.
pub(crate) fn take_note() {
    NOTED.set(Some(Vec::new()));
}

/// Returns the secrets written since [`take_note`], and takes no more notes.
pub(crate) fn noted() -> Vec<Secret> {
    NOTED.take().unwrap_or_default()
}
