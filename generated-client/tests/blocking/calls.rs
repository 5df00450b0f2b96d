//! Calls: what they return, and what watches them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use tallyfy::types::{CreateGroupInput, Error as ErrorOfTheApi};
use tallyfy::{Error, File, Method, Renewing, Secret, TokenFuture, TokenSource, Tokens, blocking};

use crate::support::server::{Act, Server, json};
use crate::{builder, client, group};

/// Never run: what the description of the feature shows.
#[allow(dead_code)]
fn shown(input: CreateGroupInput) -> Result<(), Error> {
    let c = blocking::Client::from_env()?;
    let g = c.groups().create(&input).send()?;
    println!("{}", g.id);
    for g in c.groups().list().items() {
        let g = g?;
        println!("{}", g.id);
    }
    Ok(())
}

#[test]
fn what_is_set_is_sent_and_what_comes_is_returned() {
    let server = Server::start([group("1"), json(200, r#"{"value":1}"#), group("2")]);
    let client = client(&server.url());
    let call = client.groups().create(&CreateGroupInput::new("Design").members([1]));
    let call = call.header("x-trace", "t").extra_query("dry", true);
    assert!(call.preview().expect("it can be sent").contains("-X POST"));
    assert_eq!(call.send().expect("a group").id, "1");
    let value = client.request(Method::PUT, "/organizations/{org_id}/x/{id}").path("id", "a/b").json(&[1]).send().expect("a value");
    assert_eq!(value["value"], 1);
    client.for_org_id("other").groups().get("2").with(["assets"]).send().expect("a group");
    let received = server.received();
    assert_eq!(received[0].header("x-trace"), Some("t"));
    assert_eq!(received[0].header("authorization"), Some("Bearer secret"));
    assert_eq!(received[0].body, br#"{"name":"Design","members":[1]}"#);
    let targets = ["/organizations/acme/groups?dry=true", "/organizations/acme/x/a%2Fb", "/organizations/other/groups/2?with=assets"];
    assert_eq!(server.targets(), targets);
    assert!(!format!("{client:?}").contains("secret"), "{client:?}");
}

#[test]
fn the_whole_response_comes_along() {
    let body = r#"{"data":{"id":"1"}}"#;
    let reply = crate::support::server::reply(201, &[("x-request-id", "r1"), ("x-ratelimit-remaining", "9")], body);
    let server = Server::start([Act::Reply(reply)]);
    let response = client(&server.url()).groups().get("1").with_response().send().expect("a response");
    assert_eq!((response.status.as_u16(), response.headers["x-request-id"].as_bytes()), (201, &b"r1"[..]));
    assert_eq!((response.value.id.as_str(), response.body), ("1", body.into()));
}

#[test]
fn errors_are_those_of_the_other_client() {
    let server = Server::start([
        json(404, r#"{"message":"there is none"}"#),
        json(422, r#"{"message":"refused","errors":{"name":["is taken"]}}"#),
        json(200, "no JSON"),
        json(503, "{}"),
        group("1"),
    ]);
    let client = client(&server.url());
    let error = client.groups().get("1").send().expect_err("there is none");
    assert!(error.is_not_found() && error.to_string().contains("there is none"), "{error}");
    let error = client.groups().create(&CreateGroupInput::new("x")).send().expect_err("it is refused");
    assert!(error.typed::<ErrorOfTheApi>().is_ok(), "{error}");
    let error = client.groups().get("1").send().expect_err("it cannot be read");
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert_eq!(client.groups().get("1").send().expect("the second attempt succeeds").id, "1");
    assert!(blocking::Client::builder().base_url(server.url()).token(" ").build().is_err(), "the token is empty");
    let error = client.request(Method::GET, "/{missing}").send().expect_err("a parameter is missing");
    assert!(error.to_string().contains("missing"), "{error}");
}

#[test]
fn clients_iterators_and_readers_go_to_other_threads() {
    fn sendable<T: Send + 'static>(_: T) {}
    fn shared(_: impl Send + Sync + Clone + 'static) {}
    let client = client("http://localhost:1");
    sendable(client.groups().list());
    sendable(client.groups().list().items());
    sendable(client.groups().list().pages());
    sendable(client.groups().download_logo("l").download());
    let _: fn(blocking::Download) = sendable::<blocking::Download>;
    shared(client);
}

/// Renews with calls of the client that it is given, and counts.
struct SignIn(Arc<AtomicUsize>);

impl TokenSource for SignIn {
    fn fetch<'p>(&'p self, client: &'p tallyfy::Client, _: Option<&'p Secret>) -> TokenFuture<'p, Tokens> {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            client.groups().get("renewal").await?;
            Ok(Tokens::new(format!("token {count}"), None, None))
        })
    }
}

#[test]
fn tokens_are_provided_and_renewed() {
    let server = Server::start([group("renewal"), group("1"), json(401, "{}"), group("renewal"), group("2")]);
    let count = Arc::new(AtomicUsize::new(0));
    let builder = blocking::Client::builder().base_url(server.url()).org_id("acme").token_provider(Renewing::new(SignIn(count.clone())));
    let client = builder.build().expect("all is given");
    client.groups().get("1").send().expect("a group");
    client.groups().get("2").send().expect("a group, with another token");
    let tokens: Vec<_> = server.received().iter().filter_map(|request| request.header("authorization").map(str::to_owned)).collect();
    assert_eq!(tokens, ["Bearer token 0", "Bearer token 0", "Bearer token 1"]);
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

/// Whatever watches a call is called on its thread, and may make calls itself.
#[test]
fn a_callback_makes_a_call_with_the_same_client() {
    let server = Server::start([group("inner"), group("outer")]);
    let inner = Arc::new(OnceLock::<blocking::Client>::new());
    let threads = Arc::new(Mutex::new(Vec::new()));
    let (used, seen) = (inner.clone(), threads.clone());
    let builder = builder(&server.url()).on_attempt(move |attempt, _| {
        seen.lock().expect("no panic").push(thread::current().id());
        if attempt.path.ends_with("groups/{group_id}") && server_is_fresh(&seen) {
            used.get().expect("it is there").groups().get("inner").send().expect("a group");
        }
    });
    let client = builder.build().expect("all is given");
    inner.set(client.clone()).expect("it is empty");
    assert_eq!(client.groups().get("outer").send().expect("a group").id, "outer");
    assert_eq!(*threads.lock().expect("no panic"), [thread::current().id(); 2]);
}

fn server_is_fresh(seen: &Mutex<Vec<thread::ThreadId>>) -> bool {
    seen.lock().expect("no panic").len() == 1
}

/// What the connection's own thread calls cannot wait for that thread: it is told so, and nothing hangs.
#[test]
fn a_callback_on_the_thread_of_the_client_gets_an_error() {
    let server = Server::start((0..9).map(|_| group("1")));
    let client = client(&server.url());
    let (inner, outcomes) = (client.clone(), Arc::new(Mutex::new(Vec::new())));
    let seen = outcomes.clone();
    let call = client.groups().upload_logo("1", File::from_reader("a.png", None, &b"logo"[..]));
    let call = call.on_upload(move |_| {
        let outcome = inner.groups().get("1").send().map(|group| group.id).map_err(|error| error.to_string());
        seen.lock().expect("no panic").push(outcome);
    });
    call.send().expect("it is taken");
    let outcomes = outcomes.lock().expect("no panic");
    assert!(!outcomes.is_empty());
    for outcome in &*outcomes {
        assert!(outcome.as_ref().err().is_none_or(|error| error.contains("on the thread that carries out the calls")), "{outcome:?}");
    }
}

/// Another client has another thread: its calls work there.
#[test]
fn a_callback_makes_a_call_with_another_client() {
    let (server, elsewhere) = (Server::start([group("1")]), Server::start((0..9).map(|_| group("2"))));
    let other = client(&elsewhere.url());
    let call = client(&server.url()).groups().upload_logo("1", File::from_reader("a.png", None, &b"logo"[..]));
    call.on_upload(move |_| drop(other.groups().get("2").send().expect("a group"))).send().expect("it is taken");
    assert!(!elsewhere.received().is_empty());
}
