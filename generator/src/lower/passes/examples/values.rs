//! Values that an example can show: those of the definition where it has any, else such as the type, the format and
//! the name suggest.

use serde_json::{Value, json};

use crate::ir::{self, Namespace, Presence, Sample, Shape, Type, TypeIndex};
use crate::lower::example_values::suggestions;
use crate::names::words;

/// How many optional fields of an object in a path are set.
const SETTERS: usize = 2;

/// Objects inside objects beyond this are left empty.
const DEPTH: usize = 4;

/// The types of the crate, as a module sees them.
pub(super) struct Values<'a> {
    pub index: &'a TypeIndex<'a>,
    /// Where the types of the module's operations are written.
    pub module: Namespace<'a>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct ValueSite<'n> {
    /// Its name on the wire.
    wire: &'n str,
    /// What the definition gives as an example of it.
    given: Option<&'n Value>,
    /// Where its type is written.
    written: Namespace<'n>,
    depth: usize,
    /// How many optional fields of an object are set.
    setters: usize,
    /// Whether fields are set that do not show well what they are.
    any_setter: bool,
}

impl<'a> Values<'a> {
    /// A value of a parameter.
    pub(super) fn of_arg(&self, arg: &ir::Arg) -> Sample {
        // A path has no segment for an object without members.
        let in_path = arg.place == ir::ParamLocation::Path;
        let setters = if in_path { SETTERS } else { 0 };
        let site = ValueSite { given: arg.example.as_ref(), setters, any_setter: in_path, ..ValueSite::new(&arg.wire, self.module) };
        self.value(&arg.ty, site)
    }

    /// A body, and of an object so many optional fields.
    pub(super) fn of_body(&self, kind: &ir::BodyKind, setters: usize) -> Sample {
        match kind {
            ir::BodyKind::Json { ty, .. }
            | ir::BodyKind::UrlEncoded { ty, .. }
            | ir::BodyKind::Xml { ty, .. }
            | ir::BodyKind::JsonLines { ty, .. } => self.value(ty, ValueSite { setters, ..ValueSite::new("body", self.module) }),
            ir::BodyKind::Text { .. } => Sample::Text("Hello".to_owned()),
            ir::BodyKind::Bytes { media } => Sample::File(format!("content.{}", extension(media))),
        }
    }

    /// Whether a value is a line of text or a number, and so shows well what it is.
    pub(super) fn is_plain(&self, ty: &Type) -> bool {
        match self.resolve(ty).0 {
            Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::String | Type::Timestamp | Type::Date => true,
            Type::List(item) => !matches!(self.resolve(item).0, Type::List(_)) && self.is_plain(item),
            named @ Type::Named { .. } => {
                matches!(
                    self.shape(named, self.module),
                    Some((Shape::Newtype(_) | Shape::StringEnum { .. } | Shape::IntegerEnum { .. }, _))
                )
            }
            _ => false,
        }
    }

    /// The field that tells which object it is, where it can be displayed and is always there.
    pub(super) fn significant_field(&self, ty: &Type) -> Option<crate::names::Ident> {
        let (ty, written) = self.resolve(ty);
        let Some((Shape::Struct(shape), _)) = self.shape(ty, written) else {
            return None;
        };
        let shows = |field: &&ir::Field| {
            let plain = matches!(field.ty, Type::String | Type::I32 | Type::I64 | Type::U32 | Type::U64);
            plain && field.presence == Presence::Required && !field.deprecated
        };
        let named = |wire: &str| shape.fields.iter().filter(shows).find(|field| field.wire == wire);
        ["id", "name", "title"].into_iter().find_map(named).map(|field| field.name.clone())
    }

    /// A type of the module behind its other names, and where that is written.
    fn resolve<'t>(&'t self, ty: &'t Type) -> (&'t Type, Namespace<'a>) {
        self.index.resolve(ty, self.module)
    }

    /// The shape of a named type, and where its parts are written.
    fn shape<'m>(&self, ty: &Type, written: Namespace<'m>) -> Option<(&'a Shape, Namespace<'m>)> {
        let (ty, written) = self.index.resolve(ty, written);
        let (def, written) = self.index.definition(ty, written)?;
        Some((&def.shape, written))
    }

    fn value(&self, ty: &Type, at: ValueSite<'_>) -> Sample {
        match ty {
            Type::Bool => Sample::Bool(at.given.and_then(Value::as_bool).unwrap_or(true)),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 => Sample::Integer(integer(ty, at)),
            Type::QuotedI64 | Type::QuotedU64 | Type::JsonNumber => Sample::Integer(integer(&Type::U64, at)),
            Type::F32 | Type::F64 => Sample::Number(at.given.and_then(Value::as_f64).unwrap_or(suggestions::NUMBER)),
            Type::String => Sample::Text(at.text().unwrap_or_else(|| suggestions::text(at.wire))),
            Type::Secret => Sample::Text(at.text().unwrap_or_else(|| suggestions::SECRET.to_owned())),
            Type::Bytes | Type::BytesUrl => Sample::Text("content".to_owned()),
            Type::Timestamp | Type::UnixTime => Sample::Text(at.moment(suggestions::TIMESTAMP)),
            Type::HttpDate => Sample::Text(suggestions::HTTP_DATE.to_owned()),
            Type::Date => Sample::Text(at.moment(suggestions::DATE)),
            Type::Duration => Sample::Text(suggestions::DURATION.to_owned()),
            Type::File => Sample::File(format!("{}.pdf", words(at.wire).join("-"))),
            Type::Json => Sample::Json(at.given.cloned().unwrap_or_else(|| json!({ "key": "value" }))),
            Type::List(item) => Sample::List(self.list(item, at)),
            Type::Map(value) => Sample::Map(self.map(value, at)),
            Type::Boxed(inner) | Type::Nullable(inner) => self.value(inner, at),
            Type::Own(own) => Sample::Own { value: own_value(&own.base, at), is_given: at.given.is_some() },
            Type::Named { .. } => self.named(ty, at),
        }
    }

    /// One item, or the first of those that the definition gives. None where an item would hold such a list again.
    fn list(&self, item: &Type, at: ValueSite<'_>) -> Vec<Sample> {
        if at.depth >= DEPTH {
            return Vec::new();
        }
        let given = at.given.and_then(|given| given.as_array()?.first());
        vec![self.value(item, ValueSite { given, setters: 0, depth: at.depth + 1, ..at })]
    }

    fn map(&self, value: &Type, at: ValueSite<'_>) -> Vec<(String, Sample)> {
        if at.depth >= DEPTH {
            return Vec::new();
        }
        let given = at.given.and_then(|given| given.as_object()?.iter().next());
        let key = given.map_or("key", |(key, _)| key);
        let sample =
            self.value(value, ValueSite { wire: key, given: given.map(|(_, value)| value), setters: 0, depth: at.depth + 1, ..at });
        vec![(key.to_owned(), sample)]
    }

    fn named(&self, ty: &Type, at: ValueSite<'_>) -> Sample {
        let Some((shape, written)) = self.shape(ty, at.written) else {
            return Sample::Default;
        };
        let at = ValueSite { written, ..at };
        match shape {
            Shape::Alias(target) | Shape::Newtype(target) => self.value(target, at),
            Shape::StringEnum { variants, .. } => {
                let given = at.given.and_then(Value::as_str);
                let chosen = variants.iter().find(|variant| Some(variant.wire.as_str()) == given).or(variants.first());
                chosen.map_or_else(
                    || Sample::Other(Box::new(Sample::Text(suggestions::text(at.wire)))),
                    |variant| Sample::Variant(variant.name.clone()),
                )
            }
            Shape::IntegerEnum { variants, .. } => {
                let given = at.given.and_then(Value::as_i64);
                let chosen = variants.iter().find(|variant| Some(variant.wire) == given).or(variants.first());
                chosen.map_or_else(|| Sample::Other(Box::new(Sample::Integer(1))), |variant| Sample::Variant(variant.name.clone()))
            }
            Shape::Tuple(items) => {
                let given = |place: usize| at.given.and_then(|given| given.get(place));
                let item =
                    |(place, ty): (usize, &Type)| self.value(ty, ValueSite { given: given(place), setters: 0, depth: at.depth + 1, ..at });
                Sample::Tuple(items.iter().enumerate().map(item).collect())
            }
            Shape::Struct(shape) if at.depth > DEPTH && !shape.is_late() => Sample::Default,
            Shape::Struct(shape) => self.object(shape, at),
            Shape::Union(variants) => self.alternative(variants.iter().map(|one| (&one.name, &one.ty)), at),
            Shape::Tagged { variants, .. } => self.alternative(variants.iter().map(|one| (&one.name, &one.ty)), at),
            // These are only read.
            Shape::ByStatus(_) | Shape::Errors { .. } | Shape::Headers(_) => Sample::Default,
        }
    }

    fn alternative<'t>(&self, mut all: impl Iterator<Item = (&'t crate::names::Ident, &'t Type)>, at: ValueSite<'_>) -> Sample {
        match all.next() {
            Some((name, ty)) if at.depth <= DEPTH => {
                let value = self.value(ty, ValueSite { depth: at.depth + 1, setters: 0, ..at });
                Sample::Alternative(name.clone(), Box::new(value))
            }
            _ => Sample::Other(Box::new(Sample::Json(Value::Null))),
        }
    }

    fn object(&self, shape: &ir::Struct, at: ValueSite<'_>) -> Sample {
        let given_of = |field: &ir::Field| match field.wire.parse::<usize>() {
            Ok(place) if shape.is_tuple => at.given?.get(place),
            _ => at.given?.get(&field.wire),
        };
        let value = |field: &ir::Field, depth: usize| {
            let given = field.example.as_ref().or_else(|| given_of(field));
            self.value(&field.ty, ValueSite { wire: &field.wire, given, depth, setters: 0, any_setter: false, ..at })
        };
        let (required, optional): (Vec<_>, Vec<_>) = shape.fields.iter().partition(|field| field.presence.is_given_at_first());
        let args = required.into_iter().filter(|field| field.fixed.is_none()).map(|field| value(field, at.depth + 1)).collect();
        let has_setter = |field: &&ir::Field| field.presence != Presence::ReadOnly && !field.deprecated;
        let mut plain: Vec<_> = optional.into_iter().filter(has_setter).filter(|field| at.any_setter || self.is_plain(&field.ty)).collect();
        let is_given = |field: &ir::Field| field.example.is_some() || given_of(field).is_some();
        // A stable sort: what the definition has an example of comes first.
        plain.sort_by_key(|field| !is_given(field));
        let setters = plain.into_iter().take(at.setters).map(|field| (field.name.clone(), value(field, at.depth + 1))).collect();
        Sample::Object { args, setters }
    }
}

/// The JSON of a value that only its type knows: what the definition gives, or else what its schema suggests.
fn own_value(base: &Type, at: ValueSite<'_>) -> Value {
    at.given.cloned().unwrap_or_else(|| suggestions::of_type(base, at.wire))
}

impl<'n> ValueSite<'n> {
    fn new(wire: &'n str, written: Namespace<'n>) -> Self {
        Self { wire, given: None, written, depth: 0, setters: 0, any_setter: false }
    }

    /// The string that the definition gives, if a line of a program can show it.
    fn text(&self) -> Option<String> {
        let text = match self.given? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty() && text.len() <= 80 && !text.contains(char::is_control)).then_some(text)
    }

    /// The moment that the definition gives, if it is one.
    fn moment(&self, otherwise: &str) -> String {
        let given = self.text().filter(|text| text.len() >= 10 && text.starts_with(|c: char| c.is_ascii_digit()));
        given.unwrap_or_else(|| otherwise.to_owned())
    }
}

/// The file that the bytes of a response are saved to.
pub(super) fn file_of(endpoint: &ir::Endpoint) -> String {
    let media = endpoint.media_types.first().map(String::as_str).unwrap_or_default();
    let name = words(endpoint.name.as_str()).into_iter().rfind(|word| !matches!(word.as_str(), "download" | "get" | "export" | "read"));
    format!("{}.{}", name.unwrap_or_else(|| "download".to_owned()), extension(media))
}

/// How files of a media type usually end.
fn extension(media: &str) -> &str {
    match media.split(';').next().unwrap_or_default().trim() {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "application/zip" => "zip",
        "application/json" => "json",
        _ => "bin",
    }
}

fn integer(ty: &Type, at: ValueSite<'_>) -> i64 {
    let given = at.given.and_then(Value::as_i64);
    let fits = |number: &i64| match ty {
        Type::I32 => i32::try_from(*number).is_ok(),
        Type::U32 => u32::try_from(*number).is_ok(),
        Type::U64 => *number >= 0,
        _ => true,
    };
    given.filter(fits).unwrap_or_else(|| suggestions::integer(at.wire))
}
