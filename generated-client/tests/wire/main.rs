//! Every operation on the wire: what arrives at a server on the loopback interface is what the definition says, and
//! what it answers comes back whole.
//!
//! `on_the_wire` is the test that every generated crate has: it compares with what the generator read. What follows here reads
//! the definition that people wrote, so that a mistake of the generator cannot hide.

#[path = "../definition/mod.rs"]
mod definition;
mod differences;
mod expected;
#[path = "../on_the_wire/mod.rs"]
mod on_the_wire;
#[path = "../operations/mod.rs"]
mod operations;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tallyfy::types::UpdateGroupInput;
use tallyfy::{Client, Retry};

use definition::{Definition, Members, Operation, Sampler, Shape, place_and_name};
use expected::expected;
use on_the_wire::server::{Reply, Server};
use operations::{Answer, Args, Listing, Sample, Values};

/// What the values of a round have; responses have more than requests.
struct Round {
    members: Members,
    /// Responses have properties that the definition does not name.
    unknown: bool,
    /// Responses wrap what may come wrapped.
    wrapped: bool,
    /// How many levels of records have all their members.
    depth: usize,
}

const ROUNDS: [Round; 5] = [
    // Four levels reach every definition.
    Round { members: Members::All, unknown: false, wrapped: false, depth: 4 },
    Round { members: Members::All, unknown: true, wrapped: false, depth: 3 },
    Round { members: Members::All, unknown: false, wrapped: true, depth: 3 },
    Round { members: Members::Null, unknown: false, wrapped: false, depth: 3 },
    Round { members: Members::Required, unknown: false, wrapped: false, depth: 3 },
];

/// An id that has to be encoded wherever it stands.
const ORGANIZATION: &str = "Straße 1/2";

#[test]
fn every_operation_goes_over_the_wire_as_it_is_defined() {
    let definition = Definition::load();
    let operations = definition.operations();
    let samples: BTreeMap<&str, &Sample> = operations::all().map(|sample| (sample.id, sample)).collect();
    let mut problems = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(async {
        let wire = Wire::start(&definition).await;
        for operation in &operations {
            let Some(sample) = samples.get(operation.id) else {
                problems.push(format!("{} is not in the crate", operation.id));
                continue;
            };
            let (id, method, path) = (sample.facts)();
            if (id, method, path) != (operation.id, operation.method.as_str(), operation.path) {
                problems.push(format!("the type of {} says {id} {method} {path}", operation.id));
            }
            for (turn, round) in ROUNDS.iter().enumerate() {
                let found = wire.check(operation, sample, turn, round).await;
                problems.extend(found.into_iter().map(|problem| format!("{} (round {turn}): {problem}", operation.id)));
            }
        }
    });
    assert!(operations.len() > 380, "only {} operations were read", operations.len());
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn what_is_not_said_is_not_sent() {
    let definition = Definition::load();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let received = runtime.block_on(async {
        let Wire { server, client, .. } = Wire::start(&definition).await;
        server.answer(Reply { status: 204, ..Reply::default() });
        client.groups().list().await?;
        client.groups().update("a", &UpdateGroupInput::new()).await?;
        client.groups().update("a", &UpdateGroupInput::new().members([]).guests(["é@example.org"])).await?;
        client.authentication().create_token("refresh_token", "12").await?;
        Ok::<_, tallyfy::Error>(server.take())
    });
    let received = received.expect("the server answers");
    let seen: Vec<(&str, &str)> = received.iter().map(|it| (it.target.as_str(), std::str::from_utf8(&it.body).expect("text"))).collect();
    assert_eq!(
        seen,
        [
            ("/api/organizations/Stra%C3%9Fe%201%2F2/groups", ""),
            ("/api/organizations/Stra%C3%9Fe%201%2F2/groups/a", "{}"),
            ("/api/organizations/Stra%C3%9Fe%201%2F2/groups/a", r#"{"members":[],"guests":["é@example.org"]}"#),
            ("/account/oauth/token", "grant_type=refresh_token&client_id=12"),
        ]
    );
}

/// A client and the server it talks to.
struct Wire<'d> {
    definition: &'d Definition,
    server: Server,
    client: Client,
}

impl<'d> Wire<'d> {
    async fn start(definition: &'d Definition) -> Self {
        let server = Server::start().await;
        let client = Client::builder()
            .base_url(format!("http://{}/api", server.address))
            .account_url(format!("http://{}/account", server.address))
            .token("s3cret")
            .org_id(ORGANIZATION)
            .timeout(Duration::from_secs(10))
            .retry(Retry::never())
            .build();
        Self { definition, server, client: client.expect("all is given") }
    }

    async fn check(&self, operation: &Operation<'d>, sample: &Sample, turn: usize, round: &Round) -> Vec<String> {
        let plain = Sampler { members: round.members, ..Sampler::new(self.definition, turn) };
        let args = arguments(operation, &plain, round.depth);
        let mut problems = Vec::new();
        match sample.body.map(|again| again(args.body.clone())) {
            Some(Err(error)) => return vec![format!("the body's type does not take {}: {error}", args.body)],
            Some(Ok(body)) if body.aside > 0 => problems.push(format!("the body's type lacks fields for {}", args.body)),
            _ => {}
        }
        let (reply, expected) = self.reply(operation, &plain, round);
        self.server.answer(reply.clone());
        let answer = (sample.call)(&self.client, &args).await;
        match self.server.take().as_slice() {
            [received] => problems.extend(self::expected(self.definition, operation, &args).compare(received)),
            other => problems.push(format!("{} requests arrived", other.len())),
        }
        match answer.map(bare) {
            Ok(answer) if answer == expected && (round.unknown || answer.aside() == 0) => {}
            Ok(answer) => problems.push(format!("reply:\n      sent {expected:?}\n      read {answer:?}")),
            Err(error) => problems.push(format!("reply: {error}\n      sent {}", String::from_utf8_lossy(&reply.body))),
        }
        // Whatever was promised, a success without a body is no failure.
        self.server.answer(Reply { status: 204, ..Reply::default() });
        problems.extend((sample.call)(&self.client, &args).await.err().map(|error| format!("empty reply: {error}")));
        self.server.take();
        problems
    }

    /// What the server answers, and what of it has to come out.
    fn reply(&self, operation: &Operation<'d>, plain: &Sampler<'d>, round: &Round) -> (Reply, Answer) {
        let status = operation.status(self.definition).parse().expect("a success has a status of its own");
        let shape = self.definition.shape(operation);
        let (Some(schema), false) = (operation.success(self.definition), shape == Shape::Bytes) else {
            let body = if shape == Shape::Bytes { operations::file_content("reply") } else { Vec::new() };
            let answer = if shape == Shape::Bytes { Answer::Bytes(body.clone().into()) } else { Answer::Nothing };
            return (Reply { status, media: "application/octet-stream".to_owned(), body }, answer);
        };
        let sample = |sampler: &Sampler<'d>| match (shape, sampler.members) {
            // No envelope requires its payload, and none comes without it.
            (Shape::Data | Shape::Page, Members::Required) => {
                let data = &self.definition.resolve(schema)["properties"]["data"];
                json!({ "data": sampler.sample(data, "data", round.depth) })
            }
            _ => sampler.sample(schema, "reply", round.depth),
        };
        let sent = sample(&Sampler { unknown: round.unknown, wrapped: round.wrapped, ..*plain });
        let mut value = sample(&Sampler { unknown: round.unknown, ..*plain });
        let answer = match shape {
            Shape::Data => Answer::Json(value["data"].take().into()),
            Shape::Page => {
                let total = value.pointer("/meta/pagination/total").and_then(Value::as_u64);
                let items = value["data"].take().into();
                let mut info = value.as_object().cloned().unwrap_or_default();
                info.remove("data");
                Answer::Page(Listing { items, info, total })
            }
            _ => Answer::Json(value.into()),
        };
        (Reply { status, media: "application/json".to_owned(), body: sent.to_string().into_bytes() }, bare(answer))
    }
}

/// Values for all parameters, and a body.
fn arguments(operation: &Operation<'_>, sampler: &Sampler<'_>, depth: usize) -> Args {
    let mut values = Values::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter["in"] != "body" && parameter["type"] != "file") {
        let name = parameter["name"].as_str().expect("every parameter has a name");
        let value = if name == "org_id" { ORGANIZATION.into() } else { sampler.sample(parameter, name, 1) };
        values.insert(place_and_name(parameter), value);
    }
    let body = operation.body().map_or(Value::Null, |schema| sampler.sample(schema, "body", depth));
    Args { values, body }
}

/// Takes null properties out: in responses they mean the same as absent ones.
fn bare(mut answer: Answer) -> Answer {
    match &mut answer {
        Answer::Json(value) => drop_nulls(&mut value.json),
        Answer::Page(page) => {
            drop_nulls(&mut page.items.json);
            page.info.values_mut().for_each(drop_nulls);
        }
        Answer::Nothing | Answer::Bytes(_) | Answer::Text(_) | Answer::OfStatus(..) => {}
    }
    answer
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
