//! Decoding 10,000 groups and 10,000 tasks, unknown members kept, against plain structs that derive `Deserialize` and
//! drop them: `cargo bench --package tallyfy --bench decode`
//!
//! Both read the same bytes, and drop what they have made of them. Ours is a whole call, over a transport that answers
//! from memory; it knows all members that the definition names, reads each leniently, and keeps the others. The plain
//! structs are strict, and come in two kinds: with the same members as the definition, and with those only that occur in
//! these responses, which nobody can know in advance. They take turns; the medians are compared.

#![allow(missing_docs, dead_code)]

#[path = "decode/plain.rs"]
mod plain;

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tallyfy::{Body, Bytes, Client, ClientBuilder, Transport, TransportError, TransportFuture};

const ITEMS: usize = 10_000;
const TURNS: usize = 51;

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
}

fn read<T: DeserializeOwned>(body: &[u8]) -> usize {
    serde_json::from_slice::<List<T>>(body).expect("a list").data.len()
}

fn group(number: usize) -> String {
    format!(
        r#"{{"id":"4f9a{number:08}c2e1","name":"Group number {number}","description":"For the work on project {number}.","logo":null,"members":[1001,1002,{number}],"guests":["guest{number}@example.com","other@example.com"],"created_at":"2026-01-02T03:04:05Z","last_updated":"2026-02-03T04:05:06Z"UNKNOWN}}"#
    )
}

fn task(number: usize) -> String {
    format!(
        r#"{{"id":"4f9a{number:08}c2e1","increment_id":{number},"title":"Do thing {number}","original_title":"Do thing","run_id":"abcdef{number:010}","checklist_id":"0123456789abcdef","step_id":"fedcba{number}","alias":"do-thing-{number}","position":{number},"status":"active","status_label":"in-progress","task_type":"task","owners":{{"users":[1001,{number}],"guests":["a@example.com"],"groups":[]}},"is_completable":true,"everyone_must_complete":false,"deadline":"2026-01-02T03:04:05Z","started_at":"2026-01-02 03:04:05","created_at":"2026-01-02T03:04:05Z","last_updated":nullUNKNOWN}}"#
    )
}

/// Members that no definition names.
const UNKNOWN: &str = r##","x_owner":1001,"x_company":{"id":"c","name":"Acme","tags":["a","b"]},"x_default":false,"x_color":"#ff0000""##;

fn body(item: fn(usize) -> String, unknown: &str) -> Bytes {
    let items: Vec<String> = (0..ITEMS).map(|number| item(number).replace("UNKNOWN", unknown)).collect();
    let pages = format!(r#"{{"total":{ITEMS},"current_page":1,"total_pages":1}}"#);
    format!(r#"{{"data":[{}],"meta":{{"pagination":{pages}}}}}"#, items.join(",")).into()
}

/// Answers every request with the same body.
struct Answer(Bytes);

impl Transport for Answer {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        let response = http::Response::new(Body::from(self.0.clone()));
        Box::pin(async { Ok::<_, TransportError>(response) })
    }
}

/// Prints the medians of all programs, each of which reads the items of a body.
fn compare(what: &str, body: &Bytes, programs: [&dyn Fn() -> usize; 3]) {
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..TURNS {
        for (program, times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            assert_eq!(black_box(program()), ITEMS);
            times.push(start.elapsed());
        }
    }
    let rate = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        body.len() as f64 / times[TURNS / 2].as_secs_f64() / 1e6
    };
    let [ours, whole, narrow] = times.each_mut().map(rate);
    println!("{what:42} {ours:6.0} {whole:6.0} {narrow:6.0}     {:4.2}     {:4.2}", ours / whole, ours / narrow);
}

/// Has drift told.
#[cfg(feature = "drift")]
fn watch(builder: ClientBuilder, watched: bool) -> ClientBuilder {
    if watched { builder.on_drift(|drift| drop(black_box(drift))) } else { builder }
}

#[cfg(not(feature = "drift"))]
fn watch(builder: ClientBuilder, _: bool) -> ClientBuilder {
    builder
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{:42} {:>6} {:>6} {:>6}  {:>7}  {:>8}", "MB/s", "ours", "plain", "narrow", "/ plain", "/ narrow");
    for (what, members, watched) in [
        ("", "", false),
        (", 4 unknown members", UNKNOWN, false),
        #[cfg(feature = "drift")]
        (", 4 unknown members, drift told", UNKNOWN, true),
    ] {
        let answer = |body: &Bytes| {
            let builder = Client::builder().token("token").org_id("acme").transport(Answer(body.clone()));
            watch(builder, watched).build().expect("all is given")
        };
        let groups = body(group, members);
        let client = answer(&groups);
        let ours = || runtime.block_on(client.groups().list().into_future()).expect("a page").items.len();
        let (whole, narrow) = (|| read::<plain::whole::Group>(&groups), || read::<plain::narrow::Group>(&groups));
        compare(&format!("groups{what}"), &groups, [&ours, &whole, &narrow]);

        let tasks = body(task, members);
        let client = answer(&tasks);
        let ours = || runtime.block_on(client.tasks().list().into_future()).expect("a page").items.len();
        let (whole, narrow) = (|| read::<plain::whole::Task>(&tasks), || read::<plain::narrow::Task>(&tasks));
        compare(&format!("tasks{what}"), &tasks, [&ours, &whole, &narrow]);
    }
}
