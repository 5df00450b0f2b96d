//! Parameters and fields of forms.

use serde_json::Value;

use super::{Constraints, Doc, Type};
use crate::names::Ident;
use crate::pointer::Pointer;
use crate::request::ListStyle;

/// A parameter, or a field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Arg {
    /// The argument or the setter.
    pub name: Ident,
    /// The name on the wire.
    pub wire: String,
    /// What it means.
    pub doc: Doc,
    /// Its type.
    pub ty: Type,
    /// Where it travels.
    pub place: ParamLocation,
    /// How a list is written.
    pub list: ListStyle,
    /// How the lists in a list are written, from the outside in; those not given are joined by commas.
    pub inner: Vec<ListStyle>,
    /// How its value is written, where that is not one text, or a list of texts; `list`, `inner` and `reserved` say nothing then.
    pub style: Option<ParamStyle>,
    /// Whether callers hand over a reference to the whole value.
    pub by_reference: bool,
    /// The field of the form whose parts have it, where it is a header of parts.
    pub part: Option<String>,
    /// What its value must be like.
    pub constraints: Constraints,
    /// Whether anything in its value must be like something.
    pub is_checked: bool,
    /// Whether its value may be left empty, whatever it must be like otherwise.
    pub may_be_empty: bool,
    /// Whether the reserved characters of its value, slashes above all, stand for themselves.
    pub reserved: bool,
    /// What the document gives as an example of it.
    pub example: Option<Value>,
    /// What the server takes where it is absent.
    pub default: Option<Value>,
    /// Whether callers hand over whatever becomes the value, or an item of it: text for a string, a file's path for a file.
    pub converts: bool,
    /// Where it stands in the document.
    pub at: Pointer,
}

/// A parameter with one possible value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixed {
    /// The name on the wire.
    pub wire: String,
    /// The value, as text.
    pub value: String,
    /// Where it travels.
    pub place: ParamLocation,
    /// Whether the reserved characters of its value stand for themselves.
    pub reserved: bool,
    /// How it is written, where that is not as one text.
    pub style: Option<ParamStyle>,
    /// The field of the form whose parts have it, where it is a header of parts.
    pub part: Option<String>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamLocation {
    /// In the path template.
    Path,
    /// In the query.
    Query,
    /// As the whole query.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// In the form that is the body.
    Form,
    /// In a header of parts of that form.
    PartHeader,
}

/// How a value is written into a parameter or a field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParamStyle {
    /// The style, or what a media type comes down to.
    pub form: StyleForm,
    /// Whether each item or member is written by itself.
    pub explode: bool,
    /// Whether reserved characters stand for themselves.
    pub reserved: bool,
}

/// The styles of OpenAPI, and what the media types of parameters come down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StyleForm {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie`
    Cookie,
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As a form.
    UrlEncoded,
}
