//! Values that a schema allows.

use serde_json::{Map, Value, json};

use super::{Definition, entries, items};

/// Makes values that a schema allows. The same settings make the same values; another `turn` makes others.
#[derive(Clone, Copy)]
pub struct Sampler<'d> {
    pub definition: &'d Definition,
    /// Which alternative, which enumeration value, which spelling.
    pub turn: usize,
    pub members: Members,
    /// Objects that are more than a table of values have a member that no definition names.
    pub unknown: bool,
    /// What may come wrapped in `{data: …}` does.
    pub wrapped: bool,
}

/// Which members objects have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Members {
    All,
    /// All, those that may be null as null.
    Null,
    Required,
}

impl<'d> Sampler<'d> {
    pub fn new(definition: &'d Definition, turn: usize) -> Self {
        Self { definition, turn, members: Members::All, unknown: false, wrapped: false }
    }

    /// A value of a schema, or of a parameter. Texts and numbers tell its name, so that two of them cannot be mixed up;
    /// below `depth` levels of objects only required members are there.
    pub fn sample(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let schema = self.definition.resolve(schema);
        if let Some(choice) = pick(&schema["x-one-of"], self.turn) {
            return self.sample(choice, name, depth);
        }
        if let Some(choice) = pick(&schema["enum"], self.turn) {
            return choice.clone();
        }
        if schema["allOf"].is_array() {
            return self.merged(schema, name, depth);
        }
        match schema["type"].as_str() {
            Some("integer") => integer(schema, name, self.turn),
            Some("number") => json!(number_of(name) as f64 + 0.5),
            Some("boolean") => json!((number_of(name) + self.turn as i64) % 2 == 0),
            Some("array") => self.list(schema, name, depth),
            Some("string") => json!(text(schema, name, self.turn)),
            Some("object") => self.object(schema, name, depth),
            None if schema["properties"].is_object() => self.object(schema, name, depth),
            None => json!({"free": [1, "form", null, 1.5, {"deep": {}}], "name": name}),
            Some(other) => panic!("a schema of type {other}"),
        }
    }

    fn merged(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let mut all = Map::new();
        for part in items(&schema["allOf"]) {
            match self.sample(part, name, depth) {
                Value::Object(members) => all.extend(members),
                other => return other,
            }
        }
        if let Value::Object(own) = self.object(schema, name, depth) {
            all.extend(own);
        }
        Value::Object(all)
    }

    fn list(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let items = &schema["items"];
        let nested = !matches!(self.definition.resolve(items)["type"].as_str(), Some("string" | "integer" | "number" | "boolean"));
        let wanted = if nested && depth == 0 { 0 } else { 2 };
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        (0..wanted.max(least)).map(|at| Self { turn: self.turn + at, ..*self }.sample(items, &format!("{name}{at}"), depth)).collect()
    }

    fn object(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let required: Vec<&str> = items(&schema["required"]).filter_map(Value::as_str).collect();
        let all = depth > 0 && self.members != Members::Required;
        let mut members = Map::new();
        for (key, property) in entries(&schema["properties"]) {
            if all || required.contains(&key) {
                members.insert(key.to_owned(), self.member(property, key, depth.saturating_sub(1)));
            }
        }
        let more = &schema["additionalProperties"];
        if all && (more.is_object() || more == true) {
            let more = if more.is_object() { more } else { &Value::Null };
            members.insert("Straße 1/2".to_owned(), self.sample(more, &format!("{name}*"), depth - 1));
        } else if self.unknown && schema["properties"].is_object() {
            members.insert("zz_unknown".to_owned(), json!({"of": name, "list": [1, "2", null, {"data": {}}]}));
        }
        Value::Object(members)
    }

    fn member(&self, property: &Value, name: &str, depth: usize) -> Value {
        let nullable = property["x-nullable"] == true || self.definition.resolve(property)["x-nullable"] == true;
        let value = match self.members {
            Members::Null if nullable => Value::Null,
            _ => self.sample(property, name, depth),
        };
        if self.wrapped && property["x-envelope"] == true { json!({ "data": value }) } else { value }
    }
}

fn pick(list: &Value, turn: usize) -> Option<&Value> {
    let list = list.as_array()?;
    list.get(turn % list.len())
}

/// A number that hardly two names share.
fn number_of(name: &str) -> i64 {
    name.bytes().fold(7, |number, byte| (number * 31 + i64::from(byte)) % 99_991)
}

fn integer(schema: &Value, name: &str, turn: usize) -> Value {
    let least = schema["minimum"].as_i64();
    let number = number_of(name) + least.unwrap_or(0);
    match (schema["maximum"].as_i64(), turn) {
        (Some(most), _) => json!(least.unwrap_or(0) + number % (most - least.unwrap_or(0) + 1)),
        // More than a float can hold.
        (None, 1) => json!(9_007_199_254_740_993 + number),
        (None, _) => json!(number),
    }
}

fn text(schema: &Value, name: &str, turn: usize) -> String {
    const TIMES: [&str; 4] = ["2026-01-02 03:04:05", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05+00:00"];
    match schema["format"].as_str() {
        Some("date-time") => TIMES[turn % TIMES.len()].to_owned(),
        Some("date") => format!("2026-01-{:02}", 1 + number_of(name) % 28),
        Some("email") => format!("zoë+{name}@example.com"),
        Some("uri") => format!("https://example.com/ü?{name}=1&b=%20"),
        _ => format!("Straße 1/2 & \"{name}\"?"),
    }
}
