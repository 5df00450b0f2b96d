//! Values of the types that a definition has.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::document::{Document, items, string};

/// Makes values. The same settings make the same values; another `turn` makes others.
#[derive(Clone)]
pub struct Sampler<'d> {
    pub document: &'d Document,
    /// Which alternative, which value of an enumeration, which spelling.
    pub turn: usize,
    pub members: Members,
    /// Without the properties that only the server sets.
    pub sent: bool,
    /// Whether texts have only letters that a header can have.
    pub ascii: bool,
    /// Whether values are to be written as XML: names are names there, and free values are texts.
    pub xml: bool,
    /// Whether some value is one of several objects that nothing tells apart: another one may take it.
    pub doubtful: &'d Cell<bool>,
}

/// Which members objects have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    All,
    /// All, those that may be null as null.
    Null,
    Required,
}

/// How many levels of records have all their members.
const DEPTH: i32 = 3;

/// Where a type that needs itself is given up.
const BOTTOM: i32 = -6;

impl Sampler<'_> {
    /// A value of a type. Texts and numbers tell its name, so that two of them cannot be mixed up. Nothing where a type needs
    /// itself.
    pub fn sample(&self, ty: &Value, name: &str) -> Option<Value> {
        self.at(ty, name, DEPTH)
    }

    fn at(&self, ty: &Value, name: &str, depth: i32) -> Option<Value> {
        if let Some(word) = ty.as_str() {
            return Some(self.word(word, name));
        }
        if let Some(item) = ty.get("list") {
            return Some(self.list(item, name, depth));
        }
        if let Some(value) = ty.get("map") {
            let value = self.at(value, name, depth - 1).filter(|_| depth > 0);
            return Some(value.into_iter().map(|value| (self.key(), value)).collect::<Map<_, _>>().into());
        }
        if let Some(base) = ty.get("own") {
            return self.at(base, name, depth);
        }
        if let Some(inner) = ty.get("null") {
            return if self.members == Members::Null { Some(Value::Null) } else { self.at(inner, name, depth) };
        }
        if depth <= BOTTOM {
            return None;
        }
        let shape = self.document.shape(string(&ty["type"]));
        if let Some(alias) = shape.get("alias") {
            return self.at(alias, name, depth);
        }
        if let Some(choices) = shape["enum"].as_array() {
            return choices.get(self.turn % choices.len().max(1)).cloned();
        }
        if let Some(choices) = shape["one_of"].as_array() {
            return self.one_of(choices, name, depth);
        }
        if let Some(places) = shape["items"].as_array() {
            return self.tuple(places, name, depth);
        }
        match shape["tag"].as_str() {
            Some(tag) => self.tagged(tag, &shape["variants"], name, depth),
            None => self.object(shape, name, depth),
        }
    }

    fn word(&self, word: &str, name: &str) -> Value {
        let number = number_of(name);
        match word {
            "bool" => json!((number as usize + self.turn) % 2 == 0),
            "i32" => json!(number),
            // More than a float can hold.
            "i64" if self.turn == 1 => json!(9_007_199_254_740_993 + number),
            "i64" => json!(number),
            "quoted" => json!(number.to_string()),
            "number" => json!(number as f64 + 0.5),
            "base64" => json!("AAH/"),
            "base64url" => json!("AAH_"),
            "moment" => json!(["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+01:00"][self.turn % 2]),
            "http_date" => json!("Sun, 06 Nov 1994 08:49:37 GMT"),
            "seconds" => json!(1_714_979_289),
            "duration" => json!("P1DT2H"),
            "date" => json!(format!("2026-01-{:02}", 1 + number % 28)),
            "json" if !self.xml => json!({"free": [1, "form", 1.5, {"deep": {}}], "name": name}),
            _ if self.ascii => json!(format!("1/2 & \"{name}\"?")),
            _ => json!(format!("Straße 1/2 & \"{name}\"?")),
        }
    }

    fn key(&self) -> String {
        if self.ascii {
            return "1/2".to_owned();
        }
        if self.xml { "Straße" } else { "Straße 1/2" }.to_owned()
    }

    fn list(&self, item: &Value, name: &str, depth: i32) -> Value {
        let ty = self.document.resolve(item);
        let shape = self.document.shape(string(&ty["type"]));
        // Of objects one is enough: they may be large.
        let is_object = ty == "json" || ["fields", "tag"].iter().any(|name| !shape[*name].is_null());
        let wanted = if is_object { usize::from(depth > 0) } else { 2 };
        (0..wanted).filter_map(|at| Self { turn: self.turn + at, ..self.clone() }.at(item, &format!("{name}{at}"), depth)).collect()
    }

    /// The items of a list that has a type for each of its places, as far as it has to go, or as it can.
    fn tuple(&self, places: &[Value], name: &str, depth: i32) -> Option<Value> {
        let all = depth > 0 && self.members != Members::Required;
        let mut list = Vec::new();
        for place in places {
            let required = string(&place["is"]).starts_with("required");
            match self.at(&place["type"], &format!("{name}{}", list.len()), depth - 1).filter(|_| required || all) {
                Some(value) => list.push(value),
                None if required => return None,
                None => break,
            }
        }
        Some(Value::Array(list))
    }

    /// The alternative of this turn, or the next one that there is a value of.
    fn one_of(&self, choices: &[Value], name: &str, depth: i32) -> Option<Value> {
        let value = (0..choices.len()).find_map(|at| self.at(choices.get((self.turn + at) % choices.len())?, name, depth - 1))?;
        let is_compound = |choice: &&Value| !self.document.resolve(choice).is_string();
        if choices.iter().filter(is_compound).count() > 1 {
            self.doubtful.set(true);
        }
        Some(value)
    }

    fn tagged(&self, tag: &str, variants: &Value, name: &str, depth: i32) -> Option<Value> {
        let variants: Vec<&Value> = items(variants).filter(|variant| items(&variant["tags"]).len() > 0).collect();
        let count = variants.len();
        (0..count).find_map(|at| {
            let variant = variants.get((self.turn + at) % count)?;
            let ty = self.document.resolve(&variant["type"]);
            let mut value = self.at(ty, name, depth - 1)?;
            let shape = self.document.shape(string(&ty["type"]));
            if shape["tag"] == tag {
                // It has alternatives of its own, by the same property.
                self.doubtful.set(true);
            } else if let Value::Object(members) = &mut value {
                let field = items(&shape["fields"]).find(|field| field["name"] == tag);
                // No name of a definition is written as bytes are.
                if field.is_some_and(|field| string(&field["type"]).starts_with("base64")) {
                    return None;
                }
                let text = string(&variant["tags"][0]);
                members.insert(tag.to_owned(), field.map_or_else(|| json!(text), |field| self.only(&field["type"], text)));
            }
            Some(value)
        })
    }

    fn object(&self, shape: &Value, name: &str, depth: i32) -> Option<Value> {
        let all = depth > 0 && self.members != Members::Required;
        let mut members = Map::new();
        for field in items(&shape["fields"]) {
            let (key, is) = (string(&field["name"]), string(&field["is"]));
            let required = is.starts_with("required");
            if !(required || all) || (self.sent && is == "read_only") {
                continue;
            }
            let value = match field["only"].as_str() {
                Some(text) => Some(self.only(&field["type"], text)),
                None if self.members == Members::Null && is.ends_with("nullable") => Some(Value::Null),
                None => self.at(&field["type"], key, depth - 1),
            };
            match value {
                Some(value) => drop(members.insert(key.to_owned(), value)),
                None if required => return None,
                None => {}
            }
        }
        if let Some(value) = Some(&shape["rest"]).filter(|rest| all && !rest.is_null()).and_then(|rest| self.at(rest, name, depth - 1)) {
            members.entry(self.key()).or_insert(value);
        }
        Some(Value::Object(members))
    }

    /// The one value that a property has, which the definition gives as text.
    fn only(&self, ty: &Value, text: &str) -> Value {
        let ty = self.document.resolve(ty);
        let is_text = match ty.as_str() {
            Some(word) => !["bool", "i32", "i64", "number", "seconds"].contains(&word),
            None => self.document.shape(string(&ty["type"]))["enum"][0].is_string(),
        };
        let parsed = serde_json::from_str(text).ok().filter(|value: &Value| !is_text && (value.is_number() || value.is_boolean()));
        parsed.unwrap_or_else(|| json!(text))
    }
}

/// A number that hardly two names share.
fn number_of(name: &str) -> i64 {
    name.bytes().fold(7, |number, byte| (number * 31 + i64::from(byte)) % 99_991)
}
