//! Values as text: percent-encoding, base64, and what parameters are written as.

mod param;
mod percent;

pub(crate) use self::param::text_of;
pub use self::param::{Joined, ListStyle, Param};
pub(crate) use self::percent::{base64, base64_url, but_reserved, percent, push_pair, unbase64};
