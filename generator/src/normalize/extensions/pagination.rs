//! `x-pagination`, and the word of another generator's for it.

use crate::coverage::Unused;
use crate::hints::values::{PaginationHint, PaginationStyle};
use crate::node::Node;
use crate::normalize::context::given::ReadParameter;
use crate::normalize::extensions::checks::{integer, one_of, pointer, properties, text, texts};
use crate::pointer::Pointer;

const STYLES: &[(&str, PaginationStyle)] = &[
    ("page", PaginationStyle::Page),
    ("offset", PaginationStyle::Offset),
    ("cursor", PaginationStyle::Cursor),
    ("next-link", PaginationStyle::NextLink),
    ("link-header", PaginationStyle::LinkHeader),
];

const KEYS: &[&str] =
    &["style", "page", "offset", "cursor", "first", "size", "items", "total", "current", "last", "next", "keep", "operation"];

/// Reads `x-pagination`.
pub(super) fn pagination(hint: &Node) -> PaginationHint {
    let mut paging = PaginationHint::default();
    properties(hint, KEYS, |key, value| match key {
        "style" => paging.style = one_of(value, STYLES),
        "page" => paging.page = text(value),
        "offset" => paging.offset = text(value),
        "cursor" => paging.cursor = text(value),
        "first" => paging.first = integer(value),
        "size" => paging.size = text(value),
        "items" => paging.items = pointer(value),
        "total" => paging.total = pointer(value),
        "current" => paging.current = pointer(value),
        "last" => paging.last = pointer(value),
        "next" => paging.next = pointer(value),
        "keep" => paging.keep = texts(value),
        _ => paging.operation = text(value),
    });
    paging
}

/// How lists with links go on, in documents for one well-known generator.
pub(super) const PAGEABLE: &str = "x-ms-pageable";

/// Reads `x-ms-pageable`, which documents for one well-known generator have on lists with links.
///
/// A list without links is whole. The version of the API belongs to every request, whatever a link says of it.
pub(super) fn pageable(hint: &Node, given: &[ReadParameter]) -> Option<PaginationHint> {
    const VERSION: &str = "api-version";
    if !hint.is_object() {
        return None;
    }
    let string = |key: &str| hint.raw(key).filter(|value| !value.value().is_null()).and_then(|value| value.text().map(String::from));
    let place = |name: String| Pointer::root().push(name).to_string();
    let (items, next, operation) = (string("itemName"), string("nextLinkName"), string("operationName"));
    hint.unread().for_each(|other| other.unused(Unused::Extension));
    let is_version = |one: &ReadParameter| (one.place, one.name.as_str()) == ("query", VERSION);
    Some(PaginationHint {
        word: Some(PAGEABLE),
        style: Some(PaginationStyle::NextLink),
        items: Some(place(items.unwrap_or_else(|| "value".to_owned()))),
        next: Some(place(next?)),
        keep: given.iter().any(is_version).then(|| vec![VERSION.to_owned()]),
        operation,
        ..PaginationHint::default()
    })
}
