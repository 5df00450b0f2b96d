//! The formats that documents are written in, and where each keeps what is shared.

use serde_json::Value;

use crate::pointer::Pointer;

/// A format of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1.
    OpenApi31,
    /// OpenAPI 3.2.
    OpenApi32,
}

/// A list of what a whole document shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::normalize) enum Section {
    Schemas,
    Parameters,
    Responses,
    SecuritySchemes,
    RequestBodies,
    Headers,
    PathItems,
    MediaTypes,
}

impl Dialect {
    /// What it is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Swagger2 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
            Self::OpenApi32 => "OpenAPI 3.2",
        }
    }

    /// The dialect of a value that is a document, if it says so.
    pub fn of(root: &Value) -> Option<Self> {
        if root.get("swagger").is_some() {
            return Some(Self::Swagger2);
        }
        let version = match root.get("openapi")? {
            Value::String(text) => text.trim().to_owned(),
            other => other.to_string(),
        };
        match version.split('.').collect::<Vec<_>>().as_slice() {
            ["3"] | ["3", "0", ..] => Some(Self::OpenApi30),
            ["3", "1", ..] => Some(Self::OpenApi31),
            // A later one has these words too.
            ["3", ..] => Some(Self::OpenApi32),
            _ => None,
        }
    }

    /// Whether it is OpenAPI 3, of any version.
    pub fn is_openapi3(self) -> bool {
        self != Self::Swagger2
    }

    /// Whether schemas are those of JSON Schema 2020-12.
    pub fn has_json_schema(self) -> bool {
        self >= Self::OpenApi31
    }

    /// The keys that lead to a section. None where the dialect has none.
    fn keys(self, section: Section) -> Option<&'static [&'static str]> {
        let in_components: &'static [&'static str] = match section {
            Section::Schemas => &["components", "schemas"],
            Section::Parameters => &["components", "parameters"],
            Section::Responses => &["components", "responses"],
            Section::SecuritySchemes => &["components", "securitySchemes"],
            Section::RequestBodies => &["components", "requestBodies"],
            Section::Headers => &["components", "headers"],
            Section::PathItems => &["components", "pathItems"],
            Section::MediaTypes => &["components", "mediaTypes"],
        };
        if self.is_openapi3() {
            return Some(in_components);
        }
        match section {
            Section::Schemas => Some(&["definitions"]),
            Section::Parameters => Some(&["parameters"]),
            Section::Responses => Some(&["responses"]),
            Section::SecuritySchemes => Some(&["securityDefinitions"]),
            Section::RequestBodies | Section::Headers | Section::PathItems | Section::MediaTypes => None,
        }
    }

    /// Where a section stands.
    pub(in crate::normalize) fn place(self, section: Section) -> Option<Pointer> {
        Some(self.keys(section)?.iter().fold(Pointer::root(), |at, key| at.push(*key)))
    }

    /// Where a component of this name stands.
    pub fn schema_at(self, name: &str) -> Pointer {
        self.place(Section::Schemas).unwrap_or_default().push(name)
    }

    /// A section of a document.
    pub(in crate::normalize) fn list(self, root: &Value, section: Section) -> Option<&Value> {
        self.keys(section)?.iter().try_fold(root, |value, key| value.get(*key))
    }

    /// The name of what stands at a place, where that is a section.
    pub(in crate::normalize) fn name_in(self, section: Section, at: &Pointer) -> Option<String> {
        let mut path = at.keys();
        for key in self.keys(section)? {
            path.next().filter(|found| found == key)?;
        }
        let name = path.next()?;
        path.next().is_none().then_some(name)
    }

    /// What a reference to a component begins with.
    pub(in crate::normalize) fn reference_start(self) -> &'static str {
        if self.is_openapi3() { "#/components/schemas/" } else { "#/definitions/" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_says_its_dialect() {
        let cases = [
            (r#"{"swagger": "2.0"}"#, Some(Dialect::Swagger2)),
            (r#"{"openapi": "3.0.4"}"#, Some(Dialect::OpenApi30)),
            (r#"{"openapi": 3.0}"#, Some(Dialect::OpenApi30)),
            (r#"{"openapi": "3.1.2"}"#, Some(Dialect::OpenApi31)),
            (r#"{"openapi": 3.1}"#, Some(Dialect::OpenApi31)),
            (r#"{"openapi": "3.2.0"}"#, Some(Dialect::OpenApi32)),
            (r#"{"openapi": "3.9.0"}"#, Some(Dialect::OpenApi32)),
            (r#"{"openapi": "4.0.0"}"#, None),
            (r#"{"openapi": ""}"#, None),
            (r"{}", None),
        ];
        for (text, expected) in cases {
            let root: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Dialect::of(&root), expected, "{text}");
        }
    }

    #[test]
    fn what_is_shared_stands_in_sections() {
        let at = Pointer::parse("/components/schemas/A").unwrap();
        assert_eq!(Dialect::OpenApi30.name_in(Section::Schemas, &at), Some("A".to_owned()));
        assert_eq!(Dialect::Swagger2.name_in(Section::Schemas, &at), None);
        assert_eq!(Dialect::OpenApi30.name_in(Section::Schemas, &at.push("properties")), None);
        assert_eq!(Dialect::Swagger2.schema_at("A"), Pointer::parse("/definitions/A").unwrap());
    }
}
