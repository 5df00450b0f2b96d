//! Reads JSON with a type of a generated crate, as its calls do, and writes it again.

use serde::Serialize;

use crate::runtime::FromJson;
use crate::runtime::json::{decode, decode_list};
use crate::runtime::strict;

/// What is to be read.
pub struct Order<'a> {
    pub text: &'a str,
    /// The property that the value is in.
    pub envelope: Option<&'a str>,
    /// Where the items of a page are.
    pub items: Option<&'a str>,
    /// Whether what does not fit is refused.
    pub strict: bool,
}

/// Reads and writes.
pub fn read<T: FromJson + Serialize>(order: &Order<'_>) -> Result<String, String> {
    let written = match order.items {
        Some(place) => serde_json::to_string(&decode_list::<T>(order.text, place, None).map_err(|error| error.problem())?.items),
        None if order.strict => serde_json::to_string(&strict::from_str::<T>(order.text).map_err(|error| error.to_string())?),
        None => serde_json::to_string(&decode::<T>(order.text, order.envelope, None).map_err(|error| error.problem())?),
    };
    written.map_err(|error| format!("it cannot be written: {error}"))
}
