//! Example values: of every schema of a document one that is valid by it, the same each time.
//!
//! What the document gives comes first, where it is valid: the schema's own example, the part of an example of what it stands in,
//! the default. What it lacks is made by the schema.
//!
//! ```
//! use generator::lower::example_values::{Direction, ExampleValues};
//!
//! let text = r#"{
//!     "swagger": "2.0",
//!     "info": { "title": "Example", "version": "1" },
//!     "paths": {},
//!     "definitions": {
//!         "Group": {
//!             "type": "object",
//!             "required": ["id"],
//!             "properties": { "id": { "type": "string", "readOnly": true }, "size": { "type": "integer", "minimum": 60 } }
//!         }
//!     }
//! }"#;
//! let document = generator::source::Source::parse("example.json", text).unwrap();
//! let loaded = generator::load::load(&document, None, &generator::NoFiles, generator::Extras::default());
//! let examples = ExampleValues::new(&loaded.openapi, &loaded.hints);
//! let group = examples.of_definition("Group", Direction::Response).unwrap();
//! assert_eq!(group, serde_json::json!({ "id": "a1b2c3d4", "size": 60 }));
//! let sent = examples.of_definition("Group", Direction::Request).unwrap();
//! assert_eq!(sent, serde_json::json!({ "size": 60 }));
//! ```

mod check;
mod direction;
mod facets;
mod form;
mod sampler;
mod scalars;
pub(in crate::lower) mod suggestions;
mod whole;

use std::cell::Cell;

use indexmap::IndexMap;
use openapiv3::{MediaType, OpenAPI, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr, Response, Schema, StatusCode};
use serde_json::Value;

pub use self::check::Violation;
use self::check::{Check, LOOKS};
pub use self::direction::Direction;
use self::sampler::Sampler;
use crate::hints::{self, Hints};
use crate::lower::schema::definitions::Definitions;
use crate::lower::schema::view::SchemaRef;
use crate::pointer::Pointer;

/// How many objects and lists an optional one may lie in.
const NESTING: usize = 4;

/// The same in the examples of types, which are compiled.
const NESTING_IN_TYPES: usize = 2;

/// The example values of a document.
pub struct ExampleValues<'a> {
    definitions: Definitions<'a>,
}

/// An example of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyExample<'a> {
    /// Its media type, as the document writes it.
    pub media: &'a str,
    /// Its schema, if it has one.
    pub schema: Option<&'a ReferenceOr<Schema>>,
    /// The value: of a form, the object of its fields; of text and bytes, a string.
    pub value: Value,
}

impl<'a> ExampleValues<'a> {
    /// Looks at the schemas of a document.
    pub fn new(document: &'a OpenAPI, hints: &'a Hints) -> Self {
        Self { definitions: Definitions::new(document, hints) }
    }

    /// Returns a value that fits a schema. `name` is what it stands for, such as a property's name: made strings are like it. None
    /// where no value can be made: what the schema requires contains itself.
    pub fn of_schema(&self, schema: &'a ReferenceOr<Schema>, name: &str, direction: Direction) -> Option<Value> {
        self.sample(schema.into(), name, None, direction)
    }

    /// Returns a value of a definition.
    pub fn of_definition(&self, name: &str, direction: Direction) -> Option<Value> {
        let index = self.definitions.find(&hints::reference(name))?;
        // As a reference to it: one with subtypes is one of them.
        Sampler::new(&self.definitions, direction, NESTING).definition(index, name)
    }

    /// Returns the value of a parameter, as JSON.
    pub fn of_parameter(&self, parameter: &'a Parameter) -> Option<Value> {
        let data = parameter.parameter_data_ref();
        let given = data.example.as_ref().or_else(|| first(&data.examples));
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.sample(schema.into(), &data.name, given, Direction::Request),
            ParameterSchemaOrContent::Content(content) => Some(self.body(content, None, Direction::Request)?.value),
        }
    }

    /// Returns a body for the request of an operation: of this media type, or of the first.
    pub fn of_request(&self, operation: &'a Operation, media: Option<&str>) -> Option<BodyExample<'a>> {
        self.body(&operation.request_body.as_ref()?.as_item()?.content, media, Direction::Request)
    }

    /// Returns a body for the response of an operation with this status: of this media type, or of the first. None where it has no
    /// body, or where nothing is declared for the status.
    pub fn of_response(&self, operation: &'a Operation, status: u16, media: Option<&str>) -> Option<BodyExample<'a>> {
        self.body(&response(operation, status)?.content, media, Direction::Response)
    }

    /// Returns what a schema does not allow of a value.
    pub fn violations(&self, schema: &'a ReferenceOr<Schema>, value: &Value, direction: Direction) -> Vec<Violation> {
        let looks = Cell::new(LOOKS);
        let mut check = Check::new(&self.definitions, direction, &looks);
        check.value(schema.into(), value, &Pointer::root(), 0);
        check.found
    }

    fn body(&self, content: &'a IndexMap<String, MediaType>, media: Option<&str>, direction: Direction) -> Option<BodyExample<'a>> {
        let (name, found) = match media {
            Some(media) => content.iter().find(|(name, _)| bare(name).eq_ignore_ascii_case(bare(media)))?,
            None => content.first()?,
        };
        let given = found.example.as_ref().or_else(|| first(&found.examples));
        let value = match &found.schema {
            Some(schema) => self.sample(schema.into(), "body", given, direction)?,
            None => given?.clone(),
        };
        Some(BodyExample { media: name, schema: found.schema.as_ref(), value })
    }

    fn sample(&self, slot: SchemaRef<'a>, name: &str, given: Option<&Value>, direction: Direction) -> Option<Value> {
        Sampler::new(&self.definitions, direction, NESTING).sample(slot, name, given)
    }
}

/// A value for the type of a schema, by the name of the type.
pub(in crate::lower) fn of_type<'a>(definitions: &Definitions<'a>, slot: SchemaRef<'a>, name: &str) -> Option<Value> {
    Sampler::new(definitions, Direction::None, NESTING_IN_TYPES).sample(slot, name, None)
}

/// A value for the type of a definition: of one with subtypes, one of those.
pub(in crate::lower) fn of_definition(definitions: &Definitions<'_>, index: usize, name: &str) -> Option<Value> {
    Sampler::new(definitions, Direction::None, NESTING_IN_TYPES).definition(index, name)
}

/// A value for the type of what a definition with subtypes is by itself.
pub(in crate::lower) fn of_base(definitions: &Definitions<'_>, index: usize, name: &str) -> Option<Value> {
    Sampler::new(definitions, Direction::None, NESTING_IN_TYPES).base(index, name)
}

/// A value for the type of one of the alternatives beside the properties of a schema.
pub(in crate::lower) fn of_alternative<'a>(
    definitions: &Definitions<'a>,
    slot: SchemaRef<'a>,
    part: SchemaRef<'a>,
    name: &str,
) -> Option<Value> {
    Sampler::new(definitions, Direction::None, NESTING_IN_TYPES).alternative(slot, part, name)
}

/// The response that an operation declares for a status: for the very one, for its hundred, or for all others.
pub fn response(operation: &Operation, status: u16) -> Option<&Response> {
    let all = &operation.responses;
    let declared = |code: StatusCode| all.responses.get(&code);
    let found = declared(StatusCode::Code(status)).or_else(|| declared(StatusCode::Range(status / 100)));
    found.or(all.default.as_ref())?.as_item()
}

/// The first of several examples.
fn first(examples: &IndexMap<String, ReferenceOr<openapiv3::Example>>) -> Option<&Value> {
    examples.values().filter_map(ReferenceOr::as_item).find_map(|example| example.value.as_ref())
}

/// A media type without its parameters.
fn bare(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}
