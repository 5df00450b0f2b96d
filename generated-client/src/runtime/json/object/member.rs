//! One member of an object, on its way into a field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::runtime::json::input::{DriftKind, Keeping, Misfit, Nothing, Outcome, RawMembers, Source, Step, object_text};
use crate::runtime::json::read::{Maybe, Read, Slot, read_piece};

/// What became of one member's value.
pub type Kept = Outcome;

/// The value of one member, about to be read.
pub struct Member<'a, 'de, M> {
    pub(super) map: &'a mut M,
    pub(super) key: &'a Cow<'de, str>,
    pub(super) state: &'a mut State<'de>,
}

/// What is known of an object while it is read.
pub(super) struct State<'de> {
    /// One bit per required member that has come. Beyond 128 they are taken on trust.
    pub(super) seen: u128,
    /// Values that no field took.
    pub(super) kept: Keeping,
    /// How far it is to the object.
    pub(super) depth: usize,
    pub(super) source: Source<'de>,
}

impl<'de, M: MapAccess<'de>> Member<'_, 'de, M> {
    /// Reads into a field that always has a value; `index` is the member's place in [`Object::REQUIRED`].
    pub fn required<T: Read>(self, slot: &mut T, index: usize) -> Result<Kept, M::Error> {
        let outcome = self.map.next_value_seed(Slot(slot, self.state.source))?;
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Reads into a field that always has a value, which is not missed where it is absent.
    pub fn tag<T: Read>(self, slot: &mut T) -> Result<Kept, M::Error> {
        self.map.next_value_seed(Slot(slot, self.state.source))
    }

    /// Reads into a field that may be empty. A value that does not fit is kept among the extra members.
    pub fn optional<T: Read>(mut self, slot: &mut Option<T>) -> Result<Kept, M::Error> {
        Ok(self.read(slot)?.map(|text| {
            if let Some(text) = text {
                *slot = None;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Reads into a field that tells null from absent. A value that does not fit is kept among the extra members.
    pub fn maybe<T: Read>(mut self, slot: &mut Maybe<T>) -> Result<Kept, M::Error> {
        Ok(self.read(slot)?.map(|text| {
            if let Some(text) = text {
                *slot = Maybe::Absent;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Reads a value; returns its text where it does not fit and is put aside.
    fn read<T: Read>(&mut self, slot: &mut T) -> Result<Result<Option<&'de str>, Box<Misfit>>, M::Error> {
        if let Cow::Borrowed(key) = self.key {
            let outcome = self.map.next_value_seed(Slot(slot, self.state.source))?;
            let aside = self.state.put_aside(outcome);
            return Ok(aside.map(|aside| if aside { self.state.source.value_of(key).or(Some("null")) } else { None }));
        }
        // A name with escapes does not tell where it is, so the text is taken before the value is read.
        let text = self.map.next_value::<&RawValue>()?.get();
        let outcome = read_piece(slot, text, self.state.source).map_err(serde::de::Error::custom)?;
        Ok(self.state.put_aside(outcome).map(|aside| aside.then_some(text)))
    }

    /// Like [`Member::required`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_required<T: Read>(mut self, payload: &str, slot: &mut T, index: usize) -> Result<Kept, M::Error> {
        if self.is_bare() {
            return self.required(slot, index);
        }
        let (_, outcome) = self.unwrap(payload, slot)?;
        Ok(self.state.settle(slot, index, outcome))
    }

    /// Like [`Member::optional`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_optional<T: Read>(mut self, payload: &str, slot: &mut Option<T>) -> Result<Kept, M::Error> {
        if self.is_bare() {
            return self.optional(slot);
        }
        let (text, outcome) = self.unwrap(payload, slot)?;
        Ok(self.state.put_aside(outcome).map(|aside| {
            if aside {
                *slot = None;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Like [`Member::maybe`], of a value that may come wrapped in an object as its member `payload`.
    pub fn unwrap_maybe<T: Read>(mut self, payload: &str, slot: &mut Maybe<T>) -> Result<Kept, M::Error> {
        if self.is_bare() {
            return self.maybe(slot);
        }
        let (text, outcome) = self.unwrap(payload, slot)?;
        Ok(self.state.put_aside(outcome).map(|aside| {
            if aside {
                *slot = Maybe::Absent;
                self.state.keep(self.key, text);
            }
        }))
    }

    /// Tells whether the value is certainly not wrapped: then it can be read without looking at it twice.
    fn is_bare(&self) -> bool {
        matches!(self.key, Cow::Borrowed(key) if self.state.source.is_no_object(key))
    }

    /// Reads a value, wrapped or bare; returns its text too.
    fn unwrap<T: Read>(&mut self, payload: &str, slot: &mut T) -> Result<(&'de str, Outcome), M::Error> {
        // Whether there is a wrapper shows only when all of the value is known.
        let text = self.map.next_value::<&RawValue>()?.get();
        let (inner, beside) = unwrap(payload, text).map_err(serde::de::Error::custom)?;
        let wrapped = inner.len() < text.len();
        let place = self.state.source.depth();
        if wrapped {
            self.state.source.step(place, Step::Member(payload));
        }
        let outcome = read_piece(slot, inner, self.state.source).map_err(serde::de::Error::custom)?;
        self.state.source.back(place);
        if let (Ok(()), Some(beside)) = (&outcome, beside) {
            self.state.kept.keep_apart(self.state.source, self.key, &beside, true);
        }
        Ok((text, if wrapped { outcome.map_err(|misfit| misfit.in_member(payload)) } else { outcome }))
    }

    /// Reads a member without a field of its own whose type is known. One that does not fit is kept among the extra members.
    pub fn rest<T: Read>(mut self, rest: &mut BTreeMap<String, T>, key: &str) -> Result<Kept, M::Error> {
        // The name is data: it is not told.
        self.state.source.step(self.state.depth, Step::Entry);
        let mut value = T::default();
        Ok(self.read(&mut value)?.map(|text| match text {
            None => drop(rest.insert(key.to_owned(), value)),
            Some(text) => self.state.keep(self.key, text),
        }))
    }

    /// Keeps a member that no field names.
    pub fn unknown(self) -> Result<Kept, M::Error> {
        let text = self.map.next_value::<&'de RawValue>()?.get();
        if self.state.source.is_watched() {
            self.state.source.note_unknown(DriftKind::UnknownMember, text);
        }
        self.state.keep(self.key, text);
        Ok(Ok(()))
    }
}

impl State<'_> {
    /// Keeps a member that no field took.
    fn keep(&mut self, name: &str, json: &str) {
        self.kept.keep(self.source, name, json);
    }

    /// Tells whether a value that its field could not take is put aside, and takes it down. What a closed enum refuses is
    /// given back: it is an error of the whole.
    fn put_aside(&self, outcome: Outcome) -> Result<bool, Box<Misfit>> {
        match outcome {
            Ok(()) => Ok(false),
            Err(misfit) if misfit.is_closed() => Err(misfit),
            Err(misfit) => {
                self.source.note_misfit(&misfit);
                Ok(true)
            }
        }
    }

    /// Decides about a required member.
    fn settle<T: Read>(&mut self, slot: &mut T, index: usize, outcome: Outcome) -> Outcome {
        if let Err(misfit) = outcome {
            if !(T::EMPTY_LIST && misfit.is(Nothing::List)) {
                return Err(misfit);
            }
            self.source.note_misfit(&misfit);
            *slot = T::default();
        }
        self.seen |= bit(index);
        Ok(())
    }
}

/// Parts a value from a wrapper that it may lie in: returns its text, and all that the wrapper holds beside it.
fn unwrap<'t>(payload: &str, text: &'t str) -> serde_json::Result<(&'t str, Option<String>)> {
    if !text.starts_with('{') {
        return Ok((text, None));
    }
    let RawMembers(members) = serde_json::from_str(text)?;
    let Some((_, inner)) = members.iter().rfind(|(name, _)| name == payload) else {
        return Ok((text, None));
    };
    let beside = members.iter().filter(|(name, _)| name != payload).map(|(name, raw)| (&**name, raw.get()));
    Ok((inner.get(), (members.len() > 1).then(|| object_text(beside))))
}

/// Returns the bit of a required member.
pub(super) const fn bit(index: usize) -> u128 {
    if index < 128 { 1 << index } else { 0 }
}
