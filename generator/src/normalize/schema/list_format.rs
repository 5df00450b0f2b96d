//! How a list is written into one parameter.

use serde_json::Value;

use crate::diagnostic::repair::Change;
use crate::node::Node;
use crate::request::ListStyle;

/// How a list is written: what `collectionFormat` says, and for a parameter that is a list, also without it.
pub(in crate::normalize) fn list_format(node: &Node) -> Option<ListStyle> {
    let is_list = node.value().get("type").and_then(Value::as_str) == Some("array");
    let place = node.value().get("in").and_then(Value::as_str);
    let Some(given) = node.get("collectionFormat") else {
        return (place.is_some() && is_list).then_some(ListStyle::Csv);
    };
    let format = match given.value().as_str() {
        Some("multi") if !matches!(place, Some("query" | "formData")) => {
            given.warn_repaired("`multi` is for queries and forms: sent as csv", Change::Put("csv".into()));
            ListStyle::Csv
        }
        Some("csv") => ListStyle::Csv,
        Some("ssv") => ListStyle::Ssv,
        Some("tsv") => ListStyle::Tsv,
        Some("pipes") => ListStyle::Pipes,
        Some("multi") => ListStyle::Multi,
        _ => {
            given.warn_repaired(format!("unknown list format {}: sent as csv", given.value()), Change::Put("csv".into()));
            ListStyle::Csv
        }
    };
    if !is_list {
        given.warn_repaired("`collectionFormat` has no effect without `type: array`", Change::Remove);
    }
    is_list.then_some(format)
}
