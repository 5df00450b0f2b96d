//! Decoding 10,000 groups and 10,000 tasks, unknown members kept, against plain derived structs that drop them:
//! `cargo bench --package tallyfy --bench decode`
//!
//! Ours is a whole call, over a transport that answers from memory. The two take turns; the best time of each counts.

#![allow(missing_docs, dead_code)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tallyfy::{Body, Bytes, Client, Transport, TransportError, TransportFuture};

const ITEMS: usize = 10_000;
const TURNS: usize = 30;

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    name: Option<String>,
    description: Option<String>,
    logo: Option<String>,
    members: Option<Vec<i64>>,
    guests: Option<Vec<String>>,
    created_at: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
struct Owners {
    users: Option<Vec<i64>>,
    guests: Option<Vec<String>>,
    groups: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Task {
    id: Option<String>,
    increment_id: Option<i64>,
    title: Option<String>,
    original_title: Option<String>,
    run_id: Option<String>,
    checklist_id: Option<String>,
    step_id: Option<String>,
    alias: Option<String>,
    position: Option<i64>,
    status: Option<String>,
    status_label: Option<String>,
    task_type: Option<String>,
    owners: Option<Owners>,
    is_completable: Option<bool>,
    everyone_must_complete: Option<bool>,
    deadline: Option<String>,
    started_at: Option<String>,
    created_at: Option<String>,
    last_updated: Option<String>,
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

fn compare(what: &str, body: &Bytes, plain: impl Fn(&[u8]) -> usize, ours: impl Fn(&Client) -> usize) {
    let client = Client::builder().token("token").org_id("acme").transport(Answer(body.clone())).build().expect("all is given");
    let timed = |run: &dyn Fn() -> usize| {
        let start = Instant::now();
        assert_eq!(black_box(run()), ITEMS);
        start.elapsed()
    };
    let (mut best_plain, mut best_ours) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        best_plain = best_plain.min(timed(&|| plain(body)));
        best_ours = best_ours.min(timed(&|| ours(&client)));
    }
    let rate = |time: Duration| body.len() as f64 / time.as_secs_f64() / 1e6;
    let ratio = best_plain.as_secs_f64() / best_ours.as_secs_f64();
    println!("{what:32} plain {:6.1} MB/s  ours {:6.1} MB/s  ratio {ratio:.2}", rate(best_plain), rate(best_ours));
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let groups = |client: &Client| runtime.block_on(client.groups().list().into_future()).expect("a page").items.len();
    let tasks = |client: &Client| runtime.block_on(client.tasks().list().into_future()).expect("a page").items.len();
    let plain_groups = |body: &[u8]| serde_json::from_slice::<List<Group>>(body).expect("groups").data.len();
    let plain_tasks = |body: &[u8]| serde_json::from_slice::<List<Task>>(body).expect("tasks").data.len();
    for (unknown, members) in [("", ""), (", 4 unknown members", UNKNOWN)] {
        compare(&format!("groups{unknown}"), &body(group, members), plain_groups, groups);
        compare(&format!("tasks{unknown}"), &body(task, members), plain_tasks, tasks);
    }
}
