//! Types as the generator writes them.

use crate::runtime::{BTreeMap, Base64, Date, Extra, Maybe, Timestamp, Value, int_enum, object, string_enum, union};

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

object! {
    Everything;
    "flag" => optional flag;
    "count" => optional count;
    "small" => optional small;
    "big" => optional big;
    "ratio" => optional ratio;
    "name" => optional name;
    "moment" => optional moment;
    "day" => optional day;
    "data" => optional data;
    "numbers" => optional numbers;
    "names" => optional names;
    "gaps" => optional gaps;
    "map" => optional map;
    "part" => optional part;
    "boxed" => optional boxed;
    "parts" => optional parts;
    "wrapped" => optional wrapped "data";
    "wrapped_list" => optional wrapped_list "data";
    "kind" => optional kind;
    "level" => optional level;
    "shape" => optional shape;
    "pet" => optional pet;
    "free" => optional free;
    "maybe" => maybe maybe;
    _ => extra;
}

/// Required members beside an optional one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    pub id: i64,
    pub tags: Vec<String>,
    pub step: Steps,
    pub note: Option<String>,
    pub extra: Extra,
}

object! {
    Part;
    "id" => required id;
    "tags" => required tags;
    "step" => required step "data";
    "note" => optional note;
    _ => extra;
}

/// Members whose names are data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    pub first: Option<String>,
    pub rest: BTreeMap<String, i64>,
    pub extra: Extra,
}

object! {
    Steps;
    "first" => optional first;
    .. => rest;
    _ => extra;
}

/// Texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Task,
    Other(String),
}

string_enum! {
    Kind;
    "task" => Task;
}

/// Numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    Low,
    Other(i64),
}

int_enum! {
    Level;
    1 => Low;
}

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

union! {
    Shape;
    Percent;
    Ratio;
    Text;
    Numbers;
    Texts;
    Part;
    Steps;
}

/// Told apart by a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Pet {
    Dog(Steps),
    Other(Value),
}

union! {
    Pet by "first";
    "dog" => Dog;
}
