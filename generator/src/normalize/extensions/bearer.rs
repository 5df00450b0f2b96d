//! What every bearer of extensions may have.

use serde_json::Value;

use crate::hints::{self, Extensions, values};
use crate::node::Node;
use crate::normalize::extensions::checks::scalar;
use crate::normalize::extensions::others;

/// The extensions of a thing: where it stands.
pub(in crate::normalize) fn at(node: &Node) -> Extensions {
    let mut extensions = Extensions::with_capacity(1);
    extensions.insert(hints::AT.into(), node.pointer().into_string().into());
    extensions
}

/// Whether a thing has extensions at all.
pub(super) fn has_hints(node: &Node) -> bool {
    let has_some = |node: &Node| node.value().as_object().is_some_and(|object| object.keys().any(|key| key.starts_with("x-")));
    has_some(node) || parameter_of(node).is_some_and(has_some)
}

/// The parameter whose type a schema is. In Swagger 2.0 they are one.
pub(in crate::normalize) fn parameter_of<'d, 'p>(node: &Node<'d, 'p>) -> Option<&'p Node<'d, 'p>> {
    let parent = node.parent().filter(|parent| node.name() == "schema" && parent.has("name"))?;
    let place = parent.value().get("in").and_then(Value::as_str);
    place.is_some_and(|place| place != "body").then_some(parent)
}

/// A hint of a schema. One that a parameter has is of its schema, where that says nothing.
pub(in crate::normalize) fn hint<'d, 'n>(node: &'n Node<'d, 'n>, key: &str) -> Option<Node<'d, 'n>> {
    let own = node.get(key);
    own.or_else(|| parameter_of(node)?.get(key))
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
