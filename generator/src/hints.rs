//! Hints: extensions that steer generation, and what they say.
//!
//! `normalize` reads each hint once, reports what is wrong with it, and keeps what it says as a value of a type of its own
//! ([`values`]). `lower` takes the value. The model itself ([`openapiv3`](https://docs.rs/openapiv3)) cannot hold such values:
//! they are kept beside it in [`Hints`], and what they belong to has their number among its extensions.
//!
//! In the normalised model a schema reference is `#/components/schemas/` and then the key of the
//! component as it is, without any escaping: [`component`] reads it.

mod store;
mod table;
pub mod values;
mod webhooks;

pub use self::store::{Extensions, HINTS, Hints, Table};
pub use self::table::*;
pub use self::webhooks::{CallbackSource, Webhook};

use serde_json::Value;

use crate::pointer::Pointer;

/// Where a thing stands in the document (a JSON pointer). Among the extensions of everything that has some.
pub const AT: &str = "x-at";

/// How many schemas the first items of a list have, and whether there are no others. Among the extensions of a list whose items are
/// one of these, in their order, and then of what further ones are.
pub const PREFIX: &str = "x-prefix";

/// That the type of a schema is a conclusion: nothing but bounds of such values stands there. Among its extensions.
pub const BY_BOUNDS: &str = "x-by-bounds";

/// What a schema demands beyond what the model can hold: sentences. Among its extensions.
pub const DEMANDS: &str = "x-demands";

/// The OAuth 2 flow of another device, which the model has no place for: `[URL where it begins, URL of tokens, scopes]`. Among the
/// extensions of the flows.
pub const DEVICE_AUTHORIZATION: &str = "x-device-authorization";

/// The text of the item of a media type's stream that only says that no other follows. Among the extensions of the media type.
pub const STREAM_END: &str = "x-stream-end";

/// The method of an operation that the model has no place for. Among its extensions.
pub const METHOD: &str = "x-method";

/// Where the bearer of these extensions stands in the document; the root when it is not known.
pub fn at(extensions: &Extensions) -> Pointer {
    let text = extensions.get(AT).and_then(Value::as_str);
    text.and_then(Pointer::parse).unwrap_or_default()
}

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
