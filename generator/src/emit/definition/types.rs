//! Types.

use serde_json::{Map, Value, json};

use crate::ir::{self, Home, Namespace, Presence, Rest, Shape, Type};

/// All types that the crate defines, by their keys.
pub(super) fn definitions(api: &ir::Api) -> impl Iterator<Item = (String, Value)> {
    api.all_types().filter_map(|(def, written)| Some((key(written, def.name.as_str()), shape(written, &def.shape)?)))
}

/// A type where it is used, in a file of this namespace.
pub(super) fn ty(written: Namespace<'_>, of: &Type) -> Value {
    let word = match of {
        Type::List(item) => return json!({"list": ty(written, item)}),
        Type::Map(value) => return json!({"map": ty(written, value)}),
        Type::Nullable(inner) => return json!({"null": ty(written, inner)}),
        Type::Boxed(inner) => return ty(written, inner),
        Type::Own(own) => return json!({"own": ty(written, &own.base)}),
        Type::Named { name, home: Home::Here } => return json!({"type": key(written, name.as_str())}),
        Type::Named { name, home: Home::Types } => return json!({"type": key(Namespace::Types, name.as_str())}),
        Type::Bool => "bool",
        Type::I32 | Type::U32 => "i32",
        Type::I64 | Type::U64 | Type::JsonNumber => "i64",
        Type::QuotedI64 | Type::QuotedU64 => "quoted",
        Type::F32 | Type::F64 => "number",
        Type::String | Type::Secret => "string",
        Type::Bytes => "base64",
        Type::BytesUrl => "base64url",
        Type::Timestamp => "moment",
        Type::HttpDate => "http_date",
        Type::UnixTime => "seconds",
        Type::Duration => "duration",
        Type::Date => "date",
        Type::File => "file",
        Type::Json => "json",
    };
    json!(word)
}

fn key(written: Namespace<'_>, name: &str) -> String {
    match written {
        Namespace::Types => name.to_owned(),
        Namespace::Module(module) => format!("{module}::{name}"),
    }
}

/// What a type is; nothing where it is no value in JSON.
fn shape(written: Namespace<'_>, shape: &Shape) -> Option<Value> {
    let ty = |of: &Type| ty(written, of);
    Some(match shape {
        Shape::Struct(shape) => {
            let rest = match &shape.rest {
                Rest::Typed { ty: of, .. } => ty(of),
                Rest::Extra { .. } => Value::Null,
            };
            let key = if shape.is_tuple { "items" } else { "fields" };
            json!({key: shape.fields.iter().map(|it| field(written, it)).collect::<Vec<_>>(), "rest": rest})
        }
        Shape::StringEnum { variants, .. } => json!({"enum": variants.iter().map(|it| it.wire.as_str()).collect::<Vec<_>>()}),
        Shape::IntegerEnum { variants, .. } => json!({"enum": variants.iter().map(|it| it.wire).collect::<Vec<_>>()}),
        Shape::Tuple(items) => {
            let items = items.iter().enumerate().map(|(place, of)| json!({"name": place.to_string(), "is": "required", "type": ty(of)}));
            json!({"items": items.collect::<Vec<_>>(), "rest": null})
        }
        Shape::Newtype(of) | Shape::Alias(of) => json!({"alias": ty(of)}),
        Shape::Union(variants) => json!({"one_of": variants.iter().map(|it| ty(&it.ty)).collect::<Vec<_>>()}),
        Shape::Tagged { tag, variants, .. } => {
            let variants = variants.iter().map(|it| json!({"tags": it.wire, "type": ty(&it.ty)}));
            json!({"tag": tag, "variants": variants.collect::<Vec<_>>()})
        }
        Shape::ByStatus(variants) => {
            let raw = |raw| if raw == ir::RawBody::Bytes { "bytes" } else { "text" };
            let variant = |it: &ir::StatusVariant| json!({"status": it.status, "type": it.ty.as_ref().map(ty), "raw": it.raw.map(raw)});
            let variants = variants.iter().map(variant);
            json!({"by_status": variants.collect::<Vec<_>>()})
        }
        Shape::Errors { .. } | Shape::Headers(_) => return None,
    })
}

fn field(written: Namespace<'_>, field: &ir::Field) -> Value {
    let presence = match field.presence {
        Presence::Required | Presence::Tag => "required",
        Presence::RequiredNullable => "required_nullable",
        Presence::Optional | Presence::WriteOnly => "optional",
        Presence::OptionalNullable => "optional_nullable",
        Presence::ReadOnly => "read_only",
    };
    let mut all = Map::from_iter([
        ("name".to_owned(), json!(field.wire)),
        ("is".to_owned(), json!(presence)),
        ("type".to_owned(), ty(written, &field.ty)),
    ]);
    if let Some(fixed) = &field.fixed {
        all.insert("only".to_owned(), json!(fixed));
    }
    Value::Object(all)
}
