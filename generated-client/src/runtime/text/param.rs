//! Values that travel in a path, a query, a header or a form.

use serde_json::Value;

/// A value with a text form of its own for paths, queries, headers and forms.
///
/// # Examples
///
/// ```
/// use tallyfy::{Client, Method, Param};
///
/// /// A version, written `v1.2`.
/// struct Version(u32, u32);
///
/// impl Param for Version {
///     fn write(&self, out: &mut String) {
///         out.push_str(&format!("v{}.{}", self.0, self.1));
///     }
/// }
///
/// let client = Client::builder().base_url("https://api.example.com").build()?;
/// let line = client.request(Method::GET, "/users").query("since", Version(1, 2)).preview()?;
/// assert!(line.contains("/users?since=v1.2"), "{line}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Param {
    /// Appends the text, not encoded for any place yet.
    fn write(&self, out: &mut String);
}

/// Returns a value's text.
pub(crate) fn text_of(value: &(impl Param + ?Sized)) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// How a list is written into one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListStyle {
    /// Joined by commas.
    #[default]
    Csv,
    /// Joined by blanks.
    Ssv,
    /// Joined by tabs.
    Tsv,
    /// Joined by bars.
    Pipes,
    /// The parameter once per item.
    Multi,
}

impl ListStyle {
    /// The separator as it is, and as it stands in a URL: a comma separates there without being encoded itself,
    /// so that it differs from a comma inside an item. `None` where each item has a parameter of its own.
    pub(crate) fn separator(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Csv => Some((",", ",")),
            Self::Ssv => Some((" ", "%20")),
            Self::Tsv => Some(("\t", "%09")),
            Self::Pipes => Some(("|", "%7C")),
            Self::Multi => None,
        }
    }
}

/// A list that is one item of another list.
#[derive(Debug)]
pub struct Joined(String);

impl Joined {
    /// Writes the list as one text.
    pub fn new<T: Param>(style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| text_of(&item)).collect();
        // A parameter of its own is nothing that an item of a list can have.
        Self(items.join(style.separator().map_or(",", |(separator, _)| separator)))
    }
}

impl Param for Joined {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

/// Nothing is the empty text.
impl<T: Param> Param for Option<T> {
    #[inline]
    fn write(&self, out: &mut String) {
        if let Some(value) = self {
            value.write(out);
        }
    }
}

impl Param for str {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Param for String {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Param for bool {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl<T: Param + ?Sized> Param for &T {
    #[inline]
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: Param + ?Sized> Param for Box<T> {
    #[inline]
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

/// Texts as they are; anything else as compact JSON.
impl Param for Value {
    #[inline]
    fn write(&self, out: &mut String) {
        match self {
            Self::String(text) => out.push_str(text),
            other => out.push_str(&other.to_string()),
        }
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl Param for $number {
            #[inline]
            fn write(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        })*
    };
}

numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);
