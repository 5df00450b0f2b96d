//! The names of the extensions that steer generation, and of those in which Swagger 2.0
//! facts travel through the OpenAPI 3.0 model that cannot hold them.

/// Where a thing stands in the document (a JSON pointer).
pub const AT: &str = "x-at";
/// How a list is written into one parameter: `csv`, `ssv`, `tsv`, `pipes`, `multi`.
pub const COLLECTION_FORMAT: &str = "x-collection-format";
/// Facts for the client as a whole.
pub const CLIENT: &str = "x-client";
/// Where the payload lies in a reply.
pub const ENVELOPE: &str = "x-envelope";
/// Which parameters count pages, and where the counter lies.
pub const PAGINATION: &str = "x-pagination";
/// The Rust name.
pub const NAME: &str = "x-name";
/// `never` or `always`.
pub const RETRY: &str = "x-retry";
/// May be null.
pub const NULLABLE: &str = "x-nullable";
/// Whether values beyond the listed ones are expected.
pub const ENUM_OPEN: &str = "x-enum-open";
/// Alternative schemas, which Swagger 2.0 has no word for.
pub const ONE_OF: &str = "x-one-of";
/// The named server that an operation lives on.
pub const SERVER: &str = "x-server";
