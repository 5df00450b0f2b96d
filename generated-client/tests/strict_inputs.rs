//! The bodies of all operations, read strictly: what the definition allows is accepted as it is, and nothing else.
#![cfg(all(feature = "strict", feature = "all"))]

mod definition;
mod operations;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tallyfy::strict;

use definition::{Definition, Members, Sampler, entries};

/// Levels of objects in a body.
const DEPTH: usize = 3;

/// The body read strictly; `None` if tolerant reading refuses it already.
type Read<'r> = &'r dyn Fn(Value) -> Option<Result<Value, strict::InputError>>;

/// A body of each operation that has a type, as the definition's schema allows it, with the function that reads it.
fn bodies(sampler: &Sampler<'_>, mut each: impl FnMut(&str, &Value, Value, Read<'_>)) {
    let samples: BTreeMap<&str, _> = operations::all().map(|sample| (sample.id, sample)).collect();
    for operation in sampler.definition.operations() {
        if let (Some(schema), Some(again)) = (operation.body(), samples[operation.id].body) {
            let read = |body| Some(again(body).ok()?.strictly.expect("the feature is on"));
            each(operation.id, schema, sampler.sample(schema, "body", DEPTH), &read);
        }
    }
}

#[test]
fn every_body_of_the_definition_is_accepted_as_it_is() {
    let definition = Definition::load();
    let mut count = 0;
    for turn in 0..4 {
        for members in [Members::All, Members::Null, Members::Required] {
            bodies(&Sampler { members, ..Sampler::new(&definition, turn) }, |id, _, body, read| {
                let read = read(body.clone()).expect("it is valid").unwrap_or_else(|error| panic!("{id}: {error}\n{body}"));
                assert_eq!(read, body, "{id}");
                count += 1;
            });
        }
    }
    assert!(count >= 12 * 150, "{count} bodies");
}

/// The paths of this property, as errors write them.
fn paths(value: &Value, name: &str, place: &str, found: &mut Vec<String>) {
    for (key, value) in entries(value) {
        let path = if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
        if key == name {
            found.push(path);
        } else {
            paths(value, name, &path, found);
        }
    }
    for (index, item) in definition::items(value).enumerate() {
        paths(item, name, &format!("{place}[{index}]"), found);
    }
}

#[test]
fn a_property_that_no_definition_names_is_refused_in_every_object() {
    let definition = Definition::load();
    let mut count = 0;
    for turn in 0..2 {
        bodies(&Sampler { unknown: true, ..Sampler::new(&definition, turn) }, |id, _, body, read| {
            let mut expected = Vec::new();
            paths(&body, "zz_unknown", "", &mut expected);
            let Err(error) = read(body.clone()).expect("it is tolerated") else {
                assert_eq!(expected, [""; 0], "{id} accepts {body}");
                return;
            };
            let mut refused: Vec<String> = error.problems().iter().map(|problem| problem.path().to_owned()).collect();
            assert!(error.problems().iter().all(|problem| problem.message().starts_with("there is no such property")), "{id}: {error}");
            refused.sort_unstable();
            expected.sort_unstable();
            assert_eq!(refused, expected, "{id}");
            count += expected.len();
        });
    }
    assert!(count >= 300, "{count} properties");
}

/// Values of other types than the schema's.
fn others(schema: &Value) -> Vec<Value> {
    let all = [json!(true), json!("true"), json!(12), json!("12"), json!(1.5), json!([]), json!([12]), json!({"a": 1}), Value::Null];
    let fits = |value: &Value| match schema["type"].as_str() {
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string() && !schema["enum"].is_array() && schema["format"] != "date-time" && schema["format"] != "date",
        // What is inside of them has tests of its own.
        Some("array") => value.is_array(),
        _ => value.is_object(),
    };
    all.into_iter().filter(|value| !fits(value)).filter(|value| !(value.is_null() && schema["x-nullable"] == true)).collect()
}

#[test]
fn a_value_of_another_type_is_refused_in_every_property() {
    let definition = Definition::load();
    let mut count = 0;
    bodies(&Sampler::new(&definition, 0), |id, schema, body, read| {
        for (name, property) in entries(&definition.resolve(schema)["properties"]) {
            let is_nullable = property["x-nullable"] == true;
            let property = definition.resolve(property);
            // Free values, and those of several types.
            if property["type"].is_null()
                || property["x-one-of"].is_array()
                || property["type"] == "object" && property["properties"].is_null()
            {
                continue;
            }
            for other in others(property).into_iter().filter(|other| !(other.is_null() && is_nullable)) {
                let mut body = body.clone();
                body[name] = other.clone();
                let Some(read) = read(body) else { continue };
                let error = read.expect_err(&format!("{id} accepts {other} for {name}"));
                let problem = &error.problems()[0];
                assert!(problem.path() == name || problem.path().starts_with(&format!("{name}[")), "{id}, {name}, {other}: {error}");
                count += 1;
            }
        }
    });
    assert!(count >= 1000, "{count} values");
}

#[test]
fn problems_are_told_with_what_is_probably_meant() {
    use tallyfy::types::{CreateGroupInput, Group};
    let written = r#"{"descripton": "a typing error", "members": ["a"], "guests": null}"#;
    let error = strict::from_str::<CreateGroupInput>(written).unwrap_err();
    assert_eq!(
        format!("{error:?}").lines().map(str::trim).collect::<Vec<_>>(),
        [
            "descripton: there is no such property; did you mean `description`?",
            "members[0]: expected an integer, found a string",
            "guests: expected an array, found null; leave the property out where it has no value",
            "the required property `name` is missing",
        ]
    );
    let error = tallyfy::Error::from(strict::from_str::<Group>("[]").unwrap_err());
    assert!(matches!(error, tallyfy::Error::Argument(_)), "{error:?}");
    assert_eq!(error.to_string(), "expected Group, found an array");
}
