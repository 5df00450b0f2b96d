//! The words that `type` knows.

/// A word that `type` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::normalize) enum Word {
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
    File,
    Null,
}

impl Word {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "string" => Self::String,
            "number" => Self::Number,
            "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            "file" => Self::File,
            "null" => Self::Null,
            _ => return None,
        })
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::File => "file",
            Self::Null => "null",
        }
    }

    /// Whether its values are single ones.
    pub fn is_scalar(self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Integer | Self::Boolean)
    }

    /// What people write for a type when they think of a programming language.
    pub fn guess(text: &str) -> Option<&'static str> {
        let text = text.trim_matches([',', ';', '.', '\'', '"', ' ']);
        Some(match text.to_ascii_lowercase().as_str() {
            "string" | "str" | "text" | "date" | "datetime" | "date-time" | "uuid" | "guid" | "char" | "binary" => "string",
            "number" | "float" | "double" | "decimal" => "number",
            "integer" | "int" | "int32" | "int64" | "long" | "short" => "integer",
            "boolean" | "bool" => "boolean",
            "array" | "list" => "array",
            "object" | "map" | "dictionary" | "dict" => "object",
            "file" => "file",
            _ => return None,
        })
    }
}
