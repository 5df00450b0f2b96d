//! What every bearer of extensions may have.

use crate::hints::{self, Extensions, values};
use crate::node::Node;

/// The extensions of a thing: where it stands.
pub(in crate::normalize) fn at(node: &Node) -> Extensions {
    let mut extensions = Extensions::with_capacity(1);
    extensions.insert(hints::AT.into(), node.pointer().as_str().into());
    extensions
}

/// `x-name` of anything that gets a Rust name.
pub(in crate::normalize) fn name(node: &Node) -> Option<String> {
    let hint = node.get(hints::NAME)?;
    let name = values::name(hint.value());
    if name.is_none() {
        hint.error("`x-name` needs a string with at least one letter or digit");
    }
    name.map(str::to_owned)
}
