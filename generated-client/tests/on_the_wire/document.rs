//! The definition as the generator read it: `definition.json`.

use std::collections::BTreeSet;

use serde_json::Value;

/// The whole definition.
pub struct Document {
    root: Value,
    /// Whether a field that is called `extra` could be taken for the place of what no field takes.
    pub has_extra: bool,
}

/// One operation.
#[derive(Clone, Copy)]
pub struct Operation<'d> {
    /// Its tag and its method.
    pub key: &'d str,
    pub value: &'d Value,
}

impl Document {
    pub fn load() -> Self {
        Self::of(serde_json::from_str(include_str!("../generated/definition.json")).expect("the generator writes JSON"))
    }

    /// A definition that has been read.
    pub fn of(root: Value) -> Self {
        let fields = entries(&root["types"]).flat_map(|(_, shape)| items(&shape["fields"]));
        let letters = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let has_extra = fields.into_iter().any(|field| letters(string(&field["name"])).eq_ignore_ascii_case("extra"));
        Self { root, has_extra }
    }

    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        entries(&self.root["operations"]).map(|(key, value)| Operation { key, value })
    }

    pub fn client(&self) -> &Value {
        &self.root["client"]
    }

    /// The schemes of an operation's credentials: the first alternative.
    pub fn credentials<'d>(&'d self, operation: Operation<'d>) -> impl Iterator<Item = (&'d str, &'d Value)> {
        let auth = operation.value.get("auth").unwrap_or(&self.client()["auth"]);
        let names = items(auth).next().into_iter().flat_map(items).map(string);
        names.map(|name| (name, &self.client()["schemes"][name]))
    }

    /// What a type is that the crate defines.
    pub fn shape(&self, key: &str) -> &Value {
        &self.root["types"][key]
    }

    /// Whether an operation sends or receives values of a type that the document names, and only the application knows.
    pub fn has_own_types(&self, operation: Operation<'_>) -> bool {
        let (mut open, mut seen) = (vec![operation.value], BTreeSet::new());
        while let Some(value) = open.pop() {
            if value.get("own").is_some() {
                return true;
            }
            let named = value.get("type").and_then(Value::as_str).filter(|name| seen.insert(*name));
            open.extend(named.map(|name| self.shape(name)));
            open.extend(entries(value).map(|(_, member)| member).chain(items(value)));
        }
        false
    }

    /// A type, through its other names.
    pub fn resolve<'d>(&'d self, ty: &'d Value) -> &'d Value {
        match ty.get("type").map(|key| &self.shape(string(key))["alias"]) {
            Some(alias) if !alias.is_null() => self.resolve(alias),
            _ => ty,
        }
    }

    /// How a value looks in XML.
    pub fn xml_shape(&self, index: &Value) -> &Value {
        &self.root["xml"][index.to_string().as_str()]
    }
}

impl<'d> Operation<'d> {
    pub fn text(&self, name: &str) -> &'d str {
        string(&self.value[name])
    }

    pub fn items(&self, name: &str) -> impl Iterator<Item = &'d Value> + use<'d> {
        items(&self.value[name])
    }

    /// Whether its body or its response is XML.
    pub fn has_xml(&self) -> bool {
        ["body", "response"].iter().any(|name| !self.value[*name]["root"].is_null())
    }
}

/// The members of an object; none for anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// The items of a list; none for anything else.
pub fn items(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter()
}

/// A string; empty for anything else.
pub fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
