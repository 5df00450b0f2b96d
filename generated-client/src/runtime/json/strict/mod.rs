//! Reads JSON that was written by hand or by a program, and refuses whatever would not be sent as it is written.
//!
//! Reading is tolerant otherwise, since servers differ from their definitions: `"12"` is read as 12, and a property that the
//! definition lacks is kept among the [`Extra`](crate::Extra) fields. A request that somebody has written should not be read
//! like that: a misspelt property would be sent, and do nothing.
//!
//! # What is refused
//!
//! - a property that the type does not have, with the one that is probably meant
//! - a value of another type: `"12"` for a number, `12` for a string, one value for an array, `[]` for an object, `1.0` for an
//!   integer, an integer that is out of range
//! - null, unless the property may be null
//! - a value that an enum does not list, with the one that is probably meant; a value that is none of a union's types
//! - a string that is not a date, time or duration, where there should be one
//! - an object without a required property
//! - a property that is there twice, and a number of more digits than are kept
//! - what is not JSON, and strings that are no Unicode (`"\ud800"`)
//!
//! Not checked is what the definition says of lengths, ranges and patterns: the server does that.
//!
//! A value that the definition lacks, but the server knows, is set in code: in the variant `Other` of an enum, or among the
//! extra fields of an object.
//!
//! # Examples
//!
//! ```
//! use tallyfy::strict;
//! # use tallyfy::FromJson;
//! # mod types {
//! #     pub type Input = std::collections::BTreeMap<String, Vec<i64>>;
//! # }
//!
//! let input: types::Input = strict::from_str(r#"{"members": [1001, 1005]}"#)?;
//! assert_eq!(input["members"], [1001, 1005]);
//!
//! let error = strict::from_str::<types::Input>(r#"{"members": [1001, "1005"]}"#).unwrap_err();
//! assert_eq!(error.to_string(), "members[1]: expected an integer, found a string");
//! # Ok::<(), strict::InputError>(())
//! ```

mod error;
mod exactness;
mod recorder;
mod similar;

use std::cell::RefCell;

use serde::Serialize;

pub use self::error::{InputError, Problem};
use self::recorder::StrictRecorder;
use crate::runtime::json::input::{Recorder, SharedRecorder, Source};
use crate::runtime::json::read::{FromJson, Late};

/// Reads a value from JSON.
///
/// # Errors
///
/// Returns every [`Problem`] of the JSON, up to a hundred; the first one only if it is not valid JSON.
///
/// # Examples
///
/// ```
/// use tallyfy::{FromJson, strict};
///
/// /// Reads the body of any call from a file.
/// fn input<T: FromJson>(path: &str) -> Result<T, Box<dyn std::error::Error>> {
///     Ok(strict::from_str(&std::fs::read_to_string(path)?)?)
/// }
/// ```
pub fn from_str<T: FromJson>(json: &str) -> Result<T, InputError> {
    let recorder = RefCell::new(StrictRecorder::default());
    let shared: &SharedRecorder = &recorder;
    let mut value = Late::default();
    let outcome = Source::read_exactly(json, shared, |source| source.read_all(&mut value.read(source)));
    let mut recorder = recorder.into_inner();
    match outcome {
        Err(syntax) => return Err(InputError::of_syntax(&syntax)),
        Ok(Err(mismatch)) => {
            recorder.back(0);
            recorder.note_mismatch(&mismatch);
        }
        Ok(Ok(())) => {}
    }
    let mut problems = recorder.into_problems();
    // What is nested too deeply for a value has been found by now.
    if problems.is_empty() {
        problems = exactness::problems(json);
    }
    match value.value() {
        Ok(value) if problems.is_empty() => Ok(value),
        _ => Err(InputError::new(problems)),
    }
}

/// Reads a value from JSON in UTF-8.
///
/// # Errors
///
/// As [`from_str`].
///
/// # Examples
///
/// ```
/// use tallyfy::strict;
///
/// assert_eq!(strict::from_slice::<Vec<i64>>(b"[1, 2]")?, [1, 2]);
/// # Ok::<(), strict::InputError>(())
/// ```
pub fn from_slice<T: FromJson>(json: &[u8]) -> Result<T, InputError> {
    match std::str::from_utf8(json) {
        Ok(json) => from_str(json),
        Err(error) => Err(InputError::new(vec![Problem::new("", format!("not UTF-8: {error}"))])),
    }
}

/// Reads a value from anything that serde writes: a [`Value`](serde_json::Value), or a type of your own.
///
/// # Errors
///
/// As [`from_str`]; and an error if the value cannot be written as JSON.
///
/// # Examples
///
/// ```
/// use tallyfy::{Value, strict};
///
/// let value: Value = [1, 2].into_iter().collect();
/// assert_eq!(strict::from_value::<Vec<i64>>(&value)?, [1, 2]);
/// # Ok::<(), strict::InputError>(())
/// ```
pub fn from_value<T: FromJson>(value: &(impl Serialize + ?Sized)) -> Result<T, InputError> {
    match serde_json::to_string(value) {
        Ok(json) => from_str(&json),
        Err(error) => Err(InputError::of_syntax(&error)),
    }
}
