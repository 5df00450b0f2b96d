//! Attributes.

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Meta, Token};

/// An attribute, such as `#[must_use]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// How it is written.
    pub text: String,
    /// Its name, where that is one word.
    pub name: String,
    /// The traits that it derives, where it is a `derive`.
    pub derives: Option<Vec<String>>,
    /// The traits that it derives on a condition.
    pub may_derive: Vec<String>,
}

impl Attribute {
    /// Reads an attribute. None where the text is none, or more than one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut attributes = syn::Attribute::parse_outer.parse_str(text).ok()?;
        let attribute = attributes.pop().filter(|_| attributes.is_empty())?;
        Some(Self {
            text: text.trim().to_owned(),
            name: attribute.path().get_ident().map(ToString::to_string).unwrap_or_default(),
            derives: derived(&attribute.meta),
            may_derive: conditional(&attribute.meta),
        })
    }
}

/// The traits of a `derive`.
fn derived(meta: &Meta) -> Option<Vec<String>> {
    let Meta::List(list) = meta else { return None };
    if !list.path.is_ident("derive") {
        return None;
    }
    let paths = list.tokens.to_string().replace(' ', "");
    Some(paths.split(',').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// The traits that a `cfg_attr` derives.
fn conditional(meta: &Meta) -> Vec<String> {
    let Meta::List(list) = meta else { return Vec::new() };
    if !list.path.is_ident("cfg_attr") {
        return Vec::new();
    }
    let parts = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()).unwrap_or_default();
    parts.iter().filter_map(derived).flatten().collect()
}
