//! Styles: how values are written into parameters and into the fields of forms, by OpenAPI's table of styles and RFC 6570.

mod descriptor;
mod escape;
mod expansion;
mod parts;
mod url_encoded;

pub use self::descriptor::ParamStyle;
pub(crate) use self::escape::Escape;
pub(crate) use self::expansion::{expand, pairs};
pub use self::url_encoded::UrlEncoded;
