//! The names of the extensions that steer generation, and of those in which Swagger 2.0
//! facts travel through the OpenAPI 3.0 model that cannot hold them.
//!
//! Some documents carry words of another generator's for the same: `x-ms-pageable` is read as [`PAGINATION`],
//! `x-ms-parameterized-host` as a server with variables, `x-ms-paths` as further paths, `x-ms-skip-url-encoding` as
//! OpenAPI 3.0's `allowReserved`, which in a path lets slashes stand for themselves.
//!
//! In the normalised model a schema reference is `#/components/schemas/` and then the key of the
//! component as it is, without any escaping: [`component`] reads it.

/// Where a thing stands in the document (a JSON pointer). On everything that can carry it.
pub const AT: &str = "x-at";
/// How a list is written into one parameter: `csv`, `ssv`, `tsv`, `pipes`, `multi`. On every
/// parameter and form property that is a list, and on the items that are lists themselves.
pub const COLLECTION_FORMAT: &str = "x-collection-format";
/// On a property of a form: its value may be left empty.
pub const ALLOW_EMPTY: &str = "x-allow-empty-value";
/// On a parameter: reserved characters of its value stand for themselves. In a query OpenAPI 3.0 has a word of its own.
pub const ALLOW_RESERVED: &str = "x-allow-reserved";
/// On a request body: the name of the parameter that it was.
pub const BODY_NAME: &str = "x-body-name";
/// On a definition: the discriminator's text for it, when not its name.
pub const DISCRIMINATOR_VALUE: &str = "x-discriminator-value";
/// Facts for the client as a whole. `parameters` names what is given to the client once: parameters of operations, and
/// variables of the server's address, which are given so anyway and get an environment variable here.
pub const CLIENT: &str = "x-client";
/// Where the payload lies in a reply.
pub const ENVELOPE: &str = "x-envelope";
/// Which parameters count pages, and where the counter lies. For pages that are asked for by address: `keep`, parameters
/// of the query that every page is asked for with, whatever the address says of them; and `operation`, the id of the one
/// that gives the further pages. Its path tells where an address goes that is only a part of one: into the parameter
/// that the first operation's path has not.
pub const PAGINATION: &str = "x-pagination";
/// The Rust name.
pub const NAME: &str = "x-name";
/// `never` or `always`.
pub const RETRY: &str = "x-retry";
/// The header that carries a key by which the server knows a repeat.
pub const IDEMPOTENCY_KEY: &str = "x-idempotency-key";
/// How changes are written: what must be sent again, and what the server takes as a whole.
pub const CHANGES: &str = "x-changes";
/// May be null.
pub const NULLABLE: &str = "x-nullable";
/// Whether values beyond the listed ones are expected.
pub const ENUM_OPEN: &str = "x-enum-open";
/// Alternative schemas, which Swagger 2.0 has no word for.
pub const ONE_OF: &str = "x-one-of";
/// On a schema: how its values look in XML, the object `xml` less what is no fact.
pub const XML: &str = "x-xml";
/// The named server that an operation lives on.
pub const SERVER: &str = "x-server";

/// The extensions that documents and overlays may carry; all others are ignored.
pub const ALL: &[&str] = &[CLIENT, ENVELOPE, PAGINATION, NAME, RETRY, IDEMPOTENCY_KEY, CHANGES, NULLABLE, ENUM_OPEN, ONE_OF, SERVER];

/// What a schema reference in the normalised model begins with.
const COMPONENT: &str = "#/components/schemas/";

/// The reference to a component.
pub fn reference(component: &str) -> String {
    format!("{COMPONENT}{component}")
}

/// The key of the component that a reference in the normalised model leads to.
pub fn component(reference: &str) -> Option<&str> {
    reference.strip_prefix(COMPONENT)
}
