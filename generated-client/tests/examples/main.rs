//! What the API is known to send and to take: every example is read as the type of its operation, and nothing of it
//! is lost.
//!
//! Two collections go through the same tests: `tests/fixtures/`, which is ours and has each quirk of the API once, and
//! the examples among the project's shared facts, where they are at hand.

mod compare;
#[path = "../definition/mod.rs"]
mod definition;
mod errors;
mod memory;
#[path = "../operations/mod.rs"]
mod operations;
mod webhooks;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};
use tallyfy::{Client, Retry};

use compare::differences;
use definition::{Definition, Operation, Sampler, Shape, repository};
use memory::{Memory, block_on};
use operations::{Answer, Args, Listing, Sample};

/// One request or response.
#[derive(Debug, Deserialize)]
struct Example {
    method: String,
    path: String,
    kind: String,
    status: Option<u16>,
    body: Value,
    /// What the payload is exactly when it is written again, where that matters.
    again: Option<Value>,
    /// How many objects hold what no field takes: none in a fixture that does not say so. Of the shared examples it is
    /// not known.
    aside: Option<usize>,
    /// What the fixture is there for.
    #[serde(default)]
    why: String,
}

/// Requests among the shared examples that show a part of a body, by what they leave out although the server needs it.
const PARTS: [(&str, &str, &str); 2] =
    [("POST", "/organizations/{org_id}/runs", "checklist_id"), ("PUT", "/organizations/{org_id}/checklists/{checklist_id}", "title")];

/// What errors of no operation in particular are tried on: a list, a write, an operation without a response and a download.
const ANY: [&str; 4] = ["getOrganizationGroups", "createGroup", "deleteGroup", "downloadObject"];

#[test]
fn fixtures_are_read_and_written_whole() {
    let mut files: Vec<_> = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .read_dir()
        .expect("the fixtures are a folder")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    files.sort();
    let examples = files.iter().flat_map(|path| {
        let text = std::fs::read_to_string(path).expect("a fixture can be read");
        let mut examples: Vec<Example> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        examples.iter_mut().for_each(|example| example.aside = example.aside.or(Some(0)));
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        examples.into_iter().map(move |example| (format!("{file}: {}", example.why), example))
    });
    check(examples.collect());
}

#[test]
#[ignore = "needs ../shared/tallyfy-api: `cargo xtask ci --only 'shared facts'`"]
fn known_examples_are_read_and_written_whole() {
    let path = repository().join("../shared/tallyfy-api/examples.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let examples = text.lines().enumerate().map(|(at, line)| {
        let example = serde_json::from_str(line).unwrap_or_else(|error| panic!("line {}: {error}", at + 1));
        (format!("line {}", at + 1), example)
    });
    check(examples.collect());
}

fn check(examples: Vec<(String, Example)>) {
    let definition = Definition::load();
    let operations = definition.operations();
    let samples = operations::all().map(|sample| (sample.id, sample)).collect();
    let known = operations.iter().map(|operation| ((operation.method.as_str(), operation.path), operation)).collect();
    let bench = Bench { definition: &definition, samples, known };
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut problems = Vec::new();
    for (name, example) in &examples {
        let (kind, found) = bench.check(example);
        *counts.entry(kind).or_default() += 1;
        problems.extend(found.into_iter().map(|problem| format!("{name}: {} {}: {problem}", example.method, example.path)));
    }
    println!("{} examples: {counts:?}", examples.len());
    assert!(!examples.is_empty(), "there are no examples");
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

struct Bench<'d> {
    definition: &'d Definition,
    samples: HashMap<&'static str, &'static Sample>,
    known: HashMap<(&'d str, &'d str), &'d Operation<'d>>,
}

impl<'d> Bench<'d> {
    /// What kind of example it was, and what is wrong.
    fn check(&self, example: &Example) -> (&'static str, Vec<String>) {
        if example.method == "WEBHOOK" {
            return ("webhooks", webhooks::check(&example.path, &example.body));
        }
        if example.method == "ANY" {
            let known = |id: &&str| self.known.values().find(|operation| operation.id == *id).copied();
            let operations: Vec<_> = ANY.iter().filter_map(known).collect();
            assert_eq!(operations.len(), ANY.len(), "the definition has another id for one of {ANY:?}");
            return ("errors of any operation", operations.into_iter().flat_map(|operation| self.response(operation, example)).collect());
        }
        let Some(operation) = self.known.get(&(example.method.as_str(), example.path.as_str())) else {
            return ("unknown", vec!["the definition has no such operation".to_owned()]);
        };
        match (example.kind.as_str(), example.status.unwrap_or_default()) {
            ("request", _) => ("requests", self.request(operation, example)),
            ("response", 400..) => ("errors", self.response(operation, example)),
            ("response", _) => ("responses", self.response(operation, example)),
            (other, _) => ("unknown", vec![format!("an example of kind {other}")]),
        }
    }

    fn request(&self, operation: &Operation<'d>, example: &Example) -> Vec<String> {
        let Some(sample) = self.samples.get(operation.id) else {
            return vec!["the crate has no such operation".to_owned()];
        };
        let mut body = example.body.clone();
        let part = PARTS.iter().find(|(method, path, _)| (*method, *path) == (operation.method.as_str(), operation.path));
        if let (Some((.., missing)), Some(members)) = (part, body.as_object_mut()) {
            members.entry(*missing).or_insert_with(|| "left out".into());
        }
        match sample.body.map(|again| again(body.clone())) {
            Some(Ok(again)) if again.json == body => put_aside(again.aside, example).into_iter().collect(),
            Some(Ok(again)) => vec![format!("\n      {body}\n      became {}", again.json)],
            Some(Err(error)) => vec![format!("{error}\n      {body}")],
            None => self.form(operation, sample, example),
        }
    }

    /// A form is not read but written: each field that the example has must arrive.
    fn form(&self, operation: &Operation<'d>, sample: &Sample, example: &Example) -> Vec<String> {
        let mut args = self.arguments(operation);
        let Some(fields) = example.body.as_object() else {
            return vec![format!("{} is no form", example.body)];
        };
        let fields_by_place = fields.iter().map(|(name, value)| (("form".to_owned(), name.clone()), value.clone()));
        if let Some(((_, unknown), _)) = fields_by_place.clone().find(|(key, _)| !args.values.contains_key(key)) {
            return vec![format!("the definition has no field {unknown}")];
        }
        args.values.extend(fields_by_place);
        let memory = Memory::new(204, Vec::new());
        let seen = memory.seen();
        let outcome = block_on((sample.call)(&client(memory), &args));
        let sent = form_fields(&seen.lock().expect("nobody panics with it").concat());
        let arrived = |name: &str, value: &Value| sent.iter().any(|(known, text)| known == name && Some(text.as_str()) == value.as_str());
        let lost = fields.iter().filter(|(name, value)| !arrived(name, value));
        lost.map(|(name, _)| format!("{name} does not arrive: {sent:?} {outcome:?}")).collect()
    }

    fn response(&self, operation: &Operation<'d>, example: &Example) -> Vec<String> {
        let Some(sample) = self.samples.get(operation.id) else {
            return vec!["the crate has no such operation".to_owned()];
        };
        // A body that is no JSON stands there as a text.
        let body = example.body.as_str().map_or_else(|| example.body.to_string(), str::to_owned);
        let status = example.status.unwrap_or(200);
        let client = client(Memory::new(status, body.into_bytes()));
        let outcome = block_on((sample.call)(&client, &self.arguments(operation)));
        if status >= 400 {
            return errors::problems(outcome, status, &example.body);
        }
        match outcome {
            // Nothing is what became of nothing, whatever it is called in the type.
            Ok(_) if example.body == "" => Vec::new(),
            Ok(answer) => {
                let mut found = changed(&answer, example);
                found.extend(lost(self.definition.shape(operation), &example.body, answer));
                found
            }
            Err(error) => vec![format!("{error}\n      {}", example.body)],
        }
    }

    fn arguments(&self, operation: &Operation<'d>) -> Args {
        let sampler = Sampler::new(self.definition, 0);
        let parameters = operation.parameters.iter().filter(|parameter| parameter["in"] != "body" && parameter["type"] != "file");
        let values = parameters.map(|parameter| {
            let name = parameter["name"].as_str().expect("every parameter has a name");
            (definition::place_and_name(parameter), sampler.sample(parameter, name, 1))
        });
        let body = operation.body().map_or(Value::Null, |schema| sampler.sample(schema, "body", 1));
        Args { values: values.collect(), body }
    }
}

/// Whether the payload is written again as the example wants it, and all of it has its field.
fn changed(answer: &Answer, example: &Example) -> Vec<String> {
    let (Answer::Json(payload) | Answer::Page(Listing { items: payload, .. })) = answer else {
        return Vec::new();
    };
    let again = example.again.as_ref().filter(|again| **again != payload.json);
    let again = again.map(|again| format!("{} is not {again}", payload.json));
    again.into_iter().chain(put_aside(payload.aside, example)).collect()
}

fn put_aside(aside: usize, example: &Example) -> Option<String> {
    let expected = example.aside.filter(|expected| *expected != aside);
    expected.map(|expected| format!("{aside} objects hold what no field takes, not {expected}: {}", example.body))
}

/// What of a response does not come out.
fn lost(shape: Shape, body: &Value, answer: Answer) -> Vec<String> {
    let enveloped = body.get("data").is_some();
    let beside = || body.as_object().into_iter().flatten().filter(|(name, _)| *name != "data");
    match answer {
        Answer::OfStatus(..) => vec!["no example has a response of several kinds".to_owned()],
        Answer::Nothing => differences(body, &Value::Null, ""),
        Answer::Bytes(_) | Answer::Text(_) => vec!["what is no JSON has no examples".to_owned()],
        Answer::Json(value) if shape == Shape::Data && enveloped => {
            // Counters of lists that have no pages are left to `with_response`.
            let lost = beside().filter(|(name, value)| *name != "meta" && !value.is_null());
            let mut found: Vec<String> = lost.map(|(name, value)| format!(".{name}: {value} is not in the reply's type")).collect();
            found.extend(differences(&body["data"], &value.json, ".data"));
            found
        }
        Answer::Page(page) if body.is_object() => {
            let rest: Map<String, Value> = beside().map(|(name, value)| (name.clone(), value.clone())).collect();
            let mut found = differences(&body["data"], &page.items.json, ".data");
            found.extend((rest != page.info).then(|| format!("{rest:?} became {:?}", page.info)));
            let total = body.pointer("/meta/pagination/total").or_else(|| body.pointer("/pagination/total"));
            let total = total.and_then(|total| total.as_u64().or_else(|| total.as_str()?.parse().ok()));
            found.extend((total != page.total).then(|| format!("the total is {total:?}, not {:?}", page.total)));
            found
        }
        Answer::Json(value) => differences(body, &value.json, ""),
        Answer::Page(page) => differences(body, &page.items.json, ""),
    }
}

fn client(memory: Memory) -> Client {
    let client = Client::builder().transport(memory).token("s3cret-token").org_id("organization").retry(Retry::never()).build();
    client.expect("all is given")
}

/// Reads the fields of an encoded form.
fn form_fields(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (plain(name), plain(value))).collect()
}
