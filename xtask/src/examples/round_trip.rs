//! Reads a text with a type of a generated crate, as its calls do, and writes it again.

use serde::Serialize;

use crate::runtime::FromJson;
use crate::runtime::json::{decode, decode_list};

/// Reads a text: out of an envelope, or the items of a page, where one of the two is given.
pub fn read<T: FromJson + Serialize>(text: &str, envelope: Option<&str>, items: Option<&str>) -> Result<String, String> {
    let written = match items {
        Some(place) => serde_json::to_string(&decode_list::<T>(text, place, None).map_err(|error| error.problem())?.items),
        None => serde_json::to_string(&decode::<T>(text, envelope, None).map_err(|error| error.problem())?),
    };
    written.map_err(|error| format!("it cannot be written: {error}"))
}
