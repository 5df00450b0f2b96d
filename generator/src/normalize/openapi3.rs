//! What OpenAPI 3 says in words of its own: parameters with styles, bodies by media type, servers, security schemes.

pub(super) mod body;
pub(super) mod content;
pub(super) mod links;
mod parameter;
pub(super) mod security;
pub(super) mod servers;
