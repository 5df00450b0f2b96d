//! Arrays that are tuples: as many items as there are types.

use serde_json::Value;

use super::reader::{ARRAY, raw_items};
use crate::runtime::json::input::{Mismatch, Outcome, PathStep, Source};
use crate::runtime::json::read::{FromJson, Late, RawScalar, ReadInto, ReadValue, Slot, TypeInfo};

/// Reads each item into its slot. With more or fewer items, it is another type: none is lost.
fn read_plain<'de>(json: &'de str, slots: &mut [(&mut dyn Slot, &'static TypeInfo)], source: Source<'de>) -> serde_json::Result<Outcome> {
    let items = match raw_items(json)? {
        Ok(items) if items.len() == slots.len() => items,
        Ok(_) => return Ok(Err(Mismatch::new(&format!("an array of {} items", slots.len()), &serde_json::from_str(json)?))),
        Err(mismatch) => return Ok(Err(mismatch)),
    };
    let depth = source.depth();
    let mut outcome = Ok(());
    for (at, (item, (slot, of))) in items.into_iter().zip(slots).enumerate() {
        source.step(depth, PathStep::Item(at));
        let read = ReadInto { slot: &mut **slot, of, source }.piece(item.get())?;
        // The remaining items are read as well, for the secrets in them.
        outcome = outcome.and(read.map_err(|mismatch| mismatch.in_item(at)));
    }
    source.back(depth);
    Ok(outcome)
}

macro_rules! tuples {
    ($($count:literal: $($type:ident $at:tt)+;)+) => {
        $(
            impl<$($type: FromJson),+> FromJson for ($($type,)+) {
                const TYPE: &'static TypeInfo = &TypeInfo::of_text(ARRAY);

                #[inline]
                fn vacant() -> Option<Self> {
                    Some(($($type::vacant()?,)+))
                }

                fn from_text<'de>(json: &'de str, source: Source<'de>) -> serde_json::Result<Result<Self, Box<Mismatch>>> {
                    let mut values = ($(Late::<$type>::default(),)+);
                    let outcome = read_plain(json, &mut [$((&mut values.$at, $type::TYPE)),+], source)?;
                    // All of them were read, or else there is a mismatch.
                    Ok(outcome.and_then(|()| Ok(($(values.$at.value()?,)+))))
                }

                #[inline]
                fn slot(&mut self) -> &mut dyn Slot {
                    self
                }

                fn matches_strings() -> bool {
                    false
                }

                fn matches_type(value: &Value) -> bool {
                    value.as_array().is_some_and(|items| items.len() == $count $(&& $type::matches_type(&items[$at]))+)
                }
            }

            impl<$($type: FromJson),+> Slot for ($($type,)+) {
                fn fill(&mut self) -> &mut dyn ReadValue {
                    self
                }

                fn clear(&mut self) {}
            }

            impl<$($type: FromJson),+> ReadValue for ($($type,)+) {
                fn scalar(&mut self, found: &mut RawScalar<'_>, _: Source<'_>) -> Outcome {
                    Err(found.mismatch(ARRAY))
                }

                fn text<'de>(&mut self, json: &'de str, source: Source<'de>) -> serde_json::Result<Outcome> {
                    Ok(Self::from_text(json, source)?.map(|value| *self = value))
                }
            }
        )+
    };
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}
