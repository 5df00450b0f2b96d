//! The paths of types that hints give, as types of the output.

use crate::code::TypePath;
use crate::ir::{self, OwnType};

/// The type that a path names. `base` is the type that the place has otherwise. None for a type that nothing can have.
pub(super) fn type_of(path: &TypePath, base: &ir::Type) -> Option<ir::Type> {
    let inside = |base: &ir::Type| match base {
        ir::Type::List(inner) | ir::Type::Map(inner) => (**inner).clone(),
        _ => ir::Type::Json,
    };
    let names: Vec<&str> = path.segments.iter().map(String::as_str).collect();
    // What the runtime has of its own is that.
    Some(match (names.as_slice(), path.arguments.as_slice()) {
        (["String"] | ["std" | "alloc", "string", "String"], []) => ir::Type::String,
        (["bool"], []) => ir::Type::Bool,
        (["i32"], []) => ir::Type::I32,
        (["i64"], []) => ir::Type::I64,
        (["u32"], []) => ir::Type::U32,
        (["u64"], []) => ir::Type::U64,
        (["f32"], []) => ir::Type::F32,
        (["f64"], []) => ir::Type::F64,
        (["serde_json", "Value"] | ["crate", "Value"], []) => ir::Type::Json,
        (["crate", "Timestamp"], []) => ir::Type::Timestamp,
        (["crate", "Date"], []) => ir::Type::Date,
        (["crate", "HttpDate"], []) => ir::Type::HttpDate,
        (["crate", "UnixTime"], []) => ir::Type::UnixTime,
        (["crate", "IsoDuration"], []) => ir::Type::Duration,
        (["crate", "JsonNumber"], []) => ir::Type::JsonNumber,
        (["crate", "QuotedI64"], []) => ir::Type::QuotedI64,
        (["crate", "QuotedU64"], []) => ir::Type::QuotedU64,
        (["crate", "Base64"], []) => ir::Type::Bytes,
        (["crate", "Base64Url"], []) => ir::Type::BytesUrl,
        (["crate", "Secret"], []) => ir::Type::Secret,
        (["Vec"] | ["std" | "alloc", "vec", "Vec"], [item]) => ir::Type::List(Box::new(type_of(item, &inside(base))?)),
        (["std" | "alloc", "collections", "BTreeMap"], [key, value]) if is_string(key) => {
            ir::Type::Map(Box::new(type_of(value, &inside(base))?))
        }
        (["Option"] | ["std" | "core", "option", "Option"], [inner]) => ir::Type::Nullable(Box::new(type_of(inner, base)?)),
        (["Box"] | ["std" | "alloc", "boxed", "Box"], [inner]) => ir::Type::Boxed(Box::new(type_of(inner, base)?)),
        (["str"], _) => return None,
        (names, _) => {
            let is_known = matches!(names, ["i8" | "i16" | "u8" | "u16"] | ["crate", "types", ..] | ["crate", "LocalDateTime"]);
            let (name, path) = (path.name.clone(), path.rooted.clone());
            ir::Type::Own(Box::new(OwnType { name, path, is_known, base: base.clone() }))
        }
    })
}

fn is_string(path: &TypePath) -> bool {
    matches!(type_of(path, &ir::Type::Json), Some(ir::Type::String))
}
