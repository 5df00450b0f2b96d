//! Values as text: percent-encoding, base64, and what parameters are written as.

mod base64;
mod param;
mod percent;

pub(crate) use self::base64::{base64, base64_url, unbase64};
pub(crate) use self::param::text_of;
pub use self::param::{Joined, ListStyle, Param};
pub(crate) use self::percent::{but_reserved, percent, push_pair};
