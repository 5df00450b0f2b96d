//! Every operation: the table of all calls that the generator writes, compiled for the client without `async`, and called.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tallyfy::blocking::Client;
use tallyfy::{Binary, Blocking, Call, Empty, Error, ErrorBody, File, FromJson, Json, Operation, Paged};

use crate::definition::{Definition, Sampler};
use crate::support::memory::Answer;

#[rustfmt::skip]
#[path = "../generated/samples/mod.rs"]
mod samples;

/// What the table names: all of it is there for both clients.
#[allow(unused_imports)]
mod api {
    pub use tallyfy::*;
}

/// One operation.
#[allow(dead_code, reason = "bodies and errors are the same for both clients")]
struct Sample {
    id: &'static str,
    key: &'static str,
    facts: fn() -> (&'static str, &'static str, &'static str),
    call: fn(&Client, &Args) -> Made,
    body: Option<fn(Value) -> Result<Value, serde_json::Error>>,
    failure: Option<ReadFailure>,
}

/// Says why an error is not what is declared for its status.
type ReadFailure = fn(&Error) -> Result<(), String>;

/// A call as curl makes it, and its outcome.
type Made = (String, Result<(), Error>);

fn facts<O: Operation>() -> (&'static str, &'static str, &'static str) {
    (O::ID, O::METHOD, O::PATH)
}

/// The values for a call.
struct Args {
    /// By place and name.
    values: BTreeMap<(String, String), Value>,
    body: Value,
}

#[allow(dead_code, reason = "the definition decides which are needed")]
impl Args {
    fn path<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("path", name)
    }

    fn query<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("query", name)
    }

    fn header<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("header", name)
    }

    fn form<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get("formData", name)
    }

    fn get<T: DeserializeOwned>(&self, place: &str, name: &str) -> T {
        let value = self.values[&(place.to_owned(), name.to_owned())].clone();
        serde_json::from_value(value).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn body<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.body.clone()).unwrap_or_else(|error| panic!("the body: {error}"))
    }

    fn file(&self, name: &str) -> File {
        File::from_reader(name, None, std::io::Cursor::new("content"))
    }
}

fn again<T: DeserializeOwned + Serialize>(body: Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(body)?)
}

fn failure<T: ErrorBody>(error: &Error) -> Result<(), String> {
    error.typed::<T>().map(|_| ()).map_err(|error| error.to_string())
}

fn empty<O>(call: Call<Empty, O, (), Blocking>) -> Made {
    (call.preview().expect("it can be sent"), call.send())
}

/// As bytes, and as a reader.
fn binary<O>(call: Call<Binary, O, (), Blocking>) -> Made {
    (call.preview().expect("it can be sent"), call.download().send().and_then(|download| download.write_to(&mut Vec::new())).map(drop))
}

fn json<T: FromJson + Debug + 'static, O>(call: Call<Json<T>, O, (), Blocking>) -> Made {
    (call.preview().expect("it can be sent"), call.with_response().send().map(drop))
}

fn page<T: FromJson + 'static, O>(call: Call<Paged<T>, O, (), Blocking>) -> Made {
    (call.preview().expect("it can be sent"), call.items().try_for_each(|item| item.map(drop)))
}

#[test]
fn every_operation_can_be_called_with_all_its_parameters() {
    let definition = Definition::load();
    let sampler = Sampler::new(&definition, 0);
    let builder = crate::builder("https://api.example.com").transport(Answer("application/json", "{}".into()));
    let client = builder.build().expect("all is given");
    let samples: BTreeMap<&str, &Sample> = samples::SAMPLES.iter().copied().flatten().map(|sample| (sample.id, sample)).collect();
    let operations = definition.operations();
    assert_eq!((samples.len(), operations.len()), (393, 393));
    for operation in operations {
        let sample = samples[operation.id];
        let given = operation.parameters.iter().filter(|parameter| parameter["in"] != "body" && parameter["type"] != "file");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let values = given.map(|it| ((text(&it["in"]), text(&it["name"])), sampler.sample(it, &text(&it["name"]), 1))).collect();
        let body = operation.body().map_or(Value::Null, |schema| sampler.sample(schema, "body", 3));
        let (id, method, path) = (sample.facts)();
        let (preview, outcome) = (sample.call)(&client, &Args { values, body });
        let start = path.split('{').next().unwrap_or_default();
        assert!(preview.contains(&format!("-X {method}")) && preview.contains(start), "{id}: {preview}");
        // The server answers all with an empty object: either it is a value, or it is said what it lacks.
        if let Err(error) = outcome {
            assert!(matches!(error, Error::Decode(_)), "{id}: {error}");
            assert_eq!(error.path(), path, "{id}: {error}");
        }
    }
}
