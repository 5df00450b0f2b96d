//! Links to documentation elsewhere.

use openapiv3::ExternalDocumentation;

use crate::node::Node;
use crate::normalize::context::vocabulary::finish;

/// Reads `externalDocs`.
pub(in crate::normalize) fn external_docs(node: &Node) -> Option<ExternalDocumentation> {
    let docs = node.get("externalDocs").filter(Node::is_object)?;
    let read = ExternalDocumentation {
        url: docs.text_of("url").unwrap_or_default(),
        description: docs.text_of("description"),
        ..ExternalDocumentation::default()
    };
    finish(&docs, "reference to documentation");
    Some(read)
}
