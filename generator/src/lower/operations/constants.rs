//! What can have one value only: nobody is asked for it.

use crate::ir;
use crate::lower::operations::params::Param;

/// Parameters that nobody is asked for. Those of the path become part of it, and what its query has is not sent twice.
pub(in crate::lower) fn fixed(params: Vec<Param>, path: &mut String) -> Vec<ir::Fixed> {
    let mut fixed = Vec::new();
    for Param { wire, fixed: value, place, reserved, style, part, .. } in params {
        let value = value.unwrap_or_default();
        match place {
            ir::ParamLocation::Path => {
                let before = match style.map(|style| style.form) {
                    Some(ir::StyleForm::Label) => ".".to_owned(),
                    Some(ir::StyleForm::Matrix) => format!(";{}=", encoded(&wire, false)),
                    _ => String::new(),
                };
                *path = path.replace(&format!("{{{wire}}}"), &format!("{before}{}", encoded(&value, reserved)));
            }
            ir::ParamLocation::Query if is_in_query(path, &wire, &value) => {}
            _ => fixed.push(ir::Fixed { wire, value, place, reserved, style, part }),
        }
    }
    fixed
}

/// Whether the query of a path gives a parameter this value.
fn is_in_query(path: &str, name: &str, value: &str) -> bool {
    let mut pairs = path.split_once('?').into_iter().flat_map(|(_, query)| query.split('&'));
    pairs.any(|pair| pair.split_once('=').is_some_and(|(known, text)| known == name && (text == value || text == encoded(value, false))))
}

/// Text as it stands in a path: all but unreserved characters encoded, and slashes where those stand for themselves.
fn encoded(text: &str, reserved: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            b'/' if reserved => out.push('/'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
