//! A serializer that looks at what would be sent, and writes nothing.

use serde::ser::{Serialize, Serializer};
use serde_json::Error;

use super::checker::Checker;
use super::compounds::{MapSerializer, SequenceSerializer};
use super::tables::{Levels, take_object, take_variants};

/// Looks at one value.
pub(super) struct ValueSerializer<'c, 'n> {
    pub(super) to: &'c mut Checker<'n>,
    pub(super) levels: Vec<Levels>,
}

impl<'c, 'n> ValueSerializer<'c, 'n> {
    pub(super) fn new(to: &'c mut Checker<'n>, levels: Vec<Levels>) -> Self {
        Self { to, levels }
    }

    /// Adds what was announced for the value: it begins here.
    fn begun(mut self) -> Self {
        self.levels.extend(take_variants());
        self
    }

    fn number(self, text: &str) -> Result<(), Error> {
        let this = self.begun();
        this.to.number(&this.levels, text);
        Ok(())
    }

    fn map(self) -> MapSerializer<'c, 'n> {
        let this = self.begun();
        MapSerializer::new(this.to, this.levels, take_object())
    }
}

/// How serde_json marks numbers and JSON that are to be written as they are.
const AS_IT_IS: &str = "$serde_json::private::";

macro_rules! numbers {
    ($($method:ident $number:ty;)*) => {
        $(fn $method(self, value: $number) -> Result<(), Error> {
            self.number(&value.to_string())
        })*
    };
}

impl<'c, 'n> Serializer for ValueSerializer<'c, 'n> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = SequenceSerializer<'c, 'n>;
    type SerializeTuple = SequenceSerializer<'c, 'n>;
    type SerializeTupleStruct = SequenceSerializer<'c, 'n>;
    type SerializeTupleVariant = SequenceSerializer<'c, 'n>;
    type SerializeMap = MapSerializer<'c, 'n>;
    type SerializeStruct = MapSerializer<'c, 'n>;
    type SerializeStructVariant = MapSerializer<'c, 'n>;

    numbers! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64; serialize_i128 i128;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64; serialize_u128 u128;
        serialize_f32 f32; serialize_f64 f64;
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        let this = self.begun();
        this.to.string(&this.levels, text);
        Ok(())
    }

    fn serialize_char(self, character: char) -> Result<(), Error> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_bool(self, _: bool) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    /// Null, and what else has no constraints.
    fn serialize_unit(self) -> Result<(), Error> {
        self.begun();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut map = self.map();
        map.entry(variant, value)?;
        map.finish()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        let this = self.begun();
        Ok(SequenceSerializer::new(this.to, this.levels))
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self::SerializeTupleStruct, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Ok(SequenceSerializer::of_variant(self.begun().to, variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Ok(self.map())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        let map = self.map();
        Ok(if name.starts_with(AS_IT_IS) { map.of_text() } else { map })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Ok(MapSerializer::of_variant(self.begun().to, variant))
    }
}
