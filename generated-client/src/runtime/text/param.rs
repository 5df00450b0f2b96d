//! Values of parameters: in a path, a query, a header or a form.

use serde_json::Value;

/// A value that can be sent in a path, a query, a header or a form.
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
    /// Appends the value as a string, without any encoding.
    fn write(&self, out: &mut String);
}

/// Returns a value as a string.
pub(crate) fn param_string(value: &(impl Param + ?Sized)) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// How the items of a list are written into a parameter (OpenAPI's `collectionFormat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListStyle {
    /// Separated by commas.
    #[default]
    Csv,
    /// Separated by spaces.
    Ssv,
    /// Separated by tabs.
    Tsv,
    /// Separated by `|`.
    Pipes,
    /// The parameter is repeated for each item.
    Multi,
}

impl ListStyle {
    /// Returns the separator as it is, and as it is written in a URL. A comma is not encoded there, so that it
    /// differs from a comma within an item. `None` if the parameter is repeated.
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
    /// Writes the list as one string.
    pub fn new<T: Param>(style: ListStyle, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| param_string(&item)).collect();
        // An item of a list cannot be a repeated parameter.
        Self(items.join(style.separator().map_or(",", |(separator, _)| separator)))
    }
}

impl Param for Joined {
    #[inline]
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

/// `None` is the empty string.
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

/// A string is written as it is, any other value as compact JSON.
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
