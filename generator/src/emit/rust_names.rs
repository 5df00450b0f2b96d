//! The names of types in Rust, once for code and documentation.

use crate::ir::Type;

/// The name of a type that is made of no other.
pub(super) enum RustName {
    /// Of the language or its prelude.
    Std(&'static str),
    /// Of the runtime.
    Runtime(&'static str),
}

/// What a type is called; none for what is made of others, or defined by the crate.
pub(super) fn rust_name(ty: &Type) -> Option<RustName> {
    Some(match ty {
        Type::Bool => RustName::Std("bool"),
        Type::I32 => RustName::Std("i32"),
        Type::I64 => RustName::Std("i64"),
        Type::U32 => RustName::Std("u32"),
        Type::U64 => RustName::Std("u64"),
        Type::QuotedI64 => RustName::Runtime("QuotedI64"),
        Type::QuotedU64 => RustName::Runtime("QuotedU64"),
        Type::JsonNumber => RustName::Runtime("JsonNumber"),
        Type::F32 => RustName::Std("f32"),
        Type::F64 => RustName::Std("f64"),
        Type::String => RustName::Std("String"),
        Type::Bytes => RustName::Runtime("Base64"),
        Type::BytesUrl => RustName::Runtime("Base64Url"),
        Type::Secret => RustName::Runtime("Secret"),
        Type::Timestamp => RustName::Runtime("Timestamp"),
        Type::HttpDate => RustName::Runtime("HttpDate"),
        Type::UnixTime => RustName::Runtime("UnixTime"),
        Type::Duration => RustName::Runtime("IsoDuration"),
        Type::Date => RustName::Runtime("Date"),
        Type::File => RustName::Runtime("File"),
        Type::Json => RustName::Runtime("Value"),
        Type::List(_) | Type::Map(_) | Type::Boxed(_) | Type::Nullable(_) | Type::Own(_) | Type::Named { .. } => return None,
    })
}
