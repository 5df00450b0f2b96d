//! Types of other crates and of the crate's owner, which the definition names.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::runtime::json::input::{Mismatch, json_text};

/// Reads a value by its type's `Deserialize`. What that refuses is a mismatch like any other.
pub fn read_own<T: DeserializeOwned>(json: &str, expected: &str) -> serde_json::Result<Result<T, Box<Mismatch>>> {
    match serde_json::from_str(json) {
        Ok(value) => Ok(Ok(value)),
        Err(refused) if refused.classify() == Category::Data => Ok(Err(Mismatch::new(expected, &serde_json::from_str(json)?))),
        Err(invalid) => Err(invalid),
    }
}

/// Writes a value as a parameter: a string as it is, any other value as compact JSON.
pub fn write_own(value: &impl Serialize, out: &mut String) {
    let json = json_text(value);
    match serde_json::from_str::<String>(&json) {
        Ok(text) => out.push_str(&text),
        Err(_) => out.push_str(&json),
    }
}

/// Compiles for types that a definition can name.
pub const fn needs_of_own_types<T: Debug + Clone + PartialEq + Serialize + DeserializeOwned>() {}

/// Implements what a type needs to be read, and to be sent as a parameter. The traits are of this crate, so that the type may be
/// of another one.
///
/// ```text
/// own_type! { ::uuid::Uuid, "uuid::Uuid"; }
/// ```
macro_rules! own_type {
    ($type:ty, $name:literal;) => {
        const _: () = $crate::runtime::needs_of_own_types::<$type>();

        impl $crate::runtime::FromJson for $type {
            const TYPE: &'static $crate::runtime::TypeInfo = &$crate::runtime::TypeInfo::of_text(concat!("a value of `", $name, "`"));

            #[inline]
            fn vacant() -> Option<Self> {
                None
            }

            fn from_text<'de>(
                json: &'de str,
                _: $crate::runtime::Source<'de>,
            ) -> ::serde_json::Result<Result<Self, Box<$crate::runtime::Mismatch>>> {
                $crate::runtime::read_own(json, Self::TYPE.expected)
            }

            #[inline]
            fn slot(&mut self) -> &mut dyn $crate::runtime::Slot {
                self
            }
        }

        $crate::runtime::late_slot!($type);

        impl $crate::runtime::Param for $type {
            fn write(&self, out: &mut String) {
                $crate::runtime::write_own(self, out);
            }
        }
    };
}
pub(crate) use own_type;
