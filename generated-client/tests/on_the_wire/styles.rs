//! Values by their style, as the definition promises them: OpenAPI's table of styles, read once more.

use serde_json::Value;

use super::document::{Document, entries, items, string};
use super::expect::{encode, text};

/// A value that a parameter or a field is set to.
#[derive(Clone, Copy)]
pub struct Styled<'a> {
    pub document: &'a Document,
    /// The parameter: its name, its type and its style.
    pub parameter: &'a Value,
    pub value: &'a Value,
    /// Whether its place has percent-encoding.
    pub is_encoded: bool,
}

/// What is left of a text that takes no sign that could be taken for one between values.
pub fn without_signs(value: Value, style: &Value) -> Value {
    let signs: &[char] = match string(&style["name"]) {
        "spaceDelimited" => &[' '],
        "pipeDelimited" => &['|'],
        _ => return value,
    };
    match value {
        Value::String(text) => text.replace(signs, "-").into(),
        Value::Array(list) => list.into_iter().map(|item| without_signs(item, style)).collect(),
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name.replace(signs, "-"), without_signs(value, style)));
            Value::Object(members.collect())
        }
        other => other,
    }
}

impl Styled<'_> {
    fn style(&self) -> &str {
        string(&self.parameter["style"]["name"])
    }

    fn is_exploded(&self) -> bool {
        self.parameter["style"]["explode"] == true
    }

    fn encoded(&self, text: &str) -> String {
        let kept = match self.parameter["style"]["reserved"] == true {
            true if self.parameter["in"] == "path" => ":@!$&'()*+,;=",
            true => ":/?@!$'()*,;=",
            false => "",
        };
        if self.is_encoded { encode(text, kept) } else { text.to_owned() }
    }

    /// The names and the values, in a query, a form or cookies.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let name = string(&self.parameter["name"]);
        let of = |text: &str| (name.to_owned(), self.encoded(text));
        match (self.style(), self.value) {
            ("json" | "text", Value::Array(list)) if self.is_exploded() => {
                let item = &self.document.resolve(&self.parameter["type"])["list"];
                let written = |value| if self.style() == "json" { self.json(item, value) } else { self.text(item, value) };
                list.iter().map(|value| of(&written(value))).collect()
            }
            ("json", value) => vec![of(&self.json(&self.parameter["type"], value))],
            ("text", value) => vec![of(&self.text(&self.parameter["type"], value))],
            ("deepObject", value) => self.deep(name, &self.parameter["type"], value),
            ("form-urlencoded", value) => {
                let members = self.members(&self.parameter["type"], value).into_iter();
                members
                    .flat_map(|(name, ty, value)| match value {
                        Value::Array(list) => {
                            list.iter().map(|item| (name.to_owned(), self.encoded(&self.text(&ty["list"], item)))).collect()
                        }
                        value => vec![(name.to_owned(), self.encoded(&self.text(ty, value)))],
                    })
                    .collect()
            }
            (_, Value::Null) => Vec::new(),
            (_, Value::Array(list)) if self.is_exploded() => list.iter().map(|item| of(&self.text(&self.item(), item))).collect(),
            (_, Value::Object(_)) if self.is_exploded() => {
                let members = self.members(&self.parameter["type"], self.value).into_iter();
                members.map(|(name, ty, value)| (name.to_owned(), self.encoded(&self.text(ty, value)))).collect()
            }
            (style, Value::Array(_) | Value::Object(_)) => {
                let between = match style {
                    "spaceDelimited" => self.encoded(" "),
                    "pipeDelimited" => self.encoded("|"),
                    _ => ",".to_owned(),
                };
                let all = self.flat();
                if all.is_empty() { Vec::new() } else { vec![(name.to_owned(), all.join(&between))] }
            }
            (_, value) => vec![of(&text(value))],
        }
    }

    /// The text of a value that stands alone, in a path or a header; nothing for none.
    pub fn alone(&self) -> Option<String> {
        let exploded = self.is_exploded();
        let (start, between) = match self.style() {
            "json" => return Some(self.encoded(&self.json(&self.parameter["type"], self.value))),
            "text" => return Some(self.encoded(&self.text(&self.parameter["type"], self.value))),
            "matrix" => {
                let pairs = self.pairs().into_iter().map(|(name, value)| format!(";{}={value}", self.encoded(&name)));
                return Some(pairs.collect::<String>()).filter(|text| !text.is_empty());
            }
            "label" if exploded => (".", "."),
            "label" => (".", ","),
            _ => ("", ","),
        };
        let all = match self.value {
            Value::Object(_) if exploded => {
                let members = self.members(&self.parameter["type"], self.value).into_iter();
                members.map(|(name, ty, value)| format!("{}={}", self.encoded(name), self.encoded(&self.text(ty, value)))).collect()
            }
            Value::Array(_) | Value::Object(_) => self.flat(),
            value => vec![self.encoded(&text(value))],
        };
        (!all.is_empty()).then(|| format!("{start}{}", all.join(between)))
    }

    fn item(&self) -> Value {
        self.document.resolve(&self.parameter["type"])["list"].clone()
    }

    /// The items, or the names and values of the members in turn.
    fn flat(&self) -> Vec<String> {
        match self.value {
            Value::Array(list) => list.iter().map(|item| self.encoded(&self.text(&self.item(), item))).collect(),
            value => {
                let members = self.members(&self.parameter["type"], value).into_iter();
                members.flat_map(|(name, ty, value)| [self.encoded(name), self.encoded(&self.text(ty, value))]).collect()
            }
        }
    }

    fn deep(&self, name: &str, ty: &Value, value: &Value) -> Vec<(String, String)> {
        match value {
            Value::Null => Vec::new(),
            Value::Object(_) => {
                let members = self.members(ty, value).into_iter();
                members.flat_map(|(member, ty, value)| self.deep(&format!("{name}[{member}]"), ty, value)).collect()
            }
            Value::Array(list) => {
                let item = self.document.resolve(ty)["list"].clone();
                let has_more = list.iter().any(|item| item.is_object() || item.is_array());
                let number = |at: usize| if has_more { at.to_string() } else { String::new() };
                let all = list.iter().enumerate();
                all.flat_map(|(at, value)| self.deep(&format!("{name}[{}]", number(at)), &item, value)).collect()
            }
            value => vec![(name.to_owned(), self.encoded(&text(value)))],
        }
    }

    /// The members of an object in the order of its definition, without those that are null.
    fn members<'v>(&'v self, ty: &'v Value, value: &'v Value) -> Vec<(&'v str, &'v Value, &'v Value)> {
        let ty = self.document.resolve(ty);
        let shape = self.document.shape(string(&ty["type"]));
        let fields: Vec<(&str, &Value)> = items(&shape["fields"]).map(|field| (string(&field["name"]), &field["type"])).collect();
        let rest = if ty["map"].is_null() { &shape["rest"] } else { &ty["map"] };
        let known = fields.iter().filter_map(|(name, ty)| Some((*name, *ty, value.get(name)?)));
        let others = entries(value).filter(|(name, _)| fields.iter().all(|(known, _)| known != name));
        known.chain(others.map(|(name, value)| (name, rest, value))).filter(|(.., value)| !value.is_null()).collect()
    }

    fn text(&self, ty: &Value, value: &Value) -> String {
        if value.is_object() || value.is_array() { self.json(ty, value) } else { text(value) }
    }

    /// JSON with members in the order of their definition.
    fn json(&self, ty: &Value, value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let known =
                    self.members(ty, value).into_iter().map(|(name, ty, value)| format!("{}:{}", Value::from(name), self.json(ty, value)));
                let nulls =
                    members.iter().filter(|(_, value)| value.is_null()).map(|(name, _)| format!("{}:null", Value::from(name.as_str())));
                format!("{{{}}}", known.chain(nulls).collect::<Vec<_>>().join(","))
            }
            Value::Array(list) => {
                let item = self.document.resolve(ty)["list"].clone();
                format!("[{}]", list.iter().map(|value| self.json(&item, value)).collect::<Vec<_>>().join(","))
            }
            value => value.to_string(),
        }
    }
}
