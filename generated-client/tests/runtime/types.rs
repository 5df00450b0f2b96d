//! Types as the generator writes them.

use crate::runtime::{
    BTreeMap, Base64, Date, Extra, IntEnum, Kept, MapAccess, Maybe, Member, Members, Object, SerializeMap, Serializer, TextEnum, Timestamp,
    Union, Value, fits, int_enum, object, tag, text_enum, union,
};

/// One member of each type.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Everything {
    pub flag: Option<bool>,
    pub count: Option<i64>,
    pub small: Option<i32>,
    pub big: Option<u64>,
    pub ratio: Option<f64>,
    pub name: Option<String>,
    pub moment: Option<Timestamp>,
    pub day: Option<Date>,
    pub data: Option<Base64>,
    pub numbers: Option<Vec<i64>>,
    pub names: Option<Vec<String>>,
    pub gaps: Option<Vec<Option<i64>>>,
    pub map: Option<BTreeMap<String, i64>>,
    pub part: Option<Part>,
    pub boxed: Option<Box<Everything>>,
    pub parts: Option<Vec<Part>>,
    pub wrapped: Option<Part>,
    pub wrapped_list: Option<Vec<Part>>,
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub shape: Option<Shape>,
    pub pet: Option<Pet>,
    pub free: Option<Value>,
    pub maybe: Maybe<String>,
    pub extra: Extra,
}

impl Object for Everything {
    const NAME: &'static str = "Everything";
    const REQUIRED: &'static [&'static str] = &[];

    fn read_member<'de, M: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, 'de, M>) -> Result<Kept, M::Error> {
        match key {
            "flag" => value.optional(&mut self.flag),
            "count" => value.optional(&mut self.count),
            "small" => value.optional(&mut self.small),
            "big" => value.optional(&mut self.big),
            "ratio" => value.optional(&mut self.ratio),
            "name" => value.optional(&mut self.name),
            "moment" => value.optional(&mut self.moment),
            "day" => value.optional(&mut self.day),
            "data" => value.optional(&mut self.data),
            "numbers" => value.optional(&mut self.numbers),
            "names" => value.optional(&mut self.names),
            "gaps" => value.optional(&mut self.gaps),
            "map" => value.optional(&mut self.map),
            "part" => value.optional(&mut self.part),
            "boxed" => value.optional(&mut self.boxed),
            "parts" => value.optional(&mut self.parts),
            "wrapped" => value.unwrap_optional("data", &mut self.wrapped),
            "wrapped_list" => value.unwrap_optional("data", &mut self.wrapped_list),
            "kind" => value.optional(&mut self.kind),
            "level" => value.optional(&mut self.level),
            "shape" => value.optional(&mut self.shape),
            "pet" => value.optional(&mut self.pet),
            "free" => value.optional(&mut self.free),
            "maybe" => value.maybe(&mut self.maybe),
            _ => value.unknown(),
        }
    }

    fn write_members<S: SerializeMap>(&self, to: &mut Members<'_, S>) -> Result<(), S::Error> {
        to.put_some("flag", &self.flag)?;
        to.put_some("count", &self.count)?;
        to.put_some("small", &self.small)?;
        to.put_some("big", &self.big)?;
        to.put_some("ratio", &self.ratio)?;
        to.put_some("name", &self.name)?;
        to.put_some("moment", &self.moment)?;
        to.put_some("day", &self.day)?;
        to.put_some("data", &self.data)?;
        to.put_some("numbers", &self.numbers)?;
        to.put_some("names", &self.names)?;
        to.put_some("gaps", &self.gaps)?;
        to.put_some("map", &self.map)?;
        to.put_some("part", &self.part)?;
        to.put_some("boxed", &self.boxed)?;
        to.put_some("parts", &self.parts)?;
        to.put_some("wrapped", &self.wrapped)?;
        to.put_some("wrapped_list", &self.wrapped_list)?;
        to.put_some("kind", &self.kind)?;
        to.put_some("level", &self.level)?;
        to.put_some("shape", &self.shape)?;
        to.put_some("pet", &self.pet)?;
        to.put_some("free", &self.free)?;
        to.put_maybe("maybe", &self.maybe)?;
        to.extra(&self.extra)
    }

    fn extra(&mut self) -> &mut Extra {
        &mut self.extra
    }
}
object!(Everything);

/// Required members beside an optional one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    pub id: i64,
    pub tags: Vec<String>,
    pub step: Steps,
    pub note: Option<String>,
    pub extra: Extra,
}

impl Object for Part {
    const NAME: &'static str = "Part";
    const REQUIRED: &'static [&'static str] = &["id", "tags", "step"];

    fn read_member<'de, M: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, 'de, M>) -> Result<Kept, M::Error> {
        match key {
            "id" => value.required(&mut self.id, 0),
            "tags" => value.required(&mut self.tags, 1),
            "step" => value.unwrap_required("data", &mut self.step, 2),
            "note" => value.optional(&mut self.note),
            _ => value.unknown(),
        }
    }

    fn write_members<S: SerializeMap>(&self, to: &mut Members<'_, S>) -> Result<(), S::Error> {
        to.put("id", &self.id)?;
        to.put("tags", &self.tags)?;
        to.put("step", &self.step)?;
        to.put_some("note", &self.note)?;
        to.extra(&self.extra)
    }

    fn extra(&mut self) -> &mut Extra {
        &mut self.extra
    }
}
object!(Part);

/// Members whose names are data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    pub first: Option<String>,
    pub rest: BTreeMap<String, i64>,
    pub extra: Extra,
}

impl Object for Steps {
    const NAME: &'static str = "Steps";
    const REQUIRED: &'static [&'static str] = &[];

    fn read_member<'de, M: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, 'de, M>) -> Result<Kept, M::Error> {
        match key {
            "first" => value.optional(&mut self.first),
            _ => value.rest(&mut self.rest, key),
        }
    }

    fn write_members<S: SerializeMap>(&self, to: &mut Members<'_, S>) -> Result<(), S::Error> {
        to.put_some("first", &self.first)?;
        to.rest(&self.rest)?;
        to.extra(&self.extra)
    }

    fn extra(&mut self) -> &mut Extra {
        &mut self.extra
    }
}
object!(Steps);

/// Texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Task,
    Other(String),
}

impl TextEnum for Kind {
    fn from_text(text: &str) -> Self {
        match text {
            "task" => Self::Task,
            other => Self::Other(other.to_owned()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Task => "task",
            Self::Other(text) => text,
        }
    }
}
text_enum!(Kind);

/// Numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    Low,
    Other(i64),
}

impl IntEnum for Level {
    fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Low,
            other => Self::Other(other),
        }
    }

    fn number(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Other(number) => *number,
        }
    }
}
int_enum!(Level);

/// Told apart by the kind of the JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Percent(i64),
    Ratio(f64),
    Text(String),
    Numbers(Vec<i64>),
    Texts(Vec<String>),
    Part(Box<Part>),
    Steps(Steps),
    Other(Value),
}

impl Union for Shape {
    fn from_value(value: Value) -> Self {
        if let Some(value) = fits(&value) {
            return Self::Percent(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Ratio(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Text(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Numbers(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Texts(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Part(value);
        }
        if let Some(value) = fits(&value) {
            return Self::Steps(value);
        }
        Self::Other(value)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::Serialize;
        match self {
            Self::Percent(value) => value.serialize(to),
            Self::Ratio(value) => value.serialize(to),
            Self::Text(value) => value.serialize(to),
            Self::Numbers(value) => value.serialize(to),
            Self::Texts(value) => value.serialize(to),
            Self::Part(value) => value.serialize(to),
            Self::Steps(value) => value.serialize(to),
            Self::Other(value) => value.serialize(to),
        }
    }
}
union!(Shape);

/// Told apart by a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Pet {
    Dog(Steps),
    Other(Value),
}

impl Union for Pet {
    fn from_value(value: Value) -> Self {
        match tag(&value, "first") {
            Some("dog") => fits(&value).map_or(Self::Other(value), Self::Dog),
            _ => Self::Other(value),
        }
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::Serialize;
        match self {
            Self::Dog(value) => value.serialize(to),
            Self::Other(value) => value.serialize(to),
        }
    }
}
union!(Pet);
