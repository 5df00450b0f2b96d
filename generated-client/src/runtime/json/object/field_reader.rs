//! Reads the value of one field of an object.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::runtime::json::input::{
    Extra, ExtraBuilder, FieldOrigin, JsonKind, Mismatch, NullLike, Outcome, PathStep, RawObject, Source, object_text,
};
use crate::runtime::json::read::{
    FieldAccess, FieldNeed, Fields, FoundFields, FromJson, Late, Maybe, RawScalar, ReadInto, ReadValue, Slot, Stopped, TypeInfo,
};

/// The value of a field that has not been read yet.
pub struct FieldReader<'a, 'de> {
    pub(crate) access: &'a mut dyn FieldAccess<'de>,
    pub(crate) key: &'a Cow<'de, str>,
    pub(crate) state: &'a mut ObjectState<'de>,
}

/// The value of a field that may be wrapped in an object.
pub struct WrappedField<'r, 'a, 'de> {
    field: &'r mut FieldReader<'a, 'de>,
    payload: &'r str,
}

/// The state of an object while it is read.
pub(crate) struct ObjectState<'de> {
    /// The fields that have to be there and were found.
    found: FoundFields,
    /// The extra fields.
    kept: ExtraBuilder,
    /// The length of the object's path.
    depth: usize,
    /// The fields of the definition.
    fields: &'static Fields,
    /// Why the first field that does not fit cannot be read.
    mismatch: Option<Box<Mismatch>>,
    /// Whether a required secret was read. A server may send it once only, so that it must not be lost because other fields are
    /// missing: these are left at their defaults.
    has_secret: bool,
    source: Source<'de>,
}

// The public methods only say which type is read, and are named as the rows of the tables. All else is compiled once, and not for
// each type. `row` is the position of the field in [`Fields::names`].
impl<'a, 'de> FieldReader<'a, 'de> {
    /// Reads a required field.
    #[inline]
    pub fn required<T: FromJson>(&mut self, slot: &mut T, row: usize) -> Result<Outcome, Stopped> {
        self.read_required(slot.slot(), T::TYPE, row)
    }

    /// Reads a required field of a type without a value to begin with.
    #[inline]
    pub fn late<T: FromJson>(&mut self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.read_required(slot, T::TYPE, row)
    }

    /// Reads a field that is always sent, but may be missing in what is received.
    #[inline]
    pub fn tag<T: FromJson>(&mut self, slot: &mut T, _row: usize) -> Result<Outcome, Stopped> {
        self.access.value(ReadInto::new(slot, self.state.source))
    }

    /// Reads an optional field, which is left out where it has no value. One that does not fit is kept among the extra fields.
    #[inline]
    pub fn optional<T: FromJson>(&mut self, slot: &mut Option<T>, _row: usize) -> Result<Outcome, Stopped> {
        self.read_optional(slot, Option::<T>::TYPE)
    }

    /// Reads an optional field that only the server sets.
    #[inline]
    pub fn read_only<T: FromJson>(&mut self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.optional(slot, row)
    }

    /// Reads a field that is null where it has no value. One that does not fit is kept among the extra fields.
    #[inline]
    pub fn nullable<T: FromJson>(&mut self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.state.found.add(row);
        self.read_absorbed(slot, Option::<T>::TYPE)
    }

    /// Reads a field for which null and absent differ. A value that does not fit is kept among the extra fields.
    #[inline]
    pub fn maybe<T: FromJson>(&mut self, slot: &mut Maybe<T>, _row: usize) -> Result<Outcome, Stopped> {
        self.read_absorbed(slot, Maybe::<T>::TYPE)
    }

    /// Goes to a value that may be wrapped in an object, in its field `payload`.
    #[inline]
    pub fn within<'r>(&'r mut self, payload: &'r str) -> WrappedField<'r, 'a, 'de> {
        WrappedField { field: self, payload }
    }

    /// Reads an additional property whose type is defined. One that does not fit is kept among the extra fields.
    pub fn additional<T: FromJson>(&mut self, additional: &mut BTreeMap<String, T>, key: &str) -> Result<Outcome, Stopped> {
        self.state.source.step(self.state.depth, PathStep::Entry(key));
        let mut value = Late::default();
        let outcome = self.read_absorbed(&mut value, T::TYPE)?;
        if let (Ok(()), Some(value)) = (&outcome, value.0) {
            additional.insert(key.to_owned(), value);
        }
        Ok(outcome)
    }

    /// Reads an item of an array that need not be there. One that does not fit is kept among the extra fields, and so is null: the
    /// array does not end before it.
    pub fn item<T: FromJson>(&mut self, slot: &mut Option<T>) -> Result<Outcome, Stopped> {
        let text = self.access.text()?;
        if text == "null" && !T::TYPE.has_null {
            let mismatch = Mismatch::new(T::TYPE.expected, &Value::Null);
            return Ok(self.state.absorb(Err(mismatch), slot, self.key, || text));
        }
        self.read_absorbed(slot, T::TYPE)
    }

    /// Reads an item of an array that has no field. One that does not fit is kept among the extra fields.
    pub fn further<T: FromJson>(&mut self, items: &mut Vec<T>) -> Result<Outcome, Stopped> {
        let mut value = Late::default();
        let outcome = self.read_absorbed(&mut value, T::TYPE)?;
        if let (Ok(()), Some(value)) = (&outcome, value.0) {
            items.push(value);
        }
        Ok(outcome)
    }

    /// Keeps a field that the definition does not name.
    pub fn unknown(&mut self) -> Result<Outcome, Stopped> {
        let text = self.access.text()?;
        if self.state.source.is_watched() {
            self.state
                .source
                .watch(|recorder| recorder.note_unknown_field(self.key, JsonKind::of_json(text), &mut self.state.fields.all()));
        }
        self.state.keep(self.key, text);
        Ok(Ok(()))
    }
}

impl WrappedField<'_, '_, '_> {
    /// Like [`FieldReader::required`].
    #[inline]
    pub fn required<T: FromJson>(self, slot: &mut T, row: usize) -> Result<Outcome, Stopped> {
        self.field.unwrap_settled(self.payload, slot.slot(), T::TYPE, row)
    }

    /// Like [`FieldReader::late`].
    #[inline]
    pub fn late<T: FromJson>(self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.field.unwrap_settled(self.payload, slot, T::TYPE, row)
    }

    /// Like [`FieldReader::optional`].
    #[inline]
    pub fn optional<T: FromJson>(self, slot: &mut Option<T>, _row: usize) -> Result<Outcome, Stopped> {
        self.field.unwrap_left_out(self.payload, slot, Option::<T>::TYPE)
    }

    /// Like [`FieldReader::read_only`].
    #[inline]
    pub fn read_only<T: FromJson>(self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.optional(slot, row)
    }

    /// Like [`FieldReader::nullable`].
    #[inline]
    pub fn nullable<T: FromJson>(self, slot: &mut Option<T>, row: usize) -> Result<Outcome, Stopped> {
        self.field.state.found.add(row);
        self.field.unwrap_absorbed(self.payload, slot, Option::<T>::TYPE)
    }

    /// Like [`FieldReader::maybe`].
    #[inline]
    pub fn maybe<T: FromJson>(self, slot: &mut Maybe<T>, _row: usize) -> Result<Outcome, Stopped> {
        self.field.unwrap_absorbed(self.payload, slot, Maybe::<T>::TYPE)
    }
}

impl<'de> FieldReader<'_, 'de> {
    fn read_required(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo, row: usize) -> Result<Outcome, Stopped> {
        let outcome = self.access.value(ReadInto { slot, of, source: self.state.source })?;
        Ok(self.state.settle(slot, of, row, outcome))
    }

    fn read_optional(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<Outcome, Stopped> {
        if self.state.source.is_strict() {
            return self.read_exactly(slot, of);
        }
        self.read_absorbed(slot, of)
    }

    /// Strictly, null in a field that is left out where it has no value is wrong, unless null is a value of the type.
    #[cold]
    fn read_exactly(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<Outcome, Stopped> {
        let mut slot = NullSeen { slot, is_null: false };
        let outcome = self.read_absorbed(&mut slot, of);
        if slot.is_null && of.has_null {
            let _ = slot.fill().scalar(&mut RawScalar::Other(Value::Null), self.state.source);
        } else if slot.is_null {
            self.state.source.watch(|recorder| recorder.note_null(of.expected));
        }
        outcome
    }

    /// Reads a value. One that does not fit leaves its field empty.
    fn read_absorbed(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<Outcome, Stopped> {
        // A name with escapes is not borrowed, so its position is not known. The text is taken before the value is read.
        let Cow::Borrowed(key) = *self.key else {
            let text = self.access.text()?;
            let outcome = self.piece(slot, of, text)?;
            return Ok(self.state.absorb(outcome, slot, self.key, || text));
        };
        let source = self.state.source;
        let outcome = self.access.value(ReadInto { slot, of, source })?;
        Ok(self.state.absorb(outcome, slot, self.key, || source.value_of(key).unwrap_or("null")))
    }

    /// Reads a value from a piece of the text.
    #[cold]
    fn piece(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo, json: &'de str) -> Result<Outcome, Stopped> {
        ReadInto { slot, of, source: self.state.source }.piece(json).map_err(|error| self.access.fail(error))
    }

    fn unwrap_settled(&mut self, payload: &str, slot: &mut dyn Slot, of: &'static TypeInfo, row: usize) -> Result<Outcome, Stopped> {
        if self.is_bare() {
            return self.read_required(slot, of, row);
        }
        let (_, outcome) = self.unwrap(payload, slot, of)?;
        Ok(self.state.settle(slot, of, row, outcome))
    }

    fn unwrap_left_out(&mut self, payload: &str, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<Outcome, Stopped> {
        if self.is_bare() {
            return self.read_optional(slot, of);
        }
        self.unwrap_absorbed(payload, slot, of)
    }

    /// Reads a value that may be wrapped; one that does not fit leaves its field empty.
    fn unwrap_absorbed(&mut self, payload: &str, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<Outcome, Stopped> {
        if self.is_bare() {
            return self.read_absorbed(slot, of);
        }
        let (text, outcome) = self.unwrap(payload, slot, of)?;
        Ok(self.state.absorb(outcome, slot, self.key, || text))
    }

    /// Returns whether the value is certainly not wrapped, so that it can be read at once.
    fn is_bare(&self) -> bool {
        matches!(self.key, Cow::Borrowed(key) if self.state.source.is_no_object(key))
    }

    /// Reads a value that may be wrapped. Returns its JSON text as well.
    fn unwrap(&mut self, payload: &str, slot: &mut dyn Slot, of: &'static TypeInfo) -> Result<(&'de str, Outcome), Stopped> {
        // Whether there is a wrapper is known only after the whole value has been parsed.
        let text = self.access.text()?;
        let (inner, beside) = unwrap(payload, text).map_err(|error| self.access.fail(error))?;
        let wrapped = inner.len() < text.len();
        let source = self.state.source;
        let place = source.depth();
        if wrapped {
            source.watch(|recorder| recorder.note_wrapper(of.expected));
            source.step(place, PathStep::Field(payload));
        }
        let outcome = self.piece(slot, of, inner)?;
        source.back(place);
        if let (Ok(()), Some(beside)) = (&outcome, beside) {
            self.state.kept.keep_apart(source, self.key, &beside, FieldOrigin::Wrapper);
        }
        Ok((text, if wrapped { outcome.map_err(|mismatch| mismatch.in_field(payload)) } else { outcome }))
    }
}

impl<'de> ObjectState<'de> {
    #[inline]
    pub(crate) fn new(fields: &'static Fields, source: Source<'de>) -> Self {
        Self {
            found: FoundFields::default(),
            kept: ExtraBuilder::default(),
            depth: source.depth(),
            fields,
            mismatch: None,
            has_secret: false,
            source,
        }
    }

    /// Goes to a field.
    #[inline]
    pub(super) fn step(&self, key: &str) {
        self.source.step(self.depth, PathStep::Field(key));
    }

    /// Keeps why a field cannot be read, if it is the first one. The remaining fields are read as well: the secrets in them must
    /// be known to the error.
    #[cold]
    pub(crate) fn fail(&mut self, mismatch: Box<Mismatch>) {
        self.mismatch.get_or_insert(mismatch);
    }

    /// Ends the object. Returns its extra fields, if there are any.
    #[inline]
    pub(crate) fn finish(self) -> Result<Option<Extra>, Box<Mismatch>> {
        if self.mismatch.is_none() && self.kept.is_empty() && self.found.have_all(self.fields) {
            self.source.back(self.depth);
            return Ok(None);
        }
        self.finish_with_more()
    }

    /// Ends an object that has extra fields or is not as it should be. This is compiled once for all types.
    #[inline(never)]
    fn finish_with_more(mut self) -> Result<Option<Extra>, Box<Mismatch>> {
        self.source.back(self.depth);
        if let Some(mismatch) = self.mismatch.take() {
            return Err(mismatch);
        }
        if let Some(mismatch) = self.found.first_missing(self.fields).map(Mismatch::missing) {
            if !self.has_secret {
                return Err(mismatch);
            }
            self.source.note_mismatch(&mismatch);
        }
        self.found.missing(self.fields, FieldNeed::Nullable).for_each(|_| self.source.mismatch());
        Ok(self.kept.finish(self.source))
    }

    /// Adds an extra field.
    fn keep(&mut self, name: &str, json: &str) {
        self.kept.keep(self.source, name, json);
    }

    /// Absorbs the mismatch of an optional field: leaves the field empty, and keeps the value as an extra field. A value that a
    /// closed enum does not name is not absorbed: it is an error of the object.
    #[inline]
    fn absorb<'t>(&mut self, outcome: Outcome, slot: &mut dyn Slot, key: &str, text: impl FnOnce() -> &'t str) -> Outcome {
        match outcome {
            Ok(()) => Ok(()),
            Err(mismatch) if mismatch.is_closed() => Err(mismatch),
            Err(mismatch) => {
                self.source.note_mismatch(&mismatch);
                slot.clear();
                self.keep(key, text());
                Ok(())
            }
        }
    }

    /// Finishes a required field.
    fn settle(&mut self, slot: &mut dyn Slot, of: &'static TypeInfo, row: usize, outcome: Outcome) -> Outcome {
        if let Err(mismatch) = outcome {
            if !(of.empty_list && mismatch.is(NullLike::List)) {
                return Err(mismatch);
            }
            self.source.note_mismatch(&mismatch);
            slot.clear();
        }
        self.has_secret |= of.is_secret;
        self.found.add(row);
        Ok(())
    }
}

/// A slot that remembers whether it was null.
struct NullSeen<'a> {
    slot: &'a mut dyn Slot,
    is_null: bool,
}

impl Slot for NullSeen<'_> {
    fn fill(&mut self) -> &mut dyn ReadValue {
        self.slot.fill()
    }

    fn clear(&mut self) {
        self.slot.clear();
    }

    fn set_null(&mut self) {
        self.is_null = true;
        self.slot.set_null();
    }
}

/// Separates a value from a wrapper around it. Returns the JSON text of the value, and the other fields of the wrapper.
fn unwrap<'t>(payload: &str, text: &'t str) -> serde_json::Result<(&'t str, Option<String>)> {
    if !text.starts_with('{') {
        return Ok((text, None));
    }
    let RawObject(fields) = serde_json::from_str(text)?;
    let Some((_, inner)) = fields.iter().rfind(|(name, _)| name == payload) else {
        return Ok((text, None));
    };
    let beside = fields.iter().filter(|(name, _)| name != payload).map(|(name, raw)| (&**name, raw.get()));
    Ok((inner.get(), (fields.len() > 1).then(|| object_text(beside))))
}
