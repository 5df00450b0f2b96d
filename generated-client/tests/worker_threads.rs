//! What a blocking client costs: one thread for a client and all its clones, which ends after the last of what uses it.
//!
//! Alone in its process, because it counts threads.

// Threads are counted where Linux lists them.
#![cfg(target_os = "linux")]

use std::io::Read;
use std::time::{Duration, Instant};

use support::server::{Act, Server, json};
use tallyfy::blocking::Client;

#[allow(dead_code)]
mod runtime {
    pub use tallyfy::{Body, Bytes, Clock, Sleep, Transport, TransportError, TransportFuture};
}
mod support;

/// Counts the threads of clients: the system keeps the first fifteen bytes of their names.
fn workers() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("it is Linux").flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.trim_end() == "tallyfy-blockin").count()
}

/// A thread ends by itself, soon after what it was for. The list of threads is not all of them while others end.
#[track_caller]
fn settles_at(count: usize) {
    let begin = Instant::now();
    while workers() != count {
        assert!(begin.elapsed() < Duration::from_secs(20), "{} threads, not {count}", workers());
        std::thread::yield_now();
    }
}

fn client(url: &str) -> Client {
    Client::builder().base_url(url).token("t").org_id("o").build().expect("all is given")
}

fn group() -> Act {
    json(200, r#"{"data":{"id":"1"}}"#)
}

#[test]
fn one_thread_for_a_client_and_none_after_it() {
    let first =
        r#"{"data":[{"id":"1"},{"id":"2"}],"meta":{"pagination":{"total":4,"count":2,"per_page":2,"current_page":1,"total_pages":2}}}"#;
    let content = "x".repeat(100_000);
    let logo = support::server::reply(200, &[], &content);
    let server = Server::start([group(), group(), group(), json(200, first), Act::Reply(logo)]);

    let idle = client(&server.url());
    assert_eq!(workers(), 0, "a client that makes no call has no thread");
    drop(idle);

    // One for all clones, on whatever threads they are.
    let client_ = client(&server.url());
    let clones: Vec<Client> = (0..10).map(|at| client_.for_org_id(at.to_string())).collect();
    std::thread::scope(|scope| {
        for clone in clones.iter().take(3) {
            scope.spawn(|| clone.groups().get("1").send().expect("a group"));
        }
    });
    settles_at(1);
    drop(client_);

    // Until the last clone, iterator and body.
    let mut items = clones[0].groups().list().items();
    items.next().expect("an item").expect("a group");
    let mut download = clones[0].groups().download_logo("l").download().send().expect("a logo");
    drop(clones);
    settles_at(1);
    drop(items);
    let mut all = String::new();
    download.read_to_string(&mut all).expect("all of it");
    assert_eq!(all.len(), 100_000);
    settles_at(1);
    drop(download);
    settles_at(0);

    // A thousand, of which each makes a call, and again within a runtime.
    let server = Server::start((0..1100).map(|_| group()));
    let url = server.url();
    for _ in 0..1000 {
        client(&url).groups().get("1").send().expect("a group");
    }
    settles_at(0);
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
        for _ in 0..100 {
            client(&url).groups().get("1").send().expect("a group");
        }
    });
    settles_at(0);

    // A thousand at once, without calls, cost nothing.
    let many: Vec<Client> = (0..1000).map(|_| client(&url)).collect();
    assert_eq!(workers(), 0);
    drop(many);
}
