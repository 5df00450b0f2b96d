//! What every bearer of extensions may have.

use crate::hints::{self, Extensions, values};
use crate::node::Node;
use crate::normalize::extensions::checks::scalar;
use crate::normalize::extensions::others;

/// The extensions of a thing: where it stands.
pub(in crate::normalize) fn at(node: &Node) -> Extensions {
    let mut extensions = Extensions::with_capacity(1);
    extensions.insert(hints::AT.into(), node.pointer().as_str().into());
    extensions
}

/// Whether a thing has extensions at all.
pub(super) fn has_hints(node: &Node) -> bool {
    node.value().as_object().is_some_and(|object| object.keys().any(|key| key.starts_with("x-")))
}

/// The name that a hint gives; where it gives none, that is reported.
pub(super) fn rust_name(hint: &Node, problem: &str) -> Option<String> {
    let text = scalar(hint);
    let name = text.as_deref().and_then(values::name);
    if name.is_none() {
        hint.warn(format!("{problem}: the hint is left out"));
    }
    name.map(str::to_owned)
}

/// The name of anything that gets a Rust name: `x-name`, or another generator's word for it.
pub(in crate::normalize) fn name(node: &Node) -> Option<String> {
    let own = node.get(hints::NAME).and_then(|hint| rust_name(&hint, "`x-name` needs a string with at least one letter or digit"));
    own.or_else(|| others::name(node))
}
