//! What is known of a type without a value of it.

use serde_json::Value;

/// What is known of a type without a value of it.
#[derive(Debug)]
pub struct TypeInfo {
    /// The type in error messages: "a string".
    pub expected: &'static str,
    /// Whether `[]` is read as an empty value: some servers write an empty object as an empty array.
    pub empty_list: bool,
    /// Whether the value is a secret, which a server may show only once.
    pub is_secret: bool,
    /// Whether null is read by [`Slot::set_null`](super::Slot::set_null), and not as a value of another type.
    pub is_nullable: bool,
    /// Whether the value is read by [`ReadValue::text`](super::ReadValue::text) alone.
    pub from_text: bool,
    /// Whether there is a value that stands for null.
    pub has_null: bool,
    /// The fields of a generated struct.
    pub fields: Option<Fields>,
}

impl TypeInfo {
    /// A type without any of this.
    pub const fn new(expected: &'static str) -> Self {
        Self { expected, empty_list: false, is_secret: false, is_nullable: false, from_text: false, has_null: false, fields: None }
    }

    /// A generated struct, which begins as its default. Its fields come with whether they have to be there.
    pub const fn object(expected: &'static str, fields: &'static [(&'static str, FieldNeed)]) -> Self {
        Self { empty_list: true, fields: Some(Fields::new(fields)), ..Self::new(expected) }
    }

    /// A generated struct that has no value to begin with.
    pub const fn late_object(expected: &'static str, fields: &'static [(&'static str, FieldNeed)]) -> Self {
        Self { from_text: true, fields: Some(Fields::new(fields)), ..Self::new(expected) }
    }

    /// A type that is read from its JSON text.
    pub const fn of_text(expected: &'static str) -> Self {
        Self { from_text: true, ..Self::new(expected) }
    }
}

/// Whether a field of an object has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldNeed {
    /// It may be missing.
    Optional,
    /// It is required, but may be null: an object without it is read as one in which it is null. It does not fit as well as one
    /// that has it, where the variant of a union is looked for.
    Nullable,
    /// It is required.
    Required,
}

/// The same by the words that begin the rows of the tables.
#[allow(non_upper_case_globals)]
impl FieldNeed {
    pub const required: Self = Self::Required;
    pub const late: Self = Self::Required;
    pub const nullable: Self = Self::Nullable;
    pub const tag: Self = Self::Optional;
    pub const optional: Self = Self::Optional;
    pub const read_only: Self = Self::Optional;
    pub const maybe: Self = Self::Optional;
}

/// The fields of a generated struct.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The names, each with whether the field has to be there.
    pub names: &'static [(&'static str, FieldNeed)],
    /// One bit for each of the first fields that has to be there.
    needed: u128,
}

impl Fields {
    /// How many of the first fields have a bit.
    const BITS: usize = u128::BITS as usize;

    /// The fields of a table.
    pub const fn new(names: &'static [(&'static str, FieldNeed)]) -> Self {
        let (mut needed, mut row) = (0, 0);
        while row < names.len() && row < Self::BITS {
            needed |= (!matches!(names[row].1, FieldNeed::Optional) as u128) << row;
            row += 1;
        }
        Self { names, needed }
    }

    /// Returns how many of the fields without a bit have to be there.
    fn needed_others(&self) -> usize {
        self.names.iter().skip(Self::BITS).filter(|(_, need)| *need != FieldNeed::Optional).count()
    }

    /// Returns the names of all fields.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().map(|(name, _)| *name)
    }

    /// Returns whether the object has all required fields.
    pub(crate) fn are_in(&self, value: &Value) -> bool {
        value.is_object() && self.names.iter().all(|(name, need)| *need != FieldNeed::Required || value.get(name).is_some())
    }

    /// Returns whether there is a required field with this name.
    pub(crate) fn require(&self, name: &str) -> bool {
        self.names.iter().any(|(required, need)| *need == FieldNeed::Required && *required == name)
    }
}

/// The fields of an object that have to be there and were found, by their position in [`Fields::names`].
#[derive(Default)]
pub(crate) struct FoundFields {
    /// One bit for each of the first fields.
    first: u128,
    /// The others, which hardly any type has.
    others: Vec<usize>,
}

impl FoundFields {
    /// Adds a field.
    #[inline]
    pub fn add(&mut self, row: usize) {
        match row {
            0..Fields::BITS => self.first |= 1 << row,
            // An object may name a field twice.
            _ if self.others.contains(&row) => {}
            _ => self.others.push(row),
        }
    }

    /// Returns whether all fields are there that have to be: one comparison, unless they are more than there are bits.
    #[inline]
    pub fn have_all(&self, of: &Fields) -> bool {
        self.first & of.needed == of.needed && (of.names.len() <= Fields::BITS || self.others.len() == of.needed_others())
    }

    /// Returns the first required field that is missing.
    pub fn first_missing(&self, of: &Fields) -> Option<&'static str> {
        self.missing(of, FieldNeed::Required).next()
    }

    /// Returns the fields that are missing, of those that have to be there in this way.
    pub fn missing<'f>(&'f self, of: &'f Fields, need: FieldNeed) -> impl Iterator<Item = &'static str> + 'f {
        let is_found = |row: usize| if row < Fields::BITS { self.first >> row & 1 == 1 } else { self.others.contains(&row) };
        let rows = of.names.iter().enumerate().filter(move |(row, (_, of_field))| *of_field == need && !is_found(*row));
        rows.map(|(_, (name, _))| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldNeed, Fields, FoundFields};

    static MANY: [(&str, FieldNeed); 200] = [("field", FieldNeed::Required); 200];

    fn found(rows: impl IntoIterator<Item = usize>) -> FoundFields {
        let mut found = FoundFields::default();
        rows.into_iter().for_each(|row| found.add(row));
        found
    }

    #[test]
    fn required_fields_are_missed_wherever_they_are() {
        let fields = Fields::new(&MANY);
        let all = found((0..MANY.len()).chain([0, 150]));
        assert!(all.have_all(&fields) && all.first_missing(&fields).is_none());
        for missing in [0, 127, 128, 199] {
            let others = found((0..MANY.len()).filter(|row| *row != missing).chain([1, 150]));
            assert!(!others.have_all(&fields) && others.first_missing(&fields).is_some(), "{missing}");
        }
    }

    #[test]
    fn optional_fields_may_be_missing() {
        let fields = Fields::new(&[("a", FieldNeed::Optional), ("b", FieldNeed::Required), ("c", FieldNeed::Optional)]);
        assert_eq!(found([0, 2]).first_missing(&fields), Some("b"));
        assert!(!found([0, 2]).have_all(&fields) && found([1]).have_all(&fields));
    }
}
