//! Values as strings: percent-encoding, base64, and the values of parameters.

mod base64;
mod media_type;
mod param;
mod percent;
mod printable;
mod received;

pub(crate) use self::base64::{base64, base64_url, unbase64};
pub(crate) use self::media_type::MediaTypes;
pub(crate) use self::param::param_string;
pub use self::param::{Joined, ListStyle, Param};
pub(crate) use self::percent::{ascii, percent, push_pair, push_url};
pub(crate) use self::percent::{percent_except_reserved, percent_except_reserved_in_path, percent_except_reserved_of_value};
pub(crate) use self::printable::printable;
pub(crate) use self::received::{body_text, header_text, latin_1};
