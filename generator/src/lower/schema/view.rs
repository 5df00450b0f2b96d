//! What a schema says, in the few forms that lowering tells apart.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, ReferenceOr, Schema, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::hints;
use crate::ir;
use crate::lower::schema::listed_values::{ListedValues, exact, scalar_text, whole};
use crate::pointer::Pointer;

/// What stands in the place of a schema: one, or a reference to one.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) enum SchemaRef<'a> {
    Reference(&'a str),
    Inline(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(from: &'a ReferenceOr<Schema>) -> Self {
        match from {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(from: &'a ReferenceOr<Box<Schema>>) -> Self {
        match from {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// An object as one schema describes it.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct Object<'a> {
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    /// Alternatives beside the properties: what they name may be there as well.
    pub choices: &'a [ReferenceOr<Schema>],
    /// Where it stands in the document.
    pub at: &'a str,
}

/// What a schema says.
#[derive(Debug, Clone)]
pub(in crate::lower) enum ViewKind<'a> {
    /// Anything.
    Any,
    /// One plain value.
    Scalar(ir::Type),
    /// One of several strings.
    StringEnum(ListedValues<'a>),
    /// One of several integers.
    IntegerEnum(ListedValues<'a>),
    /// Several of the same; of anything when the items are not described.
    List(Option<SchemaRef<'a>>),
    /// An object.
    Object(Object<'a>),
    /// All of several schemas, and an object of its own where properties stand beside.
    AllOf(&'a [ReferenceOr<Schema>], Option<Object<'a>>),
    /// One of several schemas.
    OneOf(&'a [ReferenceOr<Schema>]),
}

/// A view, and what it had to leave out. It borrows what the schema says: taking one costs next to nothing.
#[derive(Debug, Clone)]
pub(in crate::lower) struct SchemaView<'a> {
    pub kind: ViewKind<'a>,
    pub nullable: bool,
    pub problem: Option<&'static str>,
}

impl<'a> SchemaView<'a> {
    pub(in crate::lower) fn of(schema: &'a Schema) -> Self {
        let mut view = match &schema.schema_kind {
            SchemaKind::Type(ty) => of_type(ty),
            SchemaKind::OneOf { one_of } => ViewKind::OneOf(one_of).into(),
            SchemaKind::AnyOf { any_of } => ViewKind::OneOf(any_of).into(),
            SchemaKind::AllOf { all_of } => ViewKind::AllOf(all_of, None).into(),
            SchemaKind::Not { .. } => {
                SchemaView::from(ViewKind::Any).with_problem("`not` excludes values, which no type can: treated as free-form JSON")
            }
            SchemaKind::Any(any) => of_any(any),
        };
        view.nullable |= schema.schema_data.nullable;
        if let ViewKind::Object(object) | ViewKind::AllOf(_, Some(object)) = &mut view.kind {
            object.at = schema.schema_data.extensions.get(hints::AT).and_then(Value::as_str).unwrap_or_default();
        }
        view
    }

    fn with_problem(mut self, problem: &'static str) -> Self {
        self.problem = Some(problem);
        self
    }
}

impl<'a> From<ViewKind<'a>> for SchemaView<'a> {
    fn from(kind: ViewKind<'a>) -> Self {
        Self { kind, nullable: false, problem: None }
    }
}

/// Where a schema stands in the document.
pub(in crate::lower) fn at(schema: &Schema) -> Pointer {
    hints::at(&schema.schema_data.extensions)
}

/// Whether bounds are all that says the type of a schema.
pub(in crate::lower) fn is_by_bounds(schema: &Schema) -> bool {
    schema.schema_data.extensions.contains_key(hints::BY_BOUNDS)
}

fn of_type(ty: &Type) -> SchemaView<'_> {
    match ty {
        Type::String(string) => {
            let format = match &string.format {
                VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
                VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
                VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
                VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => "binary",
                VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
                VariantOrUnknownOrEmpty::Unknown(format) => format,
                _ => "",
            };
            match string_type(format) {
                // Days and moments are what they mean: a list of some is no list of names.
                time @ (ir::Type::Date | ir::Type::Timestamp | ir::Type::HttpDate | ir::Type::Duration) => ViewKind::Scalar(time).into(),
                ty => of_values(&string.enumeration, ViewKind::StringEnum(ListedValues::Strings(&string.enumeration)), ty),
            }
        }
        Type::Integer(integer) => {
            let format = match &integer.format {
                VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
                VariantOrUnknownOrEmpty::Unknown(format) => format,
                _ => "",
            };
            of_values(&integer.enumeration, ViewKind::IntegerEnum(ListedValues::Integers(&integer.enumeration)), integer_type(format))
        }
        Type::Number(number) => {
            let format = match &number.format {
                VariantOrUnknownOrEmpty::Unknown(format) => format.as_str(),
                _ => "",
            };
            let ty = number_type(format);
            // A list of integers is one, whatever their type is called.
            if number.enumeration.iter().flatten().all(|value| whole(*value).is_some()) && ty != ir::Type::JsonNumber {
                return of_values(&number.enumeration, ViewKind::IntegerEnum(ListedValues::Numbers(&number.enumeration)), ty);
            }
            let view = of_values(&number.enumeration, ViewKind::Scalar(ir::Type::F64), ty);
            if number.enumeration.iter().all(Option::is_none) { view } else { view.with_problem(ENUM_OF_NUMBERS) }
        }
        Type::Boolean(_) => ViewKind::Scalar(ir::Type::Bool).into(),
        Type::Array(array) => ViewKind::List(array.items.as_ref().map(SchemaRef::from)).into(),
        Type::Object(object) => ViewKind::Object(Object {
            properties: Some(&object.properties),
            required: &object.required,
            additional: object.additional_properties.as_ref(),
            choices: &[],
            at: "",
        })
        .into(),
    }
}

const ENUM_OF_NUMBERS: &str = "an enum of numbers: treated as any number";

/// A schema of one type: an enum where it lists values, and otherwise any value.
fn of_values<'a, T>(values: &[Option<T>], listed: ViewKind<'a>, any: ir::Type) -> SchemaView<'a> {
    if values.iter().all(Option::is_none) {
        return ViewKind::Scalar(any).into();
    }
    SchemaView { nullable: values.iter().any(Option::is_none), ..listed.into() }
}

/// A schema whose keywords belong to no single type, or to none.
fn of_any(any: &AnySchema) -> SchemaView<'_> {
    let described = !any.properties.is_empty();
    let alternatives = if any.one_of.is_empty() { &any.any_of } else { &any.one_of };
    let own = Object {
        properties: Some(&any.properties),
        required: &any.required,
        additional: any.additional_properties.as_ref(),
        choices: alternatives,
        at: "",
    };
    let typ = any.typ.as_deref();
    if !any.all_of.is_empty() {
        let beside = described || !any.required.is_empty() || matches!(own.additional, Some(AdditionalProperties::Schema(_)));
        return ViewKind::AllOf(&any.all_of, beside.then_some(own)).into();
    }
    if described || typ == Some("object") && !alternatives.is_empty() {
        return ViewKind::Object(own).into();
    }
    if !alternatives.is_empty() {
        return ViewKind::OneOf(alternatives).into();
    }
    if let Some(view) = of_enum(&any.enumeration, typ) {
        return view;
    }
    let format = any.format.as_deref().unwrap_or_default();
    match typ {
        Some("array") => ViewKind::List(any.items.as_ref().map(SchemaRef::from)).into(),
        Some("object") => ViewKind::Object(own).into(),
        Some("string") => ViewKind::Scalar(string_type(format)).into(),
        Some("integer") => ViewKind::Scalar(integer_type(format)).into(),
        Some("number") => ViewKind::Scalar(number_type(format)).into(),
        Some("boolean") => ViewKind::Scalar(ir::Type::Bool).into(),
        _ if any.items.is_some() => ViewKind::List(any.items.as_ref().map(SchemaRef::from)).into(),
        _ if any.additional_properties.is_some() || !any.required.is_empty() => ViewKind::Object(own).into(),
        Some("null") => SchemaView::from(ViewKind::Any).with_problem("null is the only value: treated as free-form JSON"),
        _ if !format.is_empty() => SchemaView::from(ViewKind::Any)
            .with_problem("a `format` without a `type` does not say what a value is: treated as free-form JSON"),
        _ => ViewKind::Any.into(),
    }
}

/// What an enum says; none for one without values.
fn of_enum<'a>(values: &'a [Value], typ: Option<&str>) -> Option<SchemaView<'a>> {
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value));
    if all(|_| false) {
        return None;
    }
    let (strings, integers) = (ViewKind::StringEnum(ListedValues::Any(values)), ViewKind::IntegerEnum(ListedValues::Any(values)));
    let numbers = || SchemaView::from(ViewKind::Scalar(ir::Type::F64)).with_problem(ENUM_OF_NUMBERS);
    let view: SchemaView<'_> = match typ {
        Some("string") if all(|value| scalar_text(value).is_some()) => strings.into(),
        Some("string") => SchemaView::from(ViewKind::Any).with_problem("an enum of strings with other values: treated as free-form JSON"),
        Some("integer") if all(|value| exact(value).is_some()) => integers.into(),
        Some("integer") => {
            SchemaView::from(ViewKind::Scalar(ir::Type::I64)).with_problem("an enum of integers with other values: treated as any integer")
        }
        Some("number") if all(|value| exact(value).is_some()) => integers.into(),
        Some("number") => numbers(),
        Some("boolean") => ViewKind::Scalar(ir::Type::Bool).into(),
        Some("object" | "array") => return None,
        _ if all(Value::is_string) => strings.into(),
        _ if all(Value::is_i64) => integers.into(),
        _ if all(Value::is_boolean) => ViewKind::Scalar(ir::Type::Bool).into(),
        _ if all(|value| value.is_number() && exact(value).is_some()) => integers.into(),
        _ if all(Value::is_number) => numbers(),
        _ => SchemaView::from(ViewKind::Any).with_problem("an enum of several kinds of values: treated as free-form JSON"),
    };
    Some(SchemaView { nullable: values.contains(&Value::Null), ..view })
}

/// The formats of strings that have a type of their own, in lower case.
const FORMATS: &[(&str, ir::Type)] = &[
    ("date", ir::Type::Date),
    ("date-time", ir::Type::Timestamp),
    ("datetime", ir::Type::Timestamp),
    ("date_time", ir::Type::Timestamp),
    ("timestamp", ir::Type::Timestamp),
    ("date-time-rfc1123", ir::Type::HttpDate),
    ("duration", ir::Type::Duration),
    ("base64url", ir::Type::BytesUrl),
    ("byte", ir::Type::Bytes),
    ("base64", ir::Type::Bytes),
    ("binary", ir::Type::File),
    ("file", ir::Type::File),
    ("password", ir::Type::Secret),
    ("int64", ir::Type::QuotedI64),
    ("uint64", ir::Type::QuotedU64),
];

/// The type of a string. Dates of any spelling are kept as they come.
pub(in crate::lower) fn string_type(format: &str) -> ir::Type {
    let known = FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(format));
    known.map_or(ir::Type::String, |(_, ty)| ty.clone())
}

/// Whether a number of this format is an integer.
pub(in crate::lower) fn is_integer_format(format: &str) -> bool {
    matches!(format, "int" | "integer" | "long" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64")
}

/// The formats of numbers that must keep their digits, in lower case.
const EXACT: &[&str] = &["bigdecimal", "bigint", "biginteger", "decimal", "decimal128", "int128", "uint128"];

/// The type of a number; `F64` for a format that says nothing.
pub(in crate::lower) fn number_type(format: &str) -> ir::Type {
    match format {
        _ if is_integer_format(format) => integer_type(format),
        _ if EXACT.iter().any(|known| known.eq_ignore_ascii_case(format)) => ir::Type::JsonNumber,
        _ => ir::Type::F64,
    }
}

/// The type of an integer; `I64` for a format that says nothing.
pub(in crate::lower) fn integer_type(format: &str) -> ir::Type {
    match format {
        "int8" | "int16" | "int32" | "uint8" | "uint16" => ir::Type::I32,
        "uint32" => ir::Type::U32,
        "uint64" => ir::Type::U64,
        "unixtime" => ir::Type::UnixTime,
        _ if EXACT.iter().any(|known| known.eq_ignore_ascii_case(format)) => ir::Type::JsonNumber,
        _ => ir::Type::I64,
    }
}

/// The schema that stands in a place, unless it is a reference.
pub(in crate::lower) fn inline<'a>(slot: Option<SchemaRef<'a>>) -> Option<&'a Schema> {
    match slot {
        Some(SchemaRef::Inline(schema)) => Some(schema),
        _ => None,
    }
}

/// The one value that an enum leaves, as text.
pub(in crate::lower) fn only_value(schema: &Schema) -> Option<String> {
    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return None;
    };
    match ty {
        Type::String(text) => only(&text.enumeration),
        Type::Number(number) => only(&number.enumeration),
        Type::Integer(number) => only(&number.enumeration),
        Type::Boolean(boolean) => only(&boolean.enumeration),
        Type::Object(_) | Type::Array(_) => None,
    }
}

fn only(values: &[Option<impl ToString>]) -> Option<String> {
    match values {
        [Some(value)] => Some(value.to_string()),
        _ => None,
    }
}
