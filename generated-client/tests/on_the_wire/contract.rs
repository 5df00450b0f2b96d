//! Every operation is called once with values that are valid by the definition, against a server that holds them against it. What
//! comes back is read, and may not differ from what the types say.

use std::collections::BTreeMap;
use std::fs;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body::Body as _;
use serde_json::{Value, json};

use super::super::operations::api::{Body, Client, Error, HttpTransport, Retry, Transport, TransportError, TransportFuture};
use super::super::operations::{self, Args, Sample};
use super::document::{Document, entries, items, string};
use super::request;

/// The environment variable with the file that says what is called, and where.
const PLAN: &str = "CONTRACT_PLAN";

/// Reads the plan (`url`, `operations`: by method and path `values` by place and name, and a `body`), makes the calls, and writes what
/// came of each to the file that the plan names `results`.
#[test]
#[ignore = "needs a server, which `cargo xtask contract` starts"]
fn every_operation_is_called_once_by_a_plan() {
    let path = std::env::var_os(PLAN).expect("the plan is named");
    let plan: Value = serde_json::from_slice(&fs::read(path).expect("there is a plan")).expect("the plan is JSON");
    let results = super::runtime().block_on(carried_out(&plan));
    fs::write(string(&plan["results"]), Value::Array(results).to_string()).expect("results can be written");
}

async fn carried_out(plan: &Value) -> Vec<Value> {
    let document = Document::load();
    let received = Arc::<Mutex<Vec<Value>>>::default();
    let drift = Arc::<Mutex<Vec<String>>>::default();
    let client = client(&document, plan, &received, &drift).expect("all is given");
    let samples: BTreeMap<&str, &Sample> = operations::all().map(|sample| (sample.key, sample)).collect();
    let mut results = Vec::new();
    // What is gone cannot be read.
    let mut all: Vec<_> = document.operations().collect();
    all.sort_by_key(|operation| operation.text("method") == "DELETE");
    for operation in all {
        let name = format!("{} {}", operation.text("method"), operation.text("path"));
        let (Some(sample), Some(given)) = (samples.get(operation.key), plan["operations"].get(&name)) else { continue };
        let mut args = Args { body: given["body"].clone(), ..Args::default() };
        for value in items(&given["values"]) {
            args.values.insert((string(&value["in"]).to_owned(), string(&value["name"]).to_owned()), value["value"].clone());
        }
        let answer = (sample.call)(&client, &args).await;
        let received = std::mem::take(&mut *received.lock().expect("nobody panics with it"));
        let drift = std::mem::take(&mut *drift.lock().expect("nobody panics with it"));
        let error = answer.err().map(|error| error.to_string());
        results.push(json!({ "key": operation.key, "operation": name, "received": received, "error": error, "drift": drift }));
    }
    results
}

fn client(document: &Document, plan: &Value, received: &Arc<Mutex<Vec<Value>>>, drift: &Arc<Mutex<Vec<String>>>) -> Result<Client, Error> {
    let facts = document.client();
    let url = string(&plan["url"]);
    let inner = HttpTransport::builder().build()?;
    let transport = Noting { inner: Arc::new(inner), received: Arc::clone(received) };
    let mut client = Client::builder().base_url(url).timeout(Duration::from_secs(60)).retry(Retry::never()).transport(transport);
    for name in items(&facts["servers"]).map(string) {
        client = client.server(name.to_owned(), url);
    }
    for bound in items(&facts["bound"]) {
        let name = string(&bound["name"]);
        client = client.bind(name.to_owned(), string(&plan["bound"][name]));
    }
    for (scheme, facts) in entries(&facts["schemes"]) {
        client = match string(&facts["kind"]) {
            "bearer" => client.token(request::TOKEN),
            "basic" => client.basic_auth(request::BASIC.0, request::BASIC.1),
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

/// Sends requests, and notes what is answered.
struct Noting {
    inner: Arc<HttpTransport>,
    received: Arc<Mutex<Vec<Value>>>,
}

impl Transport for Noting {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let (inner, received) = (Arc::clone(&self.inner), Arc::clone(&self.received));
        let line = format!("{} {}", request.method(), request.uri());
        Box::pin(async move {
            let (parts, body) = inner.send(request).await?.into_parts();
            let body = whole(body).await?;
            let text = |name: &str| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            let json: Option<Value> = serde_json::from_slice(&body).ok();
            let noted = json!({
                "request": line, "status": parts.status.as_u16(), "violations": text("sl-violations"), "body": json,
                "is_json": json.is_some(),
            });
            received.lock().expect("nobody panics with it").push(noted);
            Ok(http::Response::from_parts(parts, Body::from(body)))
        })
    }
}

async fn whole(body: Body) -> Result<Vec<u8>, TransportError> {
    let (mut body, mut bytes) = (pin!(body), Vec::new());
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        bytes.extend(frame?.into_data().unwrap_or_default());
    }
    Ok(bytes)
}
