//! Types that are not generated.

use std::hash::{Hash, Hasher};

use super::Type;

/// A type that the document names. It is the same wherever it has the same path.
#[derive(Debug, Clone)]
pub struct OwnType {
    /// What the document calls it.
    pub name: String,
    /// Its path in code.
    pub path: String,
    /// Whether it is read and written without any help: a type of the crate, or one that the runtime knows.
    pub is_known: bool,
    /// The type that its values would have otherwise; of an object free-form JSON.
    pub base: Type,
}

impl Type {
    /// Returns whether its values are written as one text where they are parameters.
    pub fn is_plain_text(&self) -> bool {
        match self {
            Self::Bool | Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F32 | Self::F64 | Self::String | Self::Secret => true,
            Self::Timestamp | Self::HttpDate | Self::UnixTime | Self::Duration | Self::Date | Self::Bytes | Self::BytesUrl => true,
            Self::QuotedI64 | Self::QuotedU64 | Self::JsonNumber => true,
            Self::Json | Self::File | Self::List(_) | Self::Map(_) | Self::Boxed(_) | Self::Nullable(_) | Self::Named { .. } => false,
            Self::Own(own) => own.base.is_plain_text(),
        }
    }

    /// Returns the type inside lists, maps, boxes and options.
    pub fn innermost(&self) -> &Self {
        self.inside(|_| true)
    }

    /// Returns the same type, to be replaced.
    pub fn innermost_mut(&mut self) -> &mut Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => inner.innermost_mut(),
            innermost => innermost,
        }
    }

    /// Returns the type without what only matters to Rust: boxes and options.
    pub fn plain(&self) -> &Self {
        self.inside(|wrapper| matches!(wrapper, Self::Boxed(_) | Self::Nullable(_)))
    }

    /// Returns the type that a value of this one contains by value: without options.
    pub fn by_value(&self) -> &Self {
        self.inside(|wrapper| matches!(wrapper, Self::Nullable(_)))
    }

    fn inside(&self, is_left_out: impl Fn(&Self) -> bool) -> &Self {
        let mut ty = self;
        while let Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) = ty
            && is_left_out(ty)
        {
            ty = inner;
        }
        ty
    }
}

impl PartialEq for OwnType {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for OwnType {}

impl Hash for OwnType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}

impl OwnType {
    /// Returns the last part of its name, without what it is generic over.
    pub fn last_name(&self) -> &str {
        let path = self.name.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or(path)
    }
}
