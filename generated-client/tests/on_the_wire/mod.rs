//! Every operation goes over the wire, as `definition.json` describes it: what arrives at a server on the loopback interface is
//! what the definition says, and each response and each error that it declares comes back whole.

pub mod expect;
pub mod multipart;
pub mod server;

mod contract;
pub mod document;
mod documented;
#[rustfmt::skip]
#[path = "../generated/examples/mod.rs"]
mod examples;
mod reply;
mod request;
mod sampler;
mod styles;
mod xml;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::operations::api::{Client, Error, Retry};
use super::operations::{self, Answer, Args, Listing, Sample};
use document::{Document, Operation, entries, items, string};
use reply::Outcome;
use request::{BASIC, BOUND, TOKEN};
use sampler::Sampler;
use server::{Reply, Server};

#[test]
fn every_operation_is_sent_and_answered_as_it_is_defined() {
    let (problems, count) = problems(&Document::load());
    assert!(problems.is_empty(), "{} problems in {count} operations\n{}", problems.len(), problems.join("\n"));
}

/// What of the operations of a definition is not as it is defined, and how many there are.
pub fn problems(document: &Document) -> (Vec<String>, usize) {
    let samples: BTreeMap<&str, &Sample> = operations::all().map(|sample| (sample.key, sample)).collect();
    runtime().block_on(async {
        let wire = Wire::start(document).await;
        let (mut problems, mut count) = (Vec::new(), 0);
        // What values an own type has, the application knows.
        for operation in document.operations().filter(|operation| !document.has_own_types(*operation)) {
            match samples.get(operation.key) {
                Some(sample) => {
                    count += 1;
                    problems.extend(wire.check(operation, sample).await.into_iter().map(|problem| format!("{}: {problem}", operation.key)));
                }
                // Each tag is a feature.
                None if cfg!(feature = "all") => problems.push(format!("{} is not in the crate", operation.key)),
                None => {}
            }
        }
        (problems, count)
    })
}

/// The tag and the method of an operation, and the call that its documentation shows.
type Example = (&'static str, fn(Client) -> Pin<Box<dyn Future<Output = Result<(), Error>>>>);

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

/// How much of a reply a message shows.
const SHOWN: usize = 2000;

/// A client and the server that it talks to.
struct Wire<'d> {
    document: &'d Document,
    server: Server,
    client: Client,
    /// What the client reports of responses that differ from the definition.
    drift: Arc<Mutex<Vec<String>>>,
}

impl<'d> Wire<'d> {
    async fn start(document: &'d Document) -> Self {
        let server = Server::start().await;
        let drift = Arc::<Mutex<Vec<String>>>::default();
        let client = client(document, &server, &drift).expect("all is given");
        Self { document, server, client, drift }
    }

    async fn check(&self, operation: Operation<'d>, sample: &Sample) -> Vec<String> {
        let mut problems = Vec::new();
        let (_, method, path) = (sample.facts)();
        if (method, path) != (operation.text("method"), operation.text("path")) {
            problems.push(format!("its type says {method} {path}"));
        }
        for (turn, members) in request::rounds(operation).enumerate() {
            let doubtful = Cell::new(false);
            let sampler = Sampler {
                document: self.document,
                turn,
                members,
                sent: false,
                ascii: false,
                xml: operation.has_xml(),
                doubtful: &doubtful,
            };
            let found = self.round(operation, sample, &sampler).await;
            let found = found.unwrap_or_else(|| vec!["one of its types has no value".to_owned()]);
            problems.extend(found.into_iter().map(|problem| format!("{members:?}: {problem}")));
        }
        problems
    }

    /// Calls an operation with the same values for each of its replies.
    async fn round(&self, operation: Operation<'d>, sample: &Sample, sampler: &Sampler<'_>) -> Option<Vec<String>> {
        let args = request::arguments(operation, sampler)?;
        let expected = request::expected(self.document, operation, &args, sampler)?;
        let mut problems = self.body_problems(operation, sample, &args, sampler);
        sampler.doubtful.set(false);
        for (reply, outcome) in reply::exchanges(self.document, operation, sampler)? {
            self.server.answer(reply.clone());
            let answer = (sample.call)(&self.client, &args).await;
            match self.server.take().as_slice() {
                [received] => problems.extend(expected.compare(received)),
                other => problems.push(format!("{} requests arrived", other.len())),
            }
            let drift = std::mem::take(&mut *self.drift.lock().expect("nobody panics with it"));
            let is_exact = !sampler.doubtful.get() && !operation.has_xml();
            let mut found = compare(sample, &reply, answer, outcome);
            found.extend(drift.into_iter().filter(|_| is_exact));
            let shown: String = String::from_utf8_lossy(&reply.body).chars().take(SHOWN).collect();
            problems.extend(found.into_iter().map(|problem| format!("reply {}: {problem}\n      sent {shown}", reply.status)));
        }
        Some(problems)
    }

    /// What is wrong with the type of the body: it has to take all of a value.
    fn body_problems(&self, operation: Operation<'d>, sample: &Sample, args: &Args, sampler: &Sampler<'_>) -> Vec<String> {
        let Some(again) = sample.body.filter(|_| !operation.has_xml()) else { return Vec::new() };
        let lacks = |aside: usize| aside > 0 && !sampler.doubtful.get() && !self.document.has_extra;
        match again(args.body.clone()) {
            Err(error) => vec![format!("the body's type does not take {}: {error}", args.body)],
            Ok(body) if lacks(body.aside) => vec![format!("the body's type lacks fields for {}", args.body)],
            #[cfg(feature = "strict")]
            Ok(operations::Written { strictly: Some(Err(error)), .. }) if !sampler.doubtful.get() => {
                vec![format!("the body is refused when it is read strictly: {error}")]
            }
            Ok(_) => Vec::new(),
        }
    }
}

/// What of an answer is not as it has to be.
fn compare(sample: &Sample, reply: &Reply, answer: Result<Answer, Error>, outcome: Outcome) -> Vec<String> {
    match (outcome, answer) {
        (Outcome::Error { declared }, Err(error)) => failure_problems(sample, reply, &error, declared),
        (Outcome::Error { .. }, Ok(answer)) => vec![format!("it is an error, and there came {answer:?}")],
        (_, Err(error)) => vec![error.to_string()],
        (Outcome::Something, Ok(_)) => Vec::new(),
        (Outcome::Page(items, total), Ok(Answer::Page(Listing { items: found, total: counted, .. }))) => {
            let is_same = counted == total && same(&items, &found.json);
            (!is_same).then(|| format!("read {} of {counted:?}", found.json)).into_iter().collect()
        }
        (Outcome::Page(..), Ok(answer)) => vec![format!("it is a page, and there came {answer:?}")],
        (Outcome::Value(expected), Ok(answer)) => {
            let is_same = match (&expected, &answer) {
                (Answer::Json(expected), Answer::Json(found)) if reply.media.contains("xml") => {
                    same(&xml::without_empty(&expected.json), &xml::without_empty(&found.json))
                }
                (Answer::Json(expected), Answer::Json(found)) => same(&expected.json, &found.json),
                (Answer::OfStatus(status, expected), Answer::OfStatus(of, found)) => {
                    let json = |value: &Option<operations::Written>| value.as_ref().map_or(Value::Null, |value| value.json.clone());
                    status == of && same(&json(expected), &json(found))
                }
                (expected, found) => expected == found,
            };
            (!is_same).then(|| format!("read {answer:?}")).into_iter().collect()
        }
    }
}

fn failure_problems(sample: &Sample, reply: &Reply, error: &Error, declared: bool) -> Vec<String> {
    let mut problems = Vec::new();
    if error.status().map(|status| status.as_u16()) != Some(reply.status) {
        problems.push(format!("the error has the status {:?}", error.status()));
    }
    if error.body().map_or(&[][..], |body| body) != reply.body {
        problems.push(format!("the error has the body {:?}", error.body()));
    }
    let read = sample.failure.filter(|_| declared).map(|read| read(error));
    problems.extend(read.and_then(Result::err).map(|error| format!("the error is not what is declared: {error}")));
    problems
}

/// Whether two values say the same: a property that is null means the same as one that is absent.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(_), Value::Object(_)) => {
            let mut keys = entries(one).chain(entries(other)).map(|(key, _)| key);
            keys.all(|key| same(&one[key], &other[key]))
        }
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => expect::same_number(one, other),
        _ => one == other,
    }
}

/// A client that sends all requests to the server, with all credentials that there are.
fn client(document: &Document, server: &Server, drift: &Arc<Mutex<Vec<String>>>) -> Result<Client, Error> {
    let (facts, home) = (document.client(), format!("http://{}", server.address));
    let mut client = Client::builder().base_url(format!("{home}/base")).timeout(Duration::from_secs(10)).retry(Retry::never());
    for name in items(&facts["servers"]).map(string) {
        client = client.server(name.to_owned(), format!("{home}/{}", expect::encode(name, "")));
    }
    for bound in items(&facts["bound"]) {
        client = client.bind(string(&bound["name"]).to_owned(), bound["value"].as_str().unwrap_or(BOUND));
    }
    for (scheme, facts) in entries(&facts["schemes"]) {
        client = match string(&facts["kind"]) {
            "bearer" => client.token(TOKEN),
            "basic" => client.basic_auth(BASIC.0, BASIC.1),
            _ => client.api_key(scheme, request::key_of(scheme)),
        };
    }
    #[cfg(feature = "drift")]
    let client = {
        let drift = Arc::clone(drift);
        client.on_drift(move |found| drift.lock().expect("nobody panics with it").push(found.to_string()))
    };
    #[cfg(not(feature = "drift"))]
    let _ = drift;
    client.build()
}
