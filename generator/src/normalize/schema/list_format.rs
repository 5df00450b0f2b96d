//! How a list is written into one parameter.

use serde_json::Value;

use crate::hints as keys;
use crate::node::Node;
use crate::normalize::context::document::Document;
use crate::normalize::context::given::Extensions;

impl<'d> Document<'d> {
    /// How a list is written, said or not.
    pub(in crate::normalize) fn collection_format(&self, node: &Node<'d, '_>, into: &mut Extensions) {
        let is_list = node.value().get("type").and_then(Value::as_str) == Some("array");
        let place = node.value().get("in").and_then(Value::as_str);
        let given = node.get("collectionFormat");
        if given.is_none() && (place.is_none() || !is_list) {
            return;
        }
        let mut format = "csv";
        if let Some(given) = given {
            match given.value().as_str() {
                Some("multi") if !matches!(place, Some("query" | "formData")) => {
                    given.warn("`multi` is for queries and forms: sent as csv");
                }
                Some("csv") => {}
                Some("ssv") => format = "ssv",
                Some("tsv") => format = "tsv",
                Some("pipes") => format = "pipes",
                Some("multi") => format = "multi",
                _ => given.warn(format!("unknown list format {}: sent as csv", given.value())),
            }
            if !is_list {
                given.warn("`collectionFormat` has no effect without `type: array`");
                return;
            }
        }
        into.insert(keys::COLLECTION_FORMAT.into(), format.into());
    }
}
