//! How a list is written into one parameter.

use serde_json::Value;

use crate::hints::values::ListFormat;
use crate::node::Node;

/// How a list is written: what `collectionFormat` says, and for a parameter that is a list, also without it.
pub(in crate::normalize) fn list_format(node: &Node) -> Option<ListFormat> {
    let is_list = node.value().get("type").and_then(Value::as_str) == Some("array");
    let place = node.value().get("in").and_then(Value::as_str);
    let Some(given) = node.get("collectionFormat") else {
        return (place.is_some() && is_list).then_some(ListFormat::Csv);
    };
    let format = match given.value().as_str() {
        Some("multi") if !matches!(place, Some("query" | "formData")) => {
            given.warn("`multi` is for queries and forms: sent as csv");
            ListFormat::Csv
        }
        Some("csv") => ListFormat::Csv,
        Some("ssv") => ListFormat::Ssv,
        Some("tsv") => ListFormat::Tsv,
        Some("pipes") => ListFormat::Pipes,
        Some("multi") => ListFormat::Multi,
        _ => {
            given.warn(format!("unknown list format {}: sent as csv", given.value()));
            ListFormat::Csv
        }
    };
    if !is_list {
        given.warn("`collectionFormat` has no effect without `type: array`");
    }
    is_list.then_some(format)
}
