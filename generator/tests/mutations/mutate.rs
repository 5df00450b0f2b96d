//! Damage to documents, the same for the same seed.

use generator::Source;
use serde_json::{Map, Value, json};

/// Numbers that only depend on their seed (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number below a limit, which may be 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// A document with one or two things done to it. The donor is another one, from which it may get a part.
pub fn mutated(bytes: Vec<u8>, donor: &[u8], random: &mut Random) -> Vec<u8> {
    let value = Source::from_bytes("spec.yaml", bytes.clone()).ok().map(|source| source.value().clone());
    match value {
        Some(mut value) if random.below(5) > 0 => {
            for _ in 0..=random.below(2) {
                structure(&mut value, donor, random);
            }
            // JSON is YAML, too. Repeated keys only exist in a text.
            let text = serde_json::to_string(&value).unwrap_or_default();
            if random.below(8) == 0 { repeated(&text, random).into_bytes() } else { text.into_bytes() }
        }
        _ => text(bytes, random),
    }
}

/// Deletes, duplicates, retypes or deepens a value, swaps two references, or grafts a value of another document.
fn structure(root: &mut Value, donor: &[u8], random: &mut Random) {
    let places = places(root);
    let Some(at) = places.get(random.below(places.len())).cloned() else {
        return;
    };
    match random.below(7) {
        6 => graft(root, &at, donor, random),
        0 => delete(root, &at),
        1 => duplicate(root, &at, &places, random),
        2 => set(root, &at, |_| retyped(random)),
        3 => {
            let depth = 1 << random.below(9);
            set(root, &at, |old| deepened(old, depth, random));
        }
        4 => swap(root, &places, random),
        _ => rename(root, &at, random),
    }
}

/// The pointers of all values but the root.
fn places(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item))),
            Value::Object(properties) => {
                let escaped = |key: &String| key.replace('~', "~0").replace('/', "~1");
                open.extend(properties.iter().map(|(key, value)| (format!("{at}/{}", escaped(key)), value)));
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    found.sort();
    found
}

fn split(at: &str) -> (&str, String) {
    let (parent, key) = at.rsplit_once('/').unwrap_or(("", at));
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

fn set(root: &mut Value, at: &str, change: impl FnOnce(Value) -> Value) {
    if let Some(value) = root.pointer_mut(at) {
        *value = change(value.take());
    }
}

fn delete(root: &mut Value, at: &str) {
    let (parent, key) = split(at);
    match root.pointer_mut(parent) {
        Some(Value::Object(properties)) => {
            properties.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            key.parse().ok().filter(|index| *index < items.len()).map(|index: usize| items.remove(index));
        }
        _ => {}
    }
}

/// Puts a copy of a value beside itself, or anywhere.
fn duplicate(root: &mut Value, at: &str, places: &[String], random: &mut Random) {
    let Some(copy) = root.pointer(at).cloned() else {
        return;
    };
    if random.below(2) == 0
        && let Some(other) = places.get(random.below(places.len()))
    {
        return set(root, other, |_| copy);
    }
    let (parent, key) = split(at);
    match root.pointer_mut(parent) {
        Some(Value::Object(properties)) => {
            properties.insert(format!("{key}_"), copy);
        }
        Some(Value::Array(items)) => items.push(copy),
        _ => {}
    }
}

/// Puts a value of another document in place of one: in half of the cases of one with the same key.
fn graft(root: &mut Value, at: &str, donor: &[u8], random: &mut Random) {
    let Ok(donor) = Source::from_bytes("spec.yaml", donor.to_vec()) else {
        return;
    };
    let (all, (_, key)) = (places(donor.value()), split(at));
    let alike: Vec<&String> = all.iter().filter(|place| split(place).1 == key).collect();
    let found = match random.below(2) {
        0 if !alike.is_empty() => alike.get(random.below(alike.len())).copied(),
        _ => all.get(random.below(all.len())),
    };
    if let Some(value) = found.and_then(|place| donor.value().pointer(place)).cloned() {
        set(root, at, |_| value);
    }
}

fn retyped(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!("false"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("object"),
        json!("array"),
        json!("日本\u{202e}\u{0}`{}[]*/"),
        json!("#/definitions/Pet"),
        json!([]),
        json!(["string", "null", "string"]),
        json!([[[]]]),
        json!({}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/paths"}),
        json!({"$ref": "other.yaml#/a"}),
        json!({"type": "array", "items": {"type": "array"}}),
        json!({"": {"": {}}}),
        json!({"allOf": [{"$ref": "#/definitions/Pet"}, {"$ref": "#/definitions/Cat"}]}),
        json!({"x-one-of": [{}, {"type": "null"}], "enum": [1, "a", null, [], {}]}),
    ];
    values[random.below(values.len())].clone()
}

fn deepened(value: Value, depth: usize, random: &mut Random) -> Value {
    let key = ["items", "properties", "allOf", "additionalProperties", "schema", "a"][random.below(6)];
    (0..depth).fold(value, |inner, _| match key {
        "items" => json!({"type": "array", "items": inner}),
        "allOf" => json!([{"allOf": [inner]}]),
        "properties" => json!({"type": "object", "properties": {"a": inner}}),
        key => Value::Object(Map::from_iter([(key.to_owned(), inner)])),
    })
}

/// Swaps two references, or lets one lead to any place.
fn swap(root: &mut Value, places: &[String], random: &mut Random) {
    let references: Vec<&String> = places.iter().filter(|at| at.ends_with("/$ref")).collect();
    if references.is_empty() {
        return;
    }
    let (one, other) = (references[random.below(references.len())], references[random.below(references.len())]);
    if random.below(2) == 0 {
        let target = format!("#{}", places[random.below(places.len())]);
        return set(root, one, |_| target.into());
    }
    let (first, second) = (root.pointer(one).cloned(), root.pointer(other).cloned());
    set(root, one, |old| second.unwrap_or(old));
    set(root, other, |old| first.unwrap_or(old));
}

/// Gives a property the name of another one's kind, at the end of its object.
fn rename(root: &mut Value, at: &str, random: &mut Random) {
    const NAMES: [&str; 16] = [
        "",
        "$ref",
        "type",
        "items",
        "allOf",
        "enum",
        "properties",
        "schema",
        "in",
        "name",
        "self",
        "x-name",
        "default",
        "Vec",
        "crate",
        "a/b~c",
    ];
    let (parent, key) = split(at);
    if let Some(Value::Object(properties)) = root.pointer_mut(parent)
        && let Some(value) = properties.shift_remove(&key)
    {
        properties.insert(NAMES[random.below(NAMES.len())].to_owned(), value);
    }
}

/// A JSON text with one of its properties twice.
fn repeated(text: &str, random: &mut Random) -> String {
    let starts: Vec<usize> = text.match_indices(":{").map(|(at, _)| at + 2).collect();
    match starts.get(random.below(starts.len())) {
        Some(at) => format!("{}\"description\":\"a\",\"description\":\"b\",\"type\":\"c\",{}", &text[..*at], &text[*at..]),
        None => text.to_owned(),
    }
}

/// Cuts the text off, or writes random bytes or words into it.
fn text(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const WORDS: [&str; 12] = ["{", "}", "[", "]", ": ", "\n  ", "\t", "\"", "&a ", "*a", "<<: ", "\n---\n"];
    if random.below(3) == 0 {
        bytes.truncate(random.below(bytes.len() + 1));
        return bytes;
    }
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        if random.below(2) == 0 {
            bytes.splice(at..at, WORDS[random.below(WORDS.len())].bytes());
        } else if let Some(byte) = bytes.get_mut(at) {
            *byte = random.below(256) as u8;
        }
    }
    bytes
}
