//! Objects: generated types say which member goes into which field, the loop is here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::structure::{Structure, Structured};
use super::{Extra, Maybe, Members, Misfit, Outcome, Read, Slot, Source, reread};

/// A generated object: a table of its members in both directions.
pub trait Object: Default + Serialize {
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

/// What became of one member's value.
pub type Kept = Outcome;

/// The value of one member, about to be read.
pub struct Member<'a, 'de, M> {
    map: &'a mut M,
    key: &'a str,
    state: &'a mut State,
    text: PhantomData<&'de ()>,
}

/// What is known of an object while it is read.
struct State {
    /// One bit per required member that has come. Beyond 128 they are taken on trust.
    seen: u128,
    /// Values that no field took.
    extra: Extra,
    source: Source,
}

impl<'de, M: MapAccess<'de>> Member<'_, 'de, M> {
    /// Reads into a field that always has a value; `index` is the member's place in [`Object::REQUIRED`].
    pub fn required<T: Read>(self, slot: &mut T, index: usize) -> Result<Kept, M::Error> {
        let outcome = self.map.next_value_seed(Slot(slot, self.state.source))?;
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Reads into a field that may be empty. A value that does not fit is kept among the extra members.
    pub fn optional<T: Read>(self, slot: &mut Option<T>) -> Result<Kept, M::Error> {
        if let Err(misfit) = self.map.next_value_seed(Slot(slot, self.state.source))? {
            *slot = None;
            self.state.extra.keep(self.key, misfit.into_value());
        }
        Ok(Ok(()))
    }

    /// Reads into a field that tells null from absent. A value that does not fit is kept among the extra members.
    pub fn maybe<T: Read>(self, slot: &mut Maybe<T>) -> Result<Kept, M::Error> {
        if let Err(misfit) = self.map.next_value_seed(Slot(slot, self.state.source))? {
            *slot = Maybe::Absent;
            self.state.extra.keep(self.key, misfit.into_value());
        }
        Ok(Ok(()))
    }

    /// Like [`Member::required`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_required<T: Read>(self, payload: &str, slot: &mut T, index: usize) -> Result<Kept, M::Error> {
        let outcome = self.map.next_value_seed(Wrapped { payload, slot: &mut *slot, source: self.state.source })?;
        let outcome = outcome.map(|beside| self.state.extra.set_aside(self.key, beside));
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Like [`Member::optional`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_optional<T: Read>(self, payload: &str, slot: &mut Option<T>) -> Result<Kept, M::Error> {
        match self.map.next_value_seed(Wrapped { payload, slot: &mut *slot, source: self.state.source })? {
            Ok(beside) => self.state.extra.set_aside(self.key, beside),
            Err(misfit) => {
                *slot = None;
                self.state.extra.keep(self.key, misfit.into_value());
            }
        }
        Ok(Ok(()))
    }

    /// Like [`Member::maybe`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_maybe<T: Read>(self, payload: &str, slot: &mut Maybe<T>) -> Result<Kept, M::Error> {
        match self.map.next_value_seed(Wrapped { payload, slot: &mut *slot, source: self.state.source })? {
            Ok(beside) => self.state.extra.set_aside(self.key, beside),
            Err(misfit) => {
                *slot = Maybe::Absent;
                self.state.extra.keep(self.key, misfit.into_value());
            }
        }
        Ok(Ok(()))
    }

    /// Reads a member without a field of its own whose type is known. One that does not fit is kept among the extra members.
    pub fn rest<T: Read>(self, rest: &mut BTreeMap<String, T>, key: &str) -> Result<Kept, M::Error> {
        let mut value = T::default();
        match self.map.next_value_seed(Slot(&mut value, self.state.source))? {
            Ok(()) => drop(rest.insert(key.to_owned(), value)),
            Err(misfit) => self.state.extra.keep(key, misfit.into_value()),
        }
        Ok(Ok(()))
    }

    /// Keeps a member that no field names.
    pub fn unknown(self) -> Result<Kept, M::Error> {
        match self.state.source {
            Source::Text => self.state.extra.push_text(self.key, self.map.next_value::<&'de RawValue>()?.get()),
            Source::Other => self.state.extra.keep(self.key, self.map.next_value::<Value>()?),
        }
        Ok(Ok(()))
    }
}

impl State {
    /// Decides about a required member.
    fn settle<T: Read>(&mut self, slot: &mut T, index: usize, outcome: Outcome) -> Outcome {
        if let Err(misfit) = outcome {
            if !(T::EMPTY_LIST && misfit.is_empty_list()) {
                return Err(misfit);
            }
            *slot = T::default();
        }
        self.seen |= bit(index);
        Ok(())
    }
}

/// Returns the bit of a required member.
const fn bit(index: usize) -> u128 {
    if index < 128 { 1 << index } else { 0 }
}

/// Reads an object: what the generated [`Read`] implementations call.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(object: &mut T, from: D, source: Source) -> Result<Outcome, D::Error> {
    from.deserialize_any(Structured(ObjectSlot(object, source)))
}

struct ObjectSlot<'a, T>(&'a mut T, Source);

impl<T: Object> Structure for ObjectSlot<'_, T> {
    const EXPECTED: &'static str = T::NAME;

    fn object<'de, A: MapAccess<'de>>(self, mut members: A) -> Result<Outcome, A::Error> {
        let Self(object, source) = self;
        let mut state = State { seen: 0, extra: Extra::default(), source };
        while let Some(Key(key)) = members.next_key()? {
            let member = Member { map: &mut members, key: &key, state: &mut state, text: PhantomData };
            if let Err(misfit) = object.read_member(&key, member)? {
                let rest = Map::deserialize(MapAccessDeserializer::new(members))?;
                return Ok(Err(
                    misfit.in_member(&key, |value| whole_object(object, state, rest.into_iter().chain([(key.to_string(), value)])))
                ));
            }
        }
        if let Some(member) = first_missing(T::REQUIRED, state.seen) {
            return Ok(Err(Misfit::lacking(member, whole_object(object, state, []))));
        }
        if !state.extra.is_empty() {
            *object.extra() = state.extra;
        }
        Ok(Ok(()))
    }

    fn list<'de, A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(items))?))
    }

    fn other(self, value: Value) -> Outcome {
        Err(Misfit::new(T::NAME, value))
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

/// Returns the JSON of an object that did not fit, from what had been read of it and what had not.
fn whole_object<T: Object>(object: &mut T, state: State, others: impl IntoIterator<Item = (String, Value)>) -> Value {
    *object.extra() = state.extra;
    let written = serde_json::to_string(object).unwrap_or_default();
    let mut members: Map<String, Value> = serde_json::from_str(&written).unwrap_or_default();
    for (index, name) in T::REQUIRED.iter().enumerate() {
        if state.seen & bit(index) == 0 {
            members.remove(*name);
        }
    }
    members.extend(others);
    Value::Object(members)
}

/// A member's name, borrowed from the text wherever it can be.
pub(super) struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }

        from.deserialize_identifier(KeyVisitor)
    }
}

/// Reads a value that may lie in a wrapper. What is left is what the wrapper holds beside it.
struct Wrapped<'a, T> {
    payload: &'a str,
    slot: &'a mut T,
    source: Source,
}

impl<'de, T: Read> DeserializeSeed<'de> for Wrapped<'_, T> {
    type Value = Result<Map<String, Value>, Box<Misfit>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        // Whether there is a wrapper shows only when all of the value is known.
        let unwrapped = match self.source {
            Source::Text => unwrap(self.payload, <&RawValue>::deserialize(from)?.get(), self.slot),
            Source::Other => unwrap(self.payload, &Value::deserialize(from)?.to_string(), self.slot),
        };
        unwrapped.map_err(serde::de::Error::custom)
    }
}

/// Reads a value, wrapped or bare, from its text.
fn unwrap<T: Read>(payload: &str, text: &str, slot: &mut T) -> serde_json::Result<Result<Map<String, Value>, Box<Misfit>>> {
    let bare = |slot: &mut T, text| slot.read(&mut serde_json::Deserializer::from_str(text), Source::Text);
    if !text.starts_with('{') {
        return Ok(bare(slot, text)?.map(|()| Map::new()));
    }
    let mut members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text)?;
    let Some(inner) = members.remove(payload) else {
        return Ok(bare(slot, text)?.map(|()| Map::new()));
    };
    let outcome = bare(slot, inner.get())?;
    let mut beside = Map::new();
    for (name, value) in members {
        beside.insert(name.into_owned(), serde_json::from_str(value.get())?);
    }
    Ok(match outcome {
        Ok(()) => Ok(beside),
        Err(misfit) => Err(misfit.in_member(payload, |inner| {
            beside.insert(payload.to_owned(), inner);
            Value::Object(beside)
        })),
    })
}
