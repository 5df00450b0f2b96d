//! Objects: generated types say which member goes into which field, the loop is here.

mod member;
mod table;
mod writer;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serializer};
use serde_json::Value;

use self::member::{State, bit};
use crate::runtime::json::input::{Extra, Keeping, Key, Misfit, Outcome, Source, Step};
use crate::runtime::json::read::{Read, Structure, Structured};

pub use self::member::{Kept, Member};
pub(crate) use self::table::object;
pub use self::table::{count_marked, marked};
pub use self::writer::Members;

/// A generated object: a table of its members in both directions.
pub trait Object: Default {
    /// What messages call it.
    const NAME: &'static str;

    /// The members that are always there; [`Member::required`] refers to them by index.
    const REQUIRED: &'static [&'static str];

    /// Hands the value of one member to the field it belongs to.
    fn read_member<'de, M: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, 'de, M>) -> Result<Kept, M::Error>;

    /// Writes all members.
    fn write_members<S: SerializeMap>(&self, to: &mut Members<'_, S>) -> Result<(), S::Error>;

    /// The members that no field names.
    fn extra(&mut self) -> &mut Extra;
}

/// Reads an object: what the generated [`Read`] implementations call.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(object: &mut T, from: D, source: Source<'de>) -> Result<Outcome, D::Error> {
    from.deserialize_any(Structured(ObjectSlot(object, source)))
}

struct ObjectSlot<'a, 'de, T>(&'a mut T, Source<'de>);

impl<'de, T: Object> Structure<'de> for ObjectSlot<'_, 'de, T> {
    const EXPECTED: &'static str = T::NAME;

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Outcome, A::Error> {
        let Self(object, source) = self;
        let mut state = State { seen: 0, kept: Keeping::default(), depth: source.depth(), source };
        let mut first = None;
        while let Some(Key(key)) = members.next_key()? {
            source.step(state.depth, Step::Member(&key));
            let member = Member { map: &mut members, key: &key, state: &mut state };
            if let Err(misfit) = object.read_member(&key, member)? {
                // The rest is read all the same: secrets in it tell of themselves, for the error that is made of this.
                first.get_or_insert_with(|| misfit.in_member(&key));
            }
        }
        source.back(state.depth);
        if let Some(misfit) = first {
            return Ok(Err(misfit));
        }
        if let Some(member) = first_missing(T::REQUIRED, state.seen) {
            return Ok(Err(Misfit::lacking(member)));
        }
        if let Some(kept) = state.kept.finish(source) {
            *object.extra() = kept;
        }
        Ok(Ok(()))
    }

    fn list<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        Err(Misfit::new(T::NAME, &value))
    }
}

/// Returns the first required member that has not come.
fn first_missing(required: &'static [&'static str], seen: u128) -> Option<&'static str> {
    // All bits up to the last member's: one comparison when nothing is missing.
    let all = bit(required.len()).wrapping_sub(1);
    if required.len() < 128 && seen & all == all {
        return None;
    }
    let unseen = |index: &usize| seen & bit(*index) == 0 && *index < 128;
    (0..required.len()).find(unseen).and_then(|index| required.get(index).copied())
}

/// Writes an object: what the generated `Serialize` implementations call.
pub fn write_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    object.write_members(&mut Members::new(&mut map))?;
    map.end()
}
