//! Parameters with a style.

use openapiv3::{CookieStyle, HeaderStyle, Parameter, ParameterData, PathStyle};

use crate::coverage::Unused;
use crate::diagnostic::repair::Change;
use crate::hints as keys;
use crate::hints::values::ParameterHints;
use crate::node::Node;

use crate::normalize::context::document::Document;
use crate::normalize::dialect::Dialect;
use crate::normalize::extensions;
use crate::normalize::openapi3::content::{QUERY_STYLES, word};

const PATH_STYLES: &[(&str, PathStyle)] = &[("simple", PathStyle::Simple), ("label", PathStyle::Label), ("matrix", PathStyle::Matrix)];
const HEADER_STYLES: &[(&str, HeaderStyle)] = &[("simple", HeaderStyle::Simple)];
const COOKIE_STYLES: &[(&str, CookieStyle)] = &[("form", CookieStyle::Form), ("cookie", CookieStyle::Form)];

impl<'d> Document<'d> {
    /// A parameter of OpenAPI 3.
    pub(in crate::normalize) fn styled_parameter(&self, node: &Node<'d, '_>, name: &str, place: &str) -> Parameter {
        let mut extensions = extensions::at(node);
        let required = node.get("required").and_then(|required| required.flag());
        if place == "path" && required != Some(true) {
            let message = "a parameter in the path is always required";
            node.warn(message);
            node.repair_at("required", message, Change::Put(true.into()));
        }
        let allow_empty_value = node.get("allowEmptyValue").and_then(|allowed| allowed.flag());
        if allow_empty_value == Some(true) && place != "query" {
            let message = "`allowEmptyValue` has no effect here";
            node.warn(message);
            node.repair_at("allowEmptyValue", message, Change::Remove);
        }
        node.skip(&["example", "examples"], Unused::Example);
        let may_be_reserved = matches!(place, "query" | "querystring") || (place == "path" && self.dialect == Dialect::OpenApi32);
        let allow_reserved = node.flag_of("allowReserved");
        if allow_reserved && !may_be_reserved {
            node.warn("`allowReserved` has no effect here");
        }
        if node.has("allowReserved") && !may_be_reserved {
            node.repair_at("allowReserved", "`allowReserved` has no effect here", Change::Remove);
        }
        let allow_reserved = allow_reserved && may_be_reserved;
        let read = ParameterHints {
            name: extensions::name(node),
            allow_reserved: allow_reserved && place == "path",
            is_plain_cookie: node.text_of("style").as_deref() == Some("cookie"),
            is_query_string: place == "querystring",
            skip_encoding: matches!(place, "path" | "query") && node.flag_of(keys::SKIP_ENCODING),
            ..ParameterHints::default()
        };
        self.hints.borrow_mut().parameters.keep(read, &mut extensions);
        let parameter_data = ParameterData {
            name: name.to_owned(),
            description: node.text_of("description"),
            required: place == "path" || required.unwrap_or_default(),
            deprecated: node.get("deprecated").and_then(|deprecated| deprecated.flag()),
            format: self.schema_or_content(node),
            example: None,
            examples: indexmap::IndexMap::new(),
            explode: node.get("explode").and_then(|explode| explode.flag()),
            extensions,
        };
        let style = node.get("style");
        match place {
            "path" => Parameter::Path { parameter_data, style: style.and_then(|style| word(&style, PATH_STYLES)).unwrap_or_default() },
            "header" => {
                Parameter::Header { parameter_data, style: style.and_then(|style| word(&style, HEADER_STYLES)).unwrap_or_default() }
            }
            "cookie" => {
                Parameter::Cookie { parameter_data, style: style.and_then(|style| word(&style, COOKIE_STYLES)).unwrap_or_default() }
            }
            _ => Parameter::Query {
                parameter_data,
                allow_reserved,
                style: style.and_then(|style| word(&style, QUERY_STYLES)).unwrap_or_default(),
                allow_empty_value,
            },
        }
    }
}
