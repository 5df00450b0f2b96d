//! The maintainers' commands.

use crate::table::{Inside, layer};

/// The order of the folders.
pub const TABLE: Inside = Inside::Ordered(&[
    layer("repository"),
    layer("tools"),
    layer("wasm"),
    layer("sync"),
    layer("documents"),
    layer("package"),
    layer("programs"),
    layer("commands"),
    layer("corpus"),
    layer("examples"),
    layer("conformance"),
    layer("contract"),
    layer("ci"),
]);
