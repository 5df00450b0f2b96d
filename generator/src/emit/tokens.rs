//! Small pieces of Rust that several printers write.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::names;

/// The module of the generated crate that says how values look in XML.
pub(super) const XML_MODULE: &str = "xml_shapes";

/// The identifier of a claimed name.
pub(super) fn ident(name: &names::Ident) -> Ident {
    Ident::new(name.as_str(), Span::call_site())
}

/// Alternatives of security schemes.
pub(super) fn alternatives(auth: &[Vec<String>]) -> TokenStream {
    quote!(&[#(&[#(#auth),*]),*])
}

/// A value that may not be there.
pub(super) fn optional(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// The attribute for what only these features need.
pub(super) fn condition<T: AsRef<str>>(features: &[T]) -> TokenStream {
    let features: Vec<_> = features.iter().map(AsRef::as_ref).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(#[cfg(feature = #one)]),
        many => quote!(#[cfg(any(#(feature = #many),*))]),
    }
}

/// Attributes as the document has them.
pub(super) fn attributes(given: &[String]) -> TokenStream {
    given.iter().filter_map(|attribute| attribute.parse::<TokenStream>().ok()).collect()
}
